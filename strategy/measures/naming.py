"""Pages on which measures name organisations."""

from collections.abc import Iterable

from strategy.models import Organisation, Responsibility


def plans_naming(organisation: Organisation) -> Iterable[int]:
    """Plans of which some edition names that body in a measure's card. One query."""
    named = Responsibility.objects.filter(organisation=organisation)
    return named.values_list("item__edition__plan", flat=True).distinct()
