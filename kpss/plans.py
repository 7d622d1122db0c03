"""Plans as community planning names them to everyone."""

from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.urls import reverse

from kpss.models import Body, BodyWork, Cycle, Project, ProjectPart
from strategy.models import Edition, Plan


class PublicPlan(NamedTuple):
    """A plan under the address of its text; where none is published, of its cycle."""

    slug: str
    title: str
    address: str


class Planning(NamedTuple):
    """What community planning tells of a plan, for the plan's own page."""

    cycle: Cycle | None
    bodies: list[Body]
    projects: list[Project]


def is_planned(plan: str) -> ExpressionWrapper:
    """Whether there is any Planning of the plan that an outer query calls so."""
    of_plan = OuterRef(plan)
    tells = (Cycle, BodyWork, Project.plans.through, ProjectPart)
    found = (Q(Exists(model._default_manager.filter(plan=of_plan))) for model in tells)
    return ExpressionWrapper(reduce(or_, found), output_field=BooleanField())


def planning(plan: Plan) -> Planning:
    """Three queries."""
    cycle = Cycle.objects.select_related("plan").filter(plan=plan).first()
    return Planning(cycle, bodies(plan.pk), projects(plan.pk))


def bodies(plan_id: int) -> list[Body]:
    """That work on the plan or on a part of it. One query."""
    return list(Body.objects.filter(work__plan=plan_id).distinct().order_by("kind", "name"))


def projects(plan_id: int) -> list[Project]:
    """That pay for the plan, or carry out a part of it. One query."""
    of_plan = Q(plans=plan_id) | Q(parts__plan=plan_id)
    return list(Project.objects.filter(of_plan).distinct())


def public(plans: QuerySet[Any, Any] | None = None) -> dict[int, PublicPlan]:
    """The plans that everyone may know of, by primary key, in the order of their titles.

    Of those only whose primary keys the query gives, if any. One query.
    """
    editions = Edition.objects.published().filter(plan=OuterRef("pk"))
    cycles = Cycle.objects.filter(plan=OuterRef("pk"))
    found = Plan.objects.filter(Exists(editions) | Exists(cycles)).annotate(
        is_read=Exists(editions)
    )
    if plans is not None:
        found = found.filter(pk__in=plans)
    return {plan.pk: _public(plan, is_read=plan.is_read) for plan in found}


def _public(plan: Plan, *, is_read: bool) -> PublicPlan:
    view = "strategy:plan_detail" if is_read else "kpss:cycle_detail"
    return PublicPlan(plan.slug, plan.title, reverse(view, args=[plan.slug]))
