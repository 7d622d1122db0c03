"""What paid for a measure, on its own page in a plan."""

from typing import Any

from django import template

from kpss.of_items import FUNDINGS
from kpss.subsidies import reading
from strategy.beside import may_have
from strategy.models import Item

register = template.Library()


@register.inclusion_tag("kpss/subsidies/_paid_from.html")
def paid_from(item: Item) -> dict[str, Any]:
    """The calls that an item was paid from, to whom and how much. At most one query."""
    fundings = reading.of_measure(item.key) if may_have(item, FUNDINGS) else []
    return {"fundings": fundings, "total": reading.total(one.amount for one in fundings)}
