"""Changing a series: all its meetings that are still to come, and what is planned after them."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss.meetings import planning, words
from kpss.meetings.holidays import holiday
from kpss.meetings.series import SHARED, days, on_weekday
from kpss.models import Attendance, Body, Meeting, Minutes, Series
from strategy import editing
from strategy.editing import Author, Outdated


class Moved(NamedTuple):
    """A meeting with the day that it would be on; `holiday` is what that day is called, if any."""

    meeting: Meeting
    day: date
    holiday: str


class Sheet(NamedTuple):
    """The meetings of a series that can be changed, and a mark of how they and the series stand."""

    series: Series
    meetings: list[Meeting]
    mark: str


def sheet(series: Series) -> Sheet:
    """Those that have not begun, were not called off and are not written down. Three queries."""
    recorded = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(presence="")
    written = Minutes.objects.filter(meeting=OuterRef("pk")).exclude(state=Minutes.State.DRAFT)
    found = series.meetings.filter(day__gte=localdate(), cancelled_at=None)
    found = found.exclude(Exists(recorded)).exclude(Exists(written)).select_related("body")
    meetings = [one for one in found.order_by("day", "pk") if not words.has_begun(one)]
    return Sheet(series, meetings, _mark(series, meetings))


def differing(given: Sheet) -> set[int]:
    """Keys of those with a day, a time, a place or a way in of their own."""
    if not given.meetings:
        return set()
    regular = set(days(given.series, given.meetings[-1].day))
    return {
        one.pk
        for one in given.meetings
        # What is before the first day follows the series as it was.
        if (one.day not in regular and one.day >= given.series.first_on)
        or any(getattr(one, name) != getattr(given.series, name) for name in SHARED)
    }


def moved(
    meetings: Sequence[Meeting], weekday: int | None, values: Mapping[str, Any]
) -> list[Moved]:
    """Where they would be: on that weekday (Monday is 0), as many-th in the month as before.

    Raises ValidationError by field where one would go to the past, or to a day on which the group
    meets, and where the `values` make hours that its day does not have.
    """
    new = [(one, one.day if weekday is None else on_weekday(one.day, weekday)) for one in meetings]
    _refuse_past(new)
    _refuse_taken(new)
    for one, day in new:
        hours = (values.get(name, getattr(one, name)) for name in ("time_from", "time_to"))
        planning.refuse_hours(day, *hours)
    return [Moved(one, day, holiday(day)) for one, day in new]


def change(
    given: Sheet,
    chosen: Collection[int],
    by: Author = None,
    /,
    *,
    weekday: int | None = None,
    **values: Any,
) -> list[Meeting]:
    """Change the chosen meetings of a sheet, and the series from which others will be planned.

    `values` are of SHARED, those only that are to be others. Whoever was invited is told, as by
    `planning.change`; returns the meetings that are changed. Raises Outdated where anything was
    changed since the sheet was read, ValidationError and MeetingRefused.
    """
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=given.series.body_id)
        current = Series.objects.select_for_update().get(pk=given.series.pk)
        # All before the first of them is written, as the order of locks asks.
        list(Meeting.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
        now = sheet(current)
        if now.mark != given.mark:
            raise Outdated(current)
        meetings = picked(now, chosen)
        before = {one.pk: one.sequence for one in meetings}
        after = [
            planning.change(one, editing.version_of(one), by, day=day, **values)
            for one, day, _holiday in moved(meetings, weekday, values)
        ]
        if weekday is not None:
            values["first_on"] = _begun_anew(current, meetings[0], weekday)
            if current.until:
                # The last one may have moved behind the end that was set for the old weekday.
                last = max(one.day for one in after)
                values["until"] = max(current.until, values["first_on"], last)
        editing.change_locked(current, editing.version_of(current), by, **values)
    return [one for one in after if one.sequence != before[one.pk]]


def picked(given: Sheet, chosen: Collection[int]) -> list[Meeting]:
    """The chosen ones. Raises ValidationError where there are none."""
    found = [one for one in given.meetings if one.pk in chosen]
    if not found:
        raise ValidationError(_("Choose at least one meeting."))
    return found


def _begun_anew(series: Series, first: Meeting, weekday: int) -> date:
    """From when a series goes by another weekday: from the first meeting that was chosen."""
    regular = days(series, max(first.day, series.first_on) + relativedelta(months=1))
    # By its own day a meeting may be of another week of the month.
    nearest = min(regular, key=lambda day: abs(day - first.day), default=series.first_on)
    return on_weekday(nearest, weekday)


def _mark(series: Series, meetings: Sequence[Meeting]) -> str:
    """Enough of a hash of their versions to tell one state from another."""
    history: Any = Meeting.history
    records = history.filter(id__in=[one.pk for one in meetings]).order_by()
    versions = sorted(records.values_list("id").annotate(newest=Max("history_id")))
    said = json.dumps([editing.version_of(series), versions])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _refuse_past(new: Sequence[tuple[Meeting, date]]) -> None:
    for one, day in new:
        if day < localdate():
            raise ValidationError(
                {
                    "weekday": _("The meeting of %(day)s would be moved to the past. Leave it out.")
                    % {"day": _day(one.day)}
                }
            )


def _refuse_taken(new: Sequence[tuple[Meeting, date]]) -> None:
    coming = [day for one, day in new if day != one.day]
    others = Meeting.objects.filter(day__in=coming, cancelled_at=None)
    others = others.filter(body__in={one.body_id for one, _day in new})
    taken = others.exclude(pk__in=[one.pk for one, _day in new]).order_by("day").first()
    if taken is not None:
        raise ValidationError(
            {"weekday": _("This group meets on %(day)s already.") % {"day": _day(taken.day)}}
        )


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
