"""Meetings that come back: every so many months, on the same weekday of the month."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule, weekday
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss.meetings.planning import refuse_hours
from kpss.models import Body, Meeting, PlanningRevision, Series
from kpss.news import telling
from strategy import editing
from strategy.editing import Author

AHEAD = relativedelta(years=1)
# A meeting of the series this near to one of its days was moved from there.
NEAR = timedelta(days=14)
# What the meetings of a series have of it.
SHARED = ("time_from", "time_to", "place", "access")
# A month has a fifth such weekday only now and then, but always a last one.
LAST = 5


def days(series: Series, until: date) -> list[date]:
    """The days of a series from its first one, up to a day and to its end."""
    first = series.first_on
    by_weekday = weekday(first.weekday(), _nth(first))
    begin = datetime.combine(first, time.min)
    found = rrule(MONTHLY, interval=series.every_months, dtstart=begin, byweekday=by_weekday)
    last = min(until, series.until or until)
    return list(takewhile(lambda day: day <= last, (moment.date() for moment in found)))


def on_weekday(day: date, wanted: int) -> date:
    """The same one of its month on another weekday: of the first Thursday the first Monday."""
    nth = _nth(day)
    return day + relativedelta(day=1 if nth > 0 else 31, weekday=weekday(wanted, nth))


def _nth(day: date) -> int:
    """Which one of its weekday a day is in the month; -1 for the last where it is the fifth."""
    nth = (day.day - 1) // 7 + 1
    return -1 if nth == LAST else nth


def to_plan(series: Series) -> list[date]:
    """The days of the coming year, from the first one on, for which no meeting is planned yet.

    Those that are over are left out.
    """
    today = localdate()
    taken = _taken(series)
    wanted = days(series, max(today, series.first_on) + AHEAD)
    return [day for day in wanted if day >= today and not _is_taken(day, *taken)]


def plan_series(body: Body, by: Author = None, /, **values: object) -> tuple[Series, list[Meeting]]:
    """Found a series and announce its meetings of the coming year.

    `values` are the fields of a Series. Raises ValidationError, by field where it is of one.
    """
    series = Series(body=body, **values)
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        _refuse_twice(series)
        series.full_clean()
        planned = to_plan(series)
        if not planned:
            raise ValidationError({"until": _("No day of this series is still to come.")})
        refuse_clock(series, planned)
        editing.signed(series, by).save()
        return series, _announce(series, planned, by)


def extend(series: Series, by: Author = None) -> list[Meeting]:
    """Announce the meetings of the coming year that are not planned yet; returns them."""
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=series.body_id)
        planned = to_plan(series)
        refuse_clock(series, planned)
        return _announce(series, planned, by)


def _announce(series: Series, planned: Iterable[date], by: Author) -> list[Meeting]:
    shared = {name: getattr(series, name) for name in SHARED}
    meetings = [Meeting(body=series.body, series=series, day=day, **shared) for day in planned]
    for meeting in meetings:
        meeting.full_clean()
        editing.signed(meeting, by).save()
    if meetings:
        telling.mark_body(series.body_id)
        PlanningRevision.raise_it()
    return meetings


def _taken(series: Series) -> tuple[set[date], list[date]]:
    """Days on which the body meets, and days of meetings of this very series."""
    meetings = Meeting.objects.filter(body=series.body_id, day__gte=localdate() - NEAR)
    rows = list(meetings.values_list("day", "series", "cancelled_at"))
    held = {day for day, _series, cancelled_at in rows if cancelled_at is None}
    return held, [day for day, of_series, _off in rows if series.pk and of_series == series.pk]


def _is_taken(day: date, held: set[date], own: list[date]) -> bool:
    return day in held or any(abs(day - one) <= NEAR for one in own)


def refuse_clock(series: Series, planned: Iterable[date]) -> None:
    """Raise ValidationError by field where the hours of a day are none that the clocks show."""
    for day in planned:
        refuse_hours(day, series.time_from, series.time_to)


def _refuse_twice(series: Series) -> None:
    same = Series.objects.filter(
        body=series.body, first_on=series.first_on, every_months=series.every_months
    )
    if same.exists():
        raise ValidationError(
            {
                "first_on": _("This group has a series from %(day)s on already.")
                % {"day": date_format(series.first_on, "DATE_FORMAT")}
            }
        )
