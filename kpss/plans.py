"""Plans as community planning names them to everyone."""

from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from kpss.models import Cycle
from strategy.models import Edition, Plan


class PublicPlan(NamedTuple):
    """A plan under the address of its text; where none is published, of its cycle."""

    slug: str
    title: str
    address: str


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
