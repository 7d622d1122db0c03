"""Until when members may object to minutes, so that their next meeting can approve them."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from kpss.models import Meeting, Minutes

# For how long they may, unless the next meeting is nearer; and for how long at least.
USUAL = timedelta(days=14)
LEAST = timedelta(days=3)


def proposed(minutes: Minutes) -> date:
    """The last day for objections that the portal proposes. One query."""
    usual, following = localdate() + USUAL, next_meeting(minutes)
    if following is None or following.day - localdate() <= LEAST:
        return usual
    return min(usual, following.day - timedelta(days=1))


def missed(minutes: Minutes, until: date) -> Meeting | None:
    """The group's next meeting, where it comes too early to approve the minutes. One query."""
    following = next_meeting(minutes)
    return following if following and following.day < until else None


def next_meeting(minutes: Minutes) -> Meeting | None:
    """Of the same group, from today on, after the meeting that the minutes are of."""
    meeting = minutes.meeting
    later = Meeting.objects.filter(body=meeting.body_id, day__gt=meeting.day, cancelled_at=None)
    return later.filter(day__gte=localdate()).order_by("day", "time_from", "pk").first()
