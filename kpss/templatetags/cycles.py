"""Filters of the pages about the planning cycle."""

from django import template

from kpss.cycles import drawing
from kpss.models import Cycle

register = template.Library()
register.filter("period", drawing.period)


@register.filter
def of_cycle(numbers: dict[int, int], cycle: Cycle) -> int:
    """How many of its phases lack something."""
    return numbers[cycle.pk]
