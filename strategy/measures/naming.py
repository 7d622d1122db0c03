"""Pages on which measures name organisations."""

from collections.abc import Iterable

from strategy.models import Lead, Organisation, Responsibility


def plans_naming(organisation: Organisation) -> Iterable[int]:
    """Plans with an edition that names that body in a measure's card, or with a measure that it
    leads, whatever the text says. One query.
    """
    named = Responsibility.objects.filter(organisation=organisation)
    led = Lead.objects.filter(organisation=organisation).order_by()
    in_text = named.order_by().values_list("item__edition__plan", flat=True)
    return in_text.union(led.values_list("plan", flat=True))
