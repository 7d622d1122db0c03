"""Meetings in words: when they are, and between which hours."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from kpss.meetings.lines import MeetingLine
from kpss.models import Meeting
from strategy.days import start_of


def called(meeting: Meeting) -> str:
    """Whose meeting it is, and what it is called where it has a title. Needs the body at hand."""
    return f"{meeting.body}: {meeting.title}" if meeting.title else str(meeting.body)


def hours(meeting: Meeting | MeetingLine) -> str:
    """Such as “9:00–11:00” or “od 9:00”; empty where no time is known."""
    if meeting.time_from is None:
        return ""
    begins = time_format(meeting.time_from, "TIME_FORMAT")
    if meeting.time_to is None:
        return _("from %(time)s") % {"time": begins}
    return f"{begins}–{time_format(meeting.time_to, 'TIME_FORMAT')}"


def beginning(meeting: Meeting) -> datetime:
    """The instant at which a meeting begins; of a day without a time, its midnight."""
    if meeting.time_from is None:
        return start_of(meeting.day)
    return timezone.make_aware(datetime.combine(meeting.day, meeting.time_from))


def end(meeting: Meeting | MeetingLine) -> datetime | None:
    """The instant at which it ends, where that is known."""
    if meeting.time_to is None:
        return None
    return timezone.make_aware(datetime.combine(meeting.day, meeting.time_to))


def has_begun(meeting: Meeting) -> bool:
    """Whether it has begun; where no time is known, whether its day is over."""
    if meeting.time_from is None:
        return meeting.is_past
    return beginning(meeting) <= timezone.now()
