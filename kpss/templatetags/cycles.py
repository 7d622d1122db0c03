"""Filters of the pages about the planning cycle, and what it tells on a plan's own page."""

from django import template

from kpss import plans
from kpss.cycles import drawing
from kpss.models import Cycle
from strategy.models import Plan

register = template.Library()
register.filter("period", drawing.period)


@register.filter
def of_cycle(numbers: dict[int, int], cycle: Cycle) -> int:
    """How many of its phases lack something."""
    return numbers[cycle.pk]


@register.inclusion_tag("kpss/_plan_planning.html")
def plan_planning(plan: Plan) -> dict[str, plans.Planning]:
    """The cycle of a plan, who works on it and what pays for that. Three queries."""
    return {"planning": plans.planning(plan)}
