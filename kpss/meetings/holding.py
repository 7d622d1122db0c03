"""A meeting under its lock, and why something cannot be done with it."""

from django.utils.translation import gettext as _

from kpss.meetings import words
from kpss.models import Attendance, Meeting, Minutes


class MeetingRefused(Exception):
    """Why something cannot be done with a meeting; its text is for the reader."""


def locked(meeting_id: int) -> Meeting:
    """The meeting as it now is, with its body. In a transaction. Raises MeetingRefused."""
    meetings = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    found = meetings.filter(pk=meeting_id).first()
    if found is None:
        raise MeetingRefused(_("Someone has deleted this record in the meantime."))
    return found


def refuse_called_off(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise MeetingRefused(_("This meeting was called off already."))


def refuse_over(meeting: Meeting) -> None:
    if meeting.is_past:
        raise MeetingRefused(_("This meeting is over already."))


def refuse_begun(meeting: Meeting) -> None:
    if words.has_begun(meeting):
        raise MeetingRefused(_("This meeting has begun already."))


def was_held(meeting: Meeting) -> bool:
    """Whether it has begun with those invited, or it is written down what happened at it."""
    if meeting.invited_at and words.has_begun(meeting):
        return True
    recorded = Attendance.objects.filter(meeting=meeting).exclude(presence="")
    written = Minutes.objects.filter(meeting=meeting).exclude(state=Minutes.State.DRAFT)
    return recorded.exists() or written.exists()


def refuse_held(meeting: Meeting) -> None:
    if was_held(meeting):
        raise MeetingRefused(
            _("This meeting was held: its attendance or its minutes are written down.")
        )


def refuse_closed(meeting: Meeting) -> None:
    """Agenda and attendance are part of the minutes, and are closed with them."""
    if Minutes.objects.filter(meeting=meeting, state__in=Minutes.AGREED).exists():
        raise MeetingRefused(
            _(
                "The minutes of this meeting are approved; its agenda, its attendance, and when and"
                " where it was are closed."
            )
        )
