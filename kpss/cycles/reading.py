"""The plans and their cycles as the public reads them."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from comments.models import Consultation
from kpss import plans, when
from kpss.cycles.facts import facts
from kpss.cycles.lacking import lacking
from kpss.minutes import showing
from kpss.models import Body, Cycle, Document, Meeting, News, Phase, Project
from strategy.models import Edition, Plan, Resolution

MOST_MEETINGS = 20


class PhaseShown(NamedTuple):
    """A phase of a plan, recorded or not, with what the portal knows of it and what it lacks."""

    kind: str
    label: str
    dates: str
    phase: Phase | None
    documents: list[Document]
    meetings: list[Meeting]
    lacks: list[str]


class Related(NamedTuple):
    """What else the portal holds of a plan."""

    consultations: list[Consultation]
    resolutions: list[Resolution]
    documents: list[Document]
    bodies: list[Body]
    projects: list[Project]
    news: list[News]


def cycles() -> QuerySet[Cycle]:
    """With `plan` at hand, and with `is_published`: whether there is a text to link to."""
    published = Edition.objects.published().filter(plan=OuterRef("plan"))
    return Cycle.objects.select_related("plan").annotate(is_published=Exists(published))


def numbers_lacking(found: list[Cycle]) -> dict[int, int]:
    """How many phases of each lack something, by the primary key. Needs `phases` at hand."""
    known = facts(found)
    return {
        cycle.pk: sum(bool(lacking(known[cycle.pk], kind, phase)) for kind, phase in _phases(cycle))
        for cycle in found
    }


def phases(cycle: Cycle) -> list[PhaseShown]:
    """All eight in their order."""
    known = facts([cycle])[cycle.pk]
    meetings = showing.public_meetings(
        Meeting.objects.filter(body__work__plan=cycle.plan_id)
        .select_related("body")
        .distinct()
        .order_by("day", "time_from", "pk")
    )
    return [
        PhaseShown(
            kind=kind,
            label=str(Phase.Kind(kind).label),
            dates=dates(phase) if phase else "",
            phase=phase,
            documents=list(phase.documents.all()) if phase else [],
            meetings=_held_during(meetings, phase, cycle.plan)[:MOST_MEETINGS],
            lacks=lacking(known, kind, phase),
        )
        for kind, phase in _phases(cycle)
    ]


def with_phases(found: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """The phases at hand, with their public documents."""
    public = Prefetch("documents", Document.objects.filter(is_public=True))
    return found.prefetch_related(Prefetch("phases", Phase.objects.prefetch_related(public)))


def related(cycle: Cycle) -> Related:
    """Six queries."""
    plan = cycle.plan_id
    editions = Edition.objects.published().filter(plan=plan)
    consultations = Consultation.objects.filter(edition__in=editions)
    adopted = Resolution.objects.adopted().filter(edition__in=editions)
    documents = Document.objects.filter(is_public=True, plans=plan)
    return Related(
        consultations=list(consultations.select_related("edition__plan").order_by("opens_at")),
        resolutions=list(adopted.select_related("edition__plan").order_by("edition", "pk")),
        documents=list(documents),
        bodies=plans.bodies(plan),
        projects=plans.projects(plan),
        news=list(News.objects.published().filter(plans=plan)),
    )


def dates(phase: Phase) -> str:
    """As precise as the source: “2004 – březen 2006”, “od května 2016”, “do roku 2009”."""
    if phase.is_open:
        return when.since(phase.begins)
    if not phase.begins:
        return when.until(phase.ends) if phase.ends else ""
    begins, ends = when.in_words(phase.begins), when.in_words(phase.ends)
    return f"{begins} – {ends}" if ends and ends != begins else begins


def _phases(cycle: Cycle) -> list[tuple[str, Phase | None]]:
    recorded = {phase.kind: phase for phase in cycle.phases.all()}
    return [(kind.value, recorded.get(kind.value)) for kind in Phase.Kind]


def _held_during(meetings: list[Meeting], phase: Phase | None, plan: Plan) -> list[Meeting]:
    """Those on a day that lies in the phase; none where its beginning is not known."""
    begins = when.first_day(phase.begins) if phase else None
    if phase is None or begins is None:
        return []
    ends = _last_day(phase, plan)
    return [meeting for meeting in meetings if begins <= meeting.day <= ends]


def _last_day(phase: Phase, plan: Plan) -> date:
    """Of a phase that began; one that no source ends goes on as long as the plan."""
    known = when.last_day(phase.ends or phase.begins) or date.min
    if not phase.is_open:
        return known
    return max(known, date(plan.period_to, 12, 31)) if plan.period_to else date.max
