"""How a measure stands, as everyone reads it: on its page, on a page of its own, in the feed."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, UUIDField

from strategy.models import Channel, Edition, MeasureState, ProgressReport
from strategy.prepared import Given, Prepared
from strategy.progress import signals
from strategy.progress.signals import Signals
from strategy.reading import Reading

# On the measure's own page; all of them have a page of their own.
NEWEST = 3
PAGE = 25

_STATE = (
    "item_id",
    "status",
    "outlook",
    "is_proven",
    "said_at",
    "due_on",
    "has_due",
    "lead_id",
    "leaderless_since",
    "indicators",
    "measured",
)
_STATES = Prepared(
    MeasureState.objects.filter(
        plan=Given("plan", BigIntegerField()), item_key=Given("key", UUIDField())
    ).values_list(*_STATE, "lead__name", "lead__abbreviation", "item__edition__number")
)
_REPORT = (
    "pk",
    "status",
    "outlook",
    "share",
    "commentary",
    "evidence",
    "evidence_number",
    "evidence_link",
    "resolution_id",
    "said_at",
    "channel",
    "hidden_at",
)
_REPORTS = Prepared(
    ProgressReport.objects.filter(
        plan=Given("plan", BigIntegerField()), item_key=Given("key", UUIDField())
    )
    .order_by("-said_at", "-pk")
    .values_list(
        *_REPORT,
        "organisation__name",
        "organisation__abbreviation",
        "resolution__session",
        "resolution__agenda_item",
        "item__edition__number",
    )
)


class Report(NamedTuple):
    """A report as the public reads it; accounts are not among it."""

    pk: int
    said: str
    status: str
    share: int | None
    commentary: str
    evidence: str
    evidence_number: str
    evidence_link: str
    resolution: str
    is_proven: bool
    said_at: datetime
    channel: str
    is_hidden: bool
    by: str
    edition: int


class Progress(NamedTuple):
    """How a measure stands, and what was said of it, the newest first.

    `signals` are None where the plan in force has the measure no more, or never had it; `edition`
    is then 0, else the number of that edition. `more` says that there are older reports.
    """

    signals: Signals | None
    state: MeasureState | None
    lead: str
    edition: int
    key: UUID
    reports: list[Report]
    more: bool


def of_item(read: Reading) -> Progress | None:
    """The progress of the item that is read; None where there is none to tell of.

    No query unless the plan was approved; then one, two where somebody has reported.
    """
    item, approved = read.item, Edition.State.APPROVED
    if item is None or all(edition.stamp != approved for edition in read.editions):
        return None
    # Of what was in force once, reports may be left.
    was_in_force = read.edition.stamp == approved != read.edition.state
    found = progress(
        read.plan.pk, item.key, read.plan.card_fields, most=NEWEST, even_left=was_in_force
    )
    return found if found.signals or found.reports else None


def progress(
    plan_id: int,
    key: UUID,
    uses: list[str],
    *,
    start: int = 0,
    most: int = PAGE,
    even_left: bool = True,
) -> Progress:
    """How a measure stands with some of its reports, from one on.

    With `even_left`, also of what the plan in force has no more. Two queries; one where nobody
    has reported, or nothing is left to look for.
    """
    rows = _STATES.ask(plan=plan_id, key=key)
    state = _state(rows[0]) if rows else None
    name, abbreviation, edition = rows[0][len(_STATE) :] if rows else ("", "", 0)
    has_reports = bool(state.status) if state else even_left
    reports = _REPORTS.ask(plan=plan_id, key=key, start=start, most=most + 1) if has_reports else []
    return Progress(
        signals=signals.of(state, uses) if state else None,
        state=state,
        lead=_called(name, abbreviation),
        edition=edition,
        key=key,
        reports=[_report(row) for row in reports[:most]],
        more=len(reports) > most,
    )


def _state(row: tuple[object, ...]) -> MeasureState:
    return MeasureState(**dict(zip(_STATE, row, strict=False)))


def _report(row: tuple[object, ...]) -> Report:
    known = ProgressReport(**dict(zip(_REPORT, row, strict=False)))
    name, abbreviation, session, agenda_item, edition = row[len(_REPORT) :]
    return Report(
        pk=known.pk,
        said=signals.said(known.status, known.outlook, is_proven=known.is_proven),
        status=known.status,
        share=known.share,
        commentary=known.commentary,
        evidence=known.evidence,
        evidence_number=known.evidence_number,
        evidence_link=known.evidence_link,
        resolution=f"{session or ''} {agenda_item or ''}".strip(),
        is_proven=known.is_proven,
        said_at=known.said_at,
        channel=str(Channel(known.channel).label),
        is_hidden=known.hidden_at is not None,
        by=_called(name, abbreviation),
        edition=int(str(edition)),
    )


def _called(name: object, abbreviation: object) -> str:
    """A name with its abbreviation, as Organisation says itself."""
    return f"{name} ({abbreviation})" if abbreviation else str(name or "")
