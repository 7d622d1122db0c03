"""Three signals that are never mixed."""

from datetime import UTC, date, datetime

import pytest

from strategy.models import MeasureState
from strategy.progress import signals
from strategy.progress.signals import Missing, Status

DAY = date(2026, 7, 1)
ALL = ["lead", "due"]


def state(**given: object) -> MeasureState:
    """Of a measure of which all is known that its card asks for."""
    whole = {"lead_id": 1, "has_due": True, "due_on": date(2026, 12, 31)}
    return MeasureState(**(whole | given))


@pytest.mark.parametrize("status", ["done", "partly"])
def test_done_without_anything_behind_it_is_only_claimed(status: str) -> None:
    claimed = signals.of(state(status=status), ALL, DAY)
    proven = signals.of(state(status=status, is_proven=True), ALL, DAY)
    assert claimed.said != proven.said == Status(status).label
    assert (claimed.missing, proven.missing) == ([Missing.EVIDENCE], [])
    assert claimed.status == proven.status == status


def test_each_status_and_outlook_has_words_of_its_own() -> None:
    said = {signals.said(status, outlook) for status in Status for outlook in ("", "at_risk")}
    # What is claimed and not proven says so, whatever its outlook.
    assert len(said) == 2 * len(Status) - 2
    assert signals.said("under_way", "no_change") == signals.said("under_way")
    assert signals.said("") not in said


@pytest.mark.parametrize(
    ("said_at", "days"),
    [
        (None, None),
        # Prague is two hours ahead in summer: by its clocks that was on the day itself.
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), 0),
        (datetime(2026, 6, 30, 21, 30, tzinfo=UTC), 1),
        (datetime(2026, 7, 2, 12, 0, tzinfo=UTC), 0),
    ],
)
def test_its_age_is_counted_by_the_days_of_prague(
    said_at: datetime | None, days: int | None
) -> None:
    assert signals.of(state(said_at=said_at), ALL, DAY).age == days


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, []),
        ({"status": "under_way"}, []),
        ({"indicators": 2, "measured": 1}, [Missing.READING]),
        ({"indicators": 2, "measured": 2}, []),
        ({"has_due": False, "due_on": None}, [Missing.DEADLINE]),
        ({"lead_id": None}, [Missing.LEAD]),
        ({"lead_id": None, "has_due": False}, [Missing.DEADLINE, Missing.LEAD]),
        ({"lead_id": None, "has_due": False, "status": "cancelled"}, []),
        ({"status": "not_done", "is_proven": False}, []),
    ],
)
def test_what_is_missing_is_told_one_by_one(given: dict, missing: list[Missing]) -> None:
    assert signals.of(state(**given), ALL, DAY).missing == missing


def test_what_the_plans_cards_do_not_have_is_not_missing() -> None:
    bare = state(lead_id=None, has_due=False)
    assert signals.of(bare, [], DAY).missing == []
    left = state(lead_id=None, leaderless_since=date(2026, 5, 21))
    told = signals.of(left, [], DAY)
    assert (told.missing, told.leaderless) == ([Missing.LEAD], 41)


@pytest.mark.parametrize(
    ("due_on", "status", "late"),
    [
        (None, "", 0),
        (date(2026, 7, 1), "", 0),
        (date(2026, 6, 30), "under_way", 1),
        (date(2026, 6, 1), "", 30),
        (date(2026, 6, 1), "done", 0),
        (date(2026, 6, 1), "cancelled", 0),
    ],
)
def test_it_is_late_from_the_day_after_until_it_ends(
    due_on: date | None, status: str, late: int
) -> None:
    assert signals.of(state(due_on=due_on, status=status), ALL, DAY).late == late
