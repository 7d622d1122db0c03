"""How a measure stands, as three signals that are never mixed: what its lead says, how old that
is, and what is missing. Whether it is late is a fact of the deadline and stands beside them.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.models import CardField, MeasureState, ProgressReport

Status = ProgressReport.Status
# What is only claimed until something stands behind it.
TO_PROVE = (Status.DONE, Status.PARTLY)


class Missing(TextChoices):
    EVIDENCE = "evidence", gettext_lazy("evidence")
    READING = "reading", gettext_lazy("a reading of an indicator")
    DEADLINE = "deadline", gettext_lazy("a deadline")
    LEAD = "lead", gettext_lazy("a lead")


class Signals(NamedTuple):
    """The three signals of a measure; beside them how many days it is late, 0 where it is not.

    `status` and `outlook` are codes, `said` the words for both; `age` are days since, None where
    nobody has said anything; `leaderless` the days since nobody leads it, None where somebody
    does, or nobody ever did.
    """

    status: str
    outlook: str
    said: str
    age: int | None
    missing: list[Missing]
    late: int
    leaderless: int | None


def of(state: MeasureState, uses: Collection[str], day: date | None = None) -> Signals:
    """The signals of a measure on a day, by default today. `uses` are the plan's `card_fields`.

    No query.
    """
    day = day or localdate()
    return Signals(
        status=state.status,
        outlook=state.outlook,
        said=said(state.status, state.outlook, is_proven=state.is_proven),
        age=age(state.said_at, day),
        missing=_missing(state, uses),
        late=late(state.status, state.due_on, day),
        leaderless=_days(state.leaderless_since, day),
    )


def said(status: str, outlook: str = "", *, is_proven: bool = False) -> str:
    """What the lead says, in words; that something is done is told apart from that it is proven."""
    if not status:
        return _("nobody has said anything yet")
    if status == Status.DONE and not is_proven:
        return _("done as its lead says, not proven")
    if status == Status.PARTLY and not is_proven:
        return _("done in part as its lead says, not proven")
    label = str(Status(status).label)
    if outlook not in {ProgressReport.Outlook.ON_TRACK, ProgressReport.Outlook.AT_RISK}:
        return label
    return f"{label}, {ProgressReport.Outlook(outlook).label}"


def age(said_at: datetime | None, day: date) -> int | None:
    """How many days before that day something was said, counted in Prague."""
    return None if said_at is None else _days(localdate(said_at), day)


def late(status: str, due_on: date | None, day: date) -> int:
    """How many days a measure is past its deadline; 0 where it is not, or has ended."""
    if due_on is None or status in ProgressReport.ENDED:
        return 0
    return max((day - due_on).days, 0)


def _days(since: date | None, day: date) -> int | None:
    return None if since is None else max((day - since).days, 0)


def _missing(state: MeasureState, uses: Collection[str]) -> list[Missing]:
    """What is not there though the plan's cards have it, or the words ask for it."""
    ended = state.status in ProgressReport.ENDED
    asked = {
        Missing.EVIDENCE: state.status in TO_PROVE and not state.is_proven,
        Missing.READING: state.measured < state.indicators,
        Missing.DEADLINE: CardField.DUE in uses and not state.has_due and not ended,
        Missing.LEAD: _has_no_lead(state, uses) and not ended,
    }
    return [one for one, is_missing in asked.items() if is_missing]


def _has_no_lead(state: MeasureState, uses: Collection[str]) -> bool:
    return state.lead_id is None and (CardField.LEAD in uses or state.leaderless_since is not None)
