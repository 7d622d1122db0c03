"""Calendar files: read by the letter of the rules, and once more by the library."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from kpss.meetings import calendars, planning
from kpss.models import Body, Meeting
from strategy.editing import version_of
from tests.kpss.factories import make_body, make_meeting
from tests.kpss.meetings import calendar_files

PRAGUE = ZoneInfo("Europe/Prague")
ODD = "Sál č. 2; přízemí, \\vlevo\\ „u lípy“ 🐎"


def event_of(content: bytes) -> calendar_files.Component:
    (event,) = calendar_files.read(content).of("VEVENT")
    return event


def test_a_meeting_says_when_and_where_it_is_in_the_time_of_prague(coming: Meeting) -> None:
    Meeting.objects.update(access="Bezbariérový vchod ze dvora.")
    coming.refresh_from_db()
    event = event_of(calendars.of_one(coming))
    url = f"http://127.0.0.1:8000/kpss/jednani/{coming.pk}/"
    assert event.all("DTSTART") == [("DTSTART", {"TZID": "Europe/Prague"}, "20261203T090000")]
    assert event.all("DTEND") == [("DTEND", {"TZID": "Europe/Prague"}, "20261203T110000")]
    assert [event.text(name) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "SEQUENCE")] == [
        str(coming.uid),
        "PS Senioři",
        "Malinovského náměstí 3",
        "CONFIRMED",
        "0",
    ]
    assert event.value("URL") == url
    assert event.text("DESCRIPTION") == f"Bezbariérový vchod ze dvora.\n\n{url}"


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2026, 12, 3), 8), (date(2026, 7, 2), 7), (date(2005, 3, 28), 7)]
)
def test_the_library_finds_the_instant_by_the_zone_in_the_file(
    body: Body, day: date, hour: int
) -> None:
    meeting = make_meeting(body, day)
    calendar = icalendar.Calendar.from_ical(calendars.of_one(meeting))
    zone = calendar.timezones[0].to_tz()
    (event,) = calendar.events
    begins = event.decoded("dtstart").replace(tzinfo=None).replace(tzinfo=zone)
    assert begins.astimezone(UTC) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    assert event.decoded("dtend").astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=2)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2019, 3, 31)])
def test_the_zone_in_the_file_turns_the_clocks_when_prague_does(db: None, day: date) -> None:
    zone = icalendar.Calendar.from_ical(calendars.of_all()).timezones[0].to_tz()
    for hour in (0, 1, 4, 12):
        shown = datetime.combine(day, time(hour))
        assert shown.replace(tzinfo=zone).utcoffset() == shown.replace(tzinfo=PRAGUE).utcoffset()


def test_a_meeting_without_a_known_time_takes_the_whole_day(body: Body) -> None:
    meeting = make_meeting(body, date(2016, 4, 14), time_from=None, time_to=None)
    event = event_of(calendars.of_one(meeting))
    assert event.all("DTSTART") == [("DTSTART", {"VALUE": "DATE"}, "20160414")]
    assert event.all("DTEND") == []


def test_a_meeting_without_a_known_end_has_none(body: Body) -> None:
    event = event_of(calendars.of_one(make_meeting(body, date(2026, 12, 3), time_to=None)))
    assert (event.all("DTEND"), len(event.all("DTSTART"))) == ([], 1)


def test_whatever_a_place_is_called_it_can_be_read_back(body: Body) -> None:
    meeting = make_meeting(body, date(2026, 12, 3), place=ODD * 3, access=f"{ODD}\n\n{ODD * 5}")
    content = calendars.of_one(meeting)
    event = event_of(content)
    assert event.text("LOCATION") == ODD * 3
    assert event.text("DESCRIPTION").startswith(f"{ODD}\n\n{ODD * 5}\n\n")
    (parsed,) = icalendar.Calendar.from_ical(content).events
    assert str(parsed["LOCATION"]) == ODD * 3


def test_a_change_raises_the_sequence_and_keeps_the_event(coming: Meeting) -> None:
    before = event_of(calendars.of_one(coming))
    changed = planning.change(coming, version_of(coming), place="Nová radnice")
    after = event_of(calendars.of_one(changed))
    assert (before.value("UID"), before.value("SEQUENCE")) == (after.value("UID"), "0")
    assert (after.value("SEQUENCE"), after.value("LOCATION")) == ("1", "Nová radnice")
    assert after.value("LAST-MODIFIED") == "20261102T090000Z"


def test_what_was_called_off_stays_as_cancelled(coming: Meeting) -> None:
    off = planning.call_off(coming, "Nemoc.")
    event = event_of(calendars.of_one(off))
    assert [event.value(name) for name in ("UID", "SEQUENCE", "STATUS")] == [
        str(coming.uid),
        "1",
        "CANCELLED",
    ]
    assert event.text("DESCRIPTION").startswith("Nemoc.\n\n")


def test_a_body_has_its_own_meetings_and_the_portal_all(body: Body, coming: Meeting) -> None:
    other = make_meeting(make_body("PS Děti"), date(2016, 4, 14))
    of_body = calendar_files.read(calendars.of_body(body))
    of_all = calendar_files.read(calendars.of_all())
    assert [event.value("UID") for event in of_body.of("VEVENT")] == [str(coming.uid)]
    assert [event.value("UID") for event in of_all.of("VEVENT")] == [
        str(other.uid),
        str(coming.uid),
    ]
    assert of_body.value("X-WR-CALNAME") == "PS Senioři"
    assert of_all.all("METHOD") == []


def test_a_calendar_without_meetings_is_one_too(body: Body) -> None:
    assert calendar_files.read(calendars.of_body(body)).of("VEVENT") == []


def test_long_calendars_keep_what_is_near(body: Body, monkeypatch) -> None:
    monkeypatch.setattr(calendars, "AHEAD", 2)
    monkeypatch.setattr(calendars, "BACK", 1)
    days = [date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3)]
    days += [date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)]
    for day in days:
        make_meeting(body, day)
    events = calendar_files.read(calendars.of_all()).of("VEVENT")
    assert [event.value("DTSTART")[:8] for event in events] == [
        "20261003",
        "20261201",
        "20261202",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_a_calendar_costs_three_queries(body: Body, number: int, django_assert_num_queries) -> None:
    for day in range(1, number + 1):
        make_meeting(body, date(2026, 12, day))
    with django_assert_num_queries(3):
        calendars.of_all()
    with django_assert_num_queries(3):
        calendars.of_body(body)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_letter_invites_its_reader_alone(coming: Meeting, settings, method: str) -> None:
    settings.CONTACT_EMAIL = "kpss@example.cz"
    content = calendars.in_letter(coming, method, "jana@example.cz").encode()
    calendar = calendar_files.read(content)
    (event,) = calendar.of("VEVENT")
    assert calendar.value("METHOD") == method
    assert [one.value for one in event.all("ATTENDEE")] == ["mailto:jana@example.cz"]
    assert event.value("ORGANIZER") == "mailto:kpss@example.cz"
    assert event.value("UID") == str(coming.uid)


def test_without_a_contact_the_sender_of_letters_invites(coming: Meeting, settings) -> None:
    settings.CONTACT_EMAIL = ""
    settings.DEFAULT_FROM_EMAIL = "=?utf-8?b?UGzDoW55?= <plany@example.cz>"
    content = calendars.in_letter(coming, "REQUEST", "jana@example.cz").encode()
    assert event_of(content).value("ORGANIZER") == "mailto:plany@example.cz"
