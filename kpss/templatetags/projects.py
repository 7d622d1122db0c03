"""Which projects carry an item out, on its own page in a plan."""

from typing import Any

from django import template

from kpss.of_items import PROJECTS
from kpss.projects import carrying
from kpss.subsidies.reading import total
from strategy.beside import may_have
from strategy.models import Item

register = template.Library()


@register.inclusion_tag("kpss/projects/_carried_out_by.html")
def carried_out_by(item: Item) -> dict[str, Any]:
    """The projects of an item with their money and days. At most one query."""
    parts = carrying.of_measure(item.key) if may_have(item, PROJECTS) else []
    return {"parts": parts, "total": total(part.amount for part in parts)}
