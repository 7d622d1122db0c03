"""Meetings that come back, and the holidays among their days."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from kpss.meetings import planning, series
from kpss.meetings.holidays import holiday
from kpss.models import Body, Meeting, Series
from strategy.editing import version_of
from tests.kpss.factories import make_meeting

GIVEN = {"every_months": 2, "first_on": date(2026, 12, 3), "time_from": time(9), "place": "Sál"}


def days_of(first_on: date, every_months: int, until: date) -> list[str]:
    found = series.days(Series(first_on=first_on, every_months=every_months), until)
    return [str(day) for day in found]


def test_every_two_months_on_the_same_weekday_of_the_month() -> None:
    # The first Thursdays.
    assert days_of(date(2026, 12, 3), 2, date(2027, 8, 31)) == [
        "2026-12-03",
        "2027-02-04",
        "2027-04-01",
        "2027-06-03",
        "2027-08-05",
    ]


def test_a_fifth_weekday_is_the_last_one_where_a_month_has_only_four() -> None:
    assert days_of(date(2027, 1, 29), 1, date(2027, 5, 31)) == [
        "2027-01-29",
        "2027-02-26",
        "2027-03-26",
        "2027-04-30",
        "2027-05-28",
    ]


def test_a_series_announces_the_coming_year(body: Body) -> None:
    found, meetings = series.plan_series(body, **GIVEN)
    assert [str(meeting.day) for meeting in meetings] == [
        "2026-12-03",
        "2027-02-04",
        "2027-04-01",
        "2027-06-03",
        "2027-08-05",
        "2027-10-07",
        # A year ahead of the first one.
        "2027-12-02",
    ]
    assert {(one.series, one.time_from, one.place) for one in meetings} == {(found, time(9), "Sál")}


def test_a_series_ends_when_it_is_to(body: Body) -> None:
    _found, meetings = series.plan_series(body, **GIVEN, until=date(2027, 2, 4))
    assert [str(meeting.day) for meeting in meetings] == ["2026-12-03", "2027-02-04"]


def test_days_that_are_over_are_left_out(body: Body) -> None:
    first_on = date(2026, 8, 6)
    _found, meetings = series.plan_series(body, **GIVEN | {"first_on": first_on})
    assert [str(meeting.day) for meeting in meetings][:2] == ["2026-12-03", "2027-02-04"]


def test_a_series_that_is_over_is_refused(body: Body) -> None:
    over = {"first_on": date(2020, 1, 2), "until": date(2020, 6, 1)}
    with pytest.raises(ValidationError) as refusal:
        series.plan_series(body, **GIVEN | over)
    assert list(refusal.value.message_dict) == ["until"]


def test_a_series_that_ends_before_it_begins_is_refused(body: Body) -> None:
    with pytest.raises(ValidationError):
        series.plan_series(body, **GIVEN, until=date(2026, 12, 1))
    assert not Series.objects.exists()


def test_the_same_form_sent_twice_is_one_series(body: Body) -> None:
    series.plan_series(body, **GIVEN)
    with pytest.raises(ValidationError) as refusal:
        series.plan_series(body, **GIVEN)
    assert list(refusal.value.message_dict) == ["first_on"]
    assert (Series.objects.count(), Meeting.objects.count()) == (1, 7)


def test_an_hour_that_one_of_the_days_does_not_have_is_refused(body: Body) -> None:
    # The last Sunday of March turns the clocks.
    given = GIVEN | {"first_on": date(2027, 1, 31), "time_from": time(2, 30)}
    with pytest.raises(ValidationError) as refusal:
        series.plan_series(body, **given)
    assert list(refusal.value.message_dict) == ["time_from"]
    assert (Series.objects.count(), Meeting.objects.count()) == (0, 0)


def test_a_year_later_the_next_year_is_added(body: Body, now) -> None:
    found, _meetings = series.plan_series(body, **GIVEN)
    assert series.extend(found) == []
    now.move_to("2027-09-01 10:00 +0200")
    added = series.extend(found)
    assert [str(meeting.day) for meeting in added] == [
        "2028-02-03",
        "2028-04-06",
        "2028-06-01",
        "2028-08-03",
    ]


def test_meetings_that_were_moved_or_called_off_do_not_come_back(body: Body) -> None:
    found, meetings = series.plan_series(body, **GIVEN)
    planning.change(meetings[1], version_of(meetings[1]), day=date(2027, 1, 28))
    planning.call_off(meetings[2], "Prázdniny.")
    assert series.extend(found) == []


def test_a_day_on_which_the_group_meets_anyway_is_left_out(body: Body) -> None:
    make_meeting(body, date(2027, 2, 4))
    _found, meetings = series.plan_series(body, **GIVEN)
    assert "2027-02-04" not in {str(meeting.day) for meeting in meetings}


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 11, 17), True),
        (date(2027, 3, 26), True),
        (date(2027, 3, 29), True),
        (date(2015, 4, 3), False),
        (date(2015, 4, 6), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 3), False),
    ],
)
def test_public_holidays_are_known_also_those_that_move(day: date, is_one: bool) -> None:
    assert bool(holiday(day)) is is_one
