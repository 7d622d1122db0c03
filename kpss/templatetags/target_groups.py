"""Tags by which other pages name a target group as it was called in their time."""

from typing import Any

from django import template

from kpss.target_groups import reading
from strategy.models import Item

register = template.Library()


@register.inclusion_tag("kpss/_item_target_groups.html")
def item_target_groups(item: Item) -> dict[str, Any]:
    """Which group an item speaks of, under today's name. One query, two where there is any."""
    return {"groups": reading.groups_of(item)}
