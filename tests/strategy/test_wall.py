"""Times that people write: two nights a year some do not exist and some come twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from strategy import wall
from strategy.wall import NoSuchTime

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (SPRING, time(2)),
        (SPRING, time(2, 30)),
        (SPRING, time(2, 59, 59, 999999)),
        (AUTUMN, time(2)),
        (AUTUMN, time(2, 30)),
        (AUTUMN, time(2, 59, 59, 999999)),
    ],
)
def test_a_time_that_names_no_instant_or_two_is_refused(day: date, at: time) -> None:
    for reckoned in (wall.instant, wall.beginning, wall.end):
        with pytest.raises(NoSuchTime):
            reckoned(day, at)


def test_the_refusal_says_which_of_both_it_is() -> None:
    told = []
    for day in (SPRING, AUTUMN):
        with pytest.raises(NoSuchTime) as refusal:
            wall.instant(day, time(2, 30))
        told.append(str(refusal.value))
        assert "2:30" in told[-1]
    assert told[0] != told[1]


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (SPRING, time(1, 59, 59), datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)),
        (SPRING, time(3), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (AUTUMN, time(1, 59, 59), datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)),
        (AUTUMN, time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_times_around_both_nights_are_what_the_clocks_show(
    day: date, at: time, expected: datetime
) -> None:
    assert wall.beginning(day, at) == wall.end(day, at) == expected


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)])
def test_a_day_without_a_time_belongs_whole(day: date, hours: int) -> None:
    begins, ends = wall.beginning(day, None), wall.end(day, None)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)
