"""What paid for a measure, on its own page in a plan."""

from typing import Any

from django import template

from kpss.subsidies import reading
from strategy.models import Item

register = template.Library()


@register.inclusion_tag("kpss/subsidies/_paid_from.html")
def paid_from(item: Item) -> dict[str, Any]:
    """The calls that an item was paid from, to whom and how much. One query."""
    fundings = reading.of_measure(item.key)
    return {"fundings": fundings, "total": reading.total(one.amount for one in fundings)}
