"""Tags by which other pages name a target group as it was called in their time."""

from typing import Any

from django import template

from kpss.of_items import GROUPS
from kpss.target_groups import reading
from strategy.beside import may_have
from strategy.models import Item

register = template.Library()


@register.inclusion_tag("kpss/_item_target_groups.html")
def item_target_groups(item: Item) -> dict[str, Any]:
    """Which group an item speaks of, under today's name. One query, two where there is any.

    No query where the item was read with the answer that there is none.
    """
    return {"groups": reading.groups_of(item) if may_have(item, GROUPS) else []}
