"""What belongs to a project."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse

from kpss.models import Cycle, Project
from strategy.models import Edition, Plan


class PlanLink(NamedTuple):
    """A plan by its title, with the address of its cycle or else of its text."""

    title: str
    address: str


def plans(project: Project) -> list[PlanLink]:
    """The plans of a project that the public may know of. One query."""
    cycle = Exists(Cycle.objects.filter(plan=OuterRef("pk")))
    published = Exists(Edition.objects.published().filter(plan=OuterRef("pk")))
    found = project.plans.annotate(has_cycle=cycle, is_published=published)
    ordered = found.order_by("period_to", "title")
    return [PlanLink(plan.title, _address(plan)) for plan in ordered if _address(plan)]


def _address(plan: Plan) -> str:
    if plan.has_cycle:  # type: ignore[attr-defined]
        return reverse("kpss:cycle_detail", args=[plan.slug])
    return plan.get_absolute_url() if plan.is_published else ""  # type: ignore[attr-defined]
