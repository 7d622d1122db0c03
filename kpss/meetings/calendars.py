"""Meetings as iCalendar (RFC 5545), for calendars of readers and for letters of invitation.

An event keeps its UID for ever; its SEQUENCE rises with each change of what its guests were told,
and what was called off stays in the file as cancelled, so that calendars take it out.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, reduce
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from comments.redaction import hidden_in
from kpss.meetings import words
from kpss.minutes import showing
from kpss.models import Body, Meeting
from strategy import naming

ZONE = "Europe/Prague"
# How many meetings a calendar holds ahead and back; what is older stands in the archive. Programs
# ask for all of it every few hours.
AHEAD, BACK = 40, 10
# As many events as are kept written: of all calendars that programs ask for again and again.
WRITTEN = 4000


# The columns of a meeting that an event is made of; what a calendar read once tells the same of
# them is not written again.
COLUMNS = (
    "pk",
    "uid",
    "sequence",
    "changed_at",
    "cancelled_at",
    "cancelled_reason",
    "title",
    "body__name",
    "day",
    "time_from",
    "time_to",
    "place",
    "access",
)
Row = tuple[Any, ...]


def of_one(meeting: Meeting) -> bytes:
    """The file of one meeting, to go into a calendar that exists. Needs its body; one query."""
    return _file("", [_row(showing.public_meeting(meeting))])


def of_body(body: Body) -> bytes:
    """The file of a body's meetings. Three queries."""
    return _file(body.name, _newest(body))


def of_all() -> bytes:
    """The file of the meetings of all bodies. Three queries."""
    return _file(_("Community planning of social services"), _newest(None))


def in_letter(meeting: Meeting, method: str, email: str) -> str:
    """What is attached to a letter to somebody invited: a REQUEST, or a CANCEL.

    Holds the address of this guest alone. Needs the meeting's body at hand.
    """
    event = _event(meeting)
    event.DTSTAMP = datetime.now(UTC).replace(microsecond=0)
    organizer = vCalAddress(f"mailto:{_organizer()}")
    organizer.params["CN"] = settings.SITE_NAME
    event.add("organizer", organizer)
    guest = vCalAddress(f"mailto:{email}")
    # The answer is given under the link of the letter; a mail program need not send another.
    guest.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    event.add("attendee", guest)
    calendar = _calendar()
    calendar.add("method", method)
    calendar.add_component(_zone())
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _newest(body: Body | None) -> list[Row]:
    meetings = Meeting.objects.all() if body is None else Meeting.objects.filter(body=body)
    past, ahead = meetings.past()[:BACK], meetings.upcoming()[:AHEAD]
    rows = [*reversed(past.values_list(*COLUMNS)), *ahead.values_list(*COLUMNS)]
    patterns = showing.patterns_of([row[0] for row in rows])
    return [_public(row, patterns[row[0]]) if row[0] in patterns else row for row in rows]


def _public(row: Row, pattern: re.Pattern[str]) -> Row:
    """A row without what the minutes of its meeting hide."""
    return tuple(
        hidden_in(value, pattern) if column in showing.OF_MEETING else value
        for column, value in zip(COLUMNS, row, strict=True)
    )


def _row(meeting: Meeting) -> Row:
    """As the database gives it."""
    return tuple(reduce(getattr, column.split("__"), meeting) for column in COLUMNS)


def _file(name: str, rows: Iterable[Row]) -> bytes:
    calendar = _calendar()
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add_component(_zone())
    opening, end, _rest = calendar.to_ical().partition(b"END:VCALENDAR")
    return b"".join([opening, *map(_written, rows), end, b"\r\n"])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{_host()}//Brnoplan//CS")
    calendar.add("version", "2.0")
    return calendar


# Writing an event takes longer than reading its row; most are those of the last time.
@lru_cache(maxsize=WRITTEN)
def _written(row: Row) -> bytes:
    given = dict(zip(COLUMNS, row, strict=True))
    body = Body(name=given.pop("body__name"))
    return _event(Meeting(body=body, **given)).to_ical()


def _event(meeting: Meeting) -> Event:
    changed_at = meeting.changed_at.astimezone(UTC).replace(microsecond=0)
    about = meeting.cancelled_reason if meeting.is_cancelled else meeting.access
    url = naming.absolute(meeting.get_absolute_url())
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", meeting.sequence)
    event.add("summary", words.called(meeting))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    _add_time(event, meeting)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", f"{about}\n\n{url}".strip())
    event.add("url", url)
    return event


def _add_time(event: Event, meeting: Meeting) -> None:
    """The hours as the clocks in Prague show them; of a day without them, the whole day."""
    if meeting.time_from is None:
        event.add("dtstart", meeting.day)
        return
    for name, at in (("dtstart", meeting.time_from), ("dtend", meeting.time_to)):
        if at is not None:
            event.add(name, datetime.combine(meeting.day, at), parameters={"TZID": ZONE})


def _zone() -> Timezone:
    """The time of Prague by the rule that has held since 1996, before any of our meetings."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    to_summer = datetime.combine(date(1996, 3, 31), time(2))
    to_winter = datetime.combine(date(1996, 10, 27), time(3))
    zone.add_component(_turn(TimezoneDaylight(), "CEST", to_summer, winter, summer))
    zone.add_component(_turn(TimezoneStandard(), "CET", to_winter, summer, winter))
    return zone


def _turn(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    first: datetime,
    before: timedelta,
    after: timedelta,
) -> TimezoneDaylight | TimezoneStandard:
    """The turning of clocks on the last Sunday of a month, each year since the first."""
    part.add("dtstart", first)
    part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", name)
    return part


def _host() -> str:
    return urlsplit(naming.absolute("/")).hostname or ""


def _organizer() -> str:
    """The mailbox of who invites."""
    return settings.CONTACT_EMAIL or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
