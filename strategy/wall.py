"""Times as people write them in a form, of which two nights a year lack some and double others."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from strategy.days import end_of, start_of


class NoSuchTime(Exception):
    """Why a time names no instant, or two; its text is for the reader."""


def instant(day: date, at: time) -> datetime:
    """The instant at which the clocks in Prague show that. Raises NoSuchTime."""
    first, second = (
        datetime.combine(day, at.replace(fold=fold), timezone.get_current_timezone())
        for fold in (0, 1)
    )
    before, after = first.utcoffset(), second.utcoffset()
    if before == after or before is None or after is None:
        return first
    told = {"day": date_format(day, "DATE_FORMAT"), "time": time_format(at, "TIME_FORMAT")}
    if before < after:
        raise NoSuchTime(
            _("On %(day)s the clocks go forward and never show %(time)s. Choose another time.")
            % told
        )
    raise NoSuchTime(
        _("On %(day)s the clocks go back and show %(time)s twice. Choose another time.") % told
    )


def beginning(day: date, at: time | None) -> datetime:
    """The instant from which something holds: of a day without a time, its first."""
    return start_of(day) if at is None else instant(day, at)


def end(day: date, at: time | None) -> datetime:
    """The instant from which something no longer holds: a day without a time belongs to it."""
    return end_of(day) if at is None else instant(day, at)
