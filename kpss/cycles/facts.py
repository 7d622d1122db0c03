"""What the portal knows of plans, for the rules that say what their phases lack."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from comments.models import Consultation
from kpss.models import BodyWork, Cycle, Document, Phase, Project
from strategy.models import Edition, Item

# A kind of document, and the kind of the phase that it belongs to; "" for the plan as a whole.
Documented = set[tuple[str, str]]


class Facts(NamedTuple):
    """Of one plan; whatever it says of texts, it says of published ones."""

    is_action_plan: bool
    is_prepared: bool
    documents: Documented
    has_text: bool
    is_consulted: bool
    is_approved: bool
    has_action_plan: bool
    is_followed: bool

    def documented(self, phase: str, *kinds: str) -> bool:
        """Whether a document of one of the kinds belongs to the phase or to the whole plan."""
        return any((kind, where) in self.documents for kind in kinds for where in (phase, ""))


def facts(cycles: Iterable[Cycle]) -> dict[int, Facts]:
    """By the primary key of each cycle. Eight queries, however many there are."""
    cycles = list(cycles)
    plans = {cycle.plan_id for cycle in cycles}
    published = Edition.objects.published().filter(plan__in=plans)
    items = Item.objects.shown().filter(edition=OuterRef("pk"))
    prepared = _of(BodyWork.objects.filter(plan__in=plans), "plan")
    prepared |= _of(Project.objects.filter(plans__in=plans), "plans")
    documents = _documents(plans)
    with_text = _of(published.filter(Exists(items)), "plan")
    consulted = _of(Consultation.objects.filter(edition__in=published), "edition__plan")
    approved = _of(published.filter(approved_by__isnull=False), "plan")
    followed, carried_out = _pointed_at()
    return {
        cycle.pk: Facts(
            is_action_plan=cycle.carries_out_id is not None,
            is_prepared=cycle.plan_id in prepared,
            documents=documents[cycle.plan_id],
            has_text=cycle.plan_id in with_text,
            is_consulted=cycle.plan_id in consulted,
            is_approved=cycle.plan_id in approved,
            has_action_plan=cycle.pk in carried_out,
            is_followed=cycle.pk in followed,
        )
        for cycle in cycles
    }


def _of(rows: QuerySet[Any], name: str) -> set[Any]:
    """Every value of a column."""
    return set(rows.order_by().values_list(name, flat=True).distinct())


def _pointed_at() -> tuple[set[int | None], set[int | None]]:
    """Cycles that a plan follows, and those that have an action plan."""
    rows = list(Cycle.objects.values_list("follows", "carries_out"))
    return {follows for follows, _other in rows}, {carried for _other, carried in rows}


def _documents(plans: set[int]) -> dict[int, Documented]:
    """Public documents by plan."""
    found: dict[int, Documented] = defaultdict(set)
    public = Document.objects.filter(is_public=True)
    for plan, kind in public.filter(plans__in=plans).values_list("plans", "kind"):
        found[plan].add((kind, ""))
    phases = Phase.objects.filter(cycle__plan__in=plans, documents__is_public=True)
    for plan, kind, phase in phases.values_list("cycle__plan", "documents__kind", "kind"):
        found[plan].add((kind, phase))
    return found
