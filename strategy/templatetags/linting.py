from django import template

from strategy.linting import checking
from strategy.linting.checking import Hint
from strategy.models import Item

register = template.Library()


@register.simple_tag
def hints_of(item: Item) -> list[Hint]:
    """What the rules say of a measure of a draft. Three queries, none of anything else."""
    return checking.hints(item) if item.edition.is_draft else []
