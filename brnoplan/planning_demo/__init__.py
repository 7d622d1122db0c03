"""Community planning in the demo: from the texts in `fixtures/` and from nothing else.

What has a regular form is read from them, wordings are taken as they stand, and the rest is data
whose every fact a test compares with the text.
"""

from brnoplan.planning_demo import concerns, groups, happened, plans, projects
from kpss.models import Body, Cycle, News, PlanningRevision, Project, TargetGroup
from strategy.models import PageRevision


def is_loaded() -> bool:
    """Whether anything of community planning is there already, from the demo or of the city."""
    return any(model.objects.exists() for model in (TargetGroup, Body, Cycle, Project, News))


def load() -> None:
    """Everything at once, in a transaction of the caller; the plan to 2009 is there already."""
    plans.load()
    groups.load()
    projects.load()
    happened.load()
    concerns.load()
    PlanningRevision.raise_it()
    for plan in Cycle.objects.order_by("plan").values_list("plan", flat=True):
        PageRevision.raise_for(plan)
