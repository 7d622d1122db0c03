"""A meeting that was called off and is held after all."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kpss.meetings import inviting, planning
from kpss.meetings.holding import MeetingRefused
from kpss.models import Attendance, Body, Meeting, PlanningRevision
from tests import mails
from tests.kpss.factories import make_meeting, make_member, make_person
from tests.kpss.meetings import calendar_files
from tests.kpss.meetings.cast import coordinator, officer
from tests.kpss.meetings.test_inviting import calendar_of, deputy_of, told

REASON = "Sál je zase suchý."


@pytest.fixture
def off(coming: Meeting) -> Meeting:
    return planning.call_off(coming, "Sál je vytopený.")


def address(meeting: Meeting) -> str:
    return reverse("kpss:meeting_reinstate", args=[meeting.pk])


def test_it_is_as_it_was_with_a_higher_sequence_and_a_reason(off: Meeting) -> None:
    before = PlanningRevision.objects.get().number
    held = planning.reinstate(off, f" {REASON} ")
    held.refresh_from_db()
    assert (held.cancelled_at, held.cancelled_reason) == (None, "")
    assert (held.reinstated_reason, held.sequence) == (REASON, 2)
    assert PlanningRevision.objects.get().number == before + 1
    assert held.history.first().cancelled_reason == ""


def test_calendars_and_pages_have_it_back_with_the_reason(client: Client, off: Meeting) -> None:
    planning.reinstate(off, REASON)
    (event,) = calendar_files.read(client.get("/kpss/jednani.ics").content).of("VEVENT")
    assert (event.value("STATUS"), event.value("SEQUENCE")) == ("CONFIRMED", "2")
    page = client.get(off.get_absolute_url()).content.decode()
    assert (REASON in page, "vytopený" in page) == (True, False)


def test_the_reason_is_not_told_once_it_is_over(client: Client, off: Meeting, now) -> None:
    planning.reinstate(off, REASON)
    now.move_to("2026-12-04 10:00 +0100")
    assert REASON not in client.get(off.get_absolute_url()).content.decode()


def test_guests_are_told_and_asked_anew(coming: Meeting) -> None:
    jana = make_member(coming.body, person=make_person("Jana", email="jana@example.cz"))
    deputy_of(jana)
    (invited,) = inviting.invite(coming)
    inviting.answer(invited, "deputy")
    planning.call_off(coming, "Sál je vytopený.")
    mails.sent()
    planning.reinstate(coming, REASON)
    (mail,) = mails.sent()
    assert REASON in mail.plain
    calendar = calendar_of(mail)
    (event,) = calendar.of("VEVENT")
    assert (calendar.value("METHOD"), event.value("STATUS")) == ("REQUEST", "CONFIRMED")
    assert Attendance.objects.values_list("answer", "answered_at").get() == ("", None)


def test_each_turn_is_told(coming: Meeting) -> None:
    make_member(coming.body, person=make_person("Jana", email="jana@example.cz"))
    inviting.invite(coming)
    mails.sent()
    for _turn in range(2):
        planning.call_off(coming, "Nemoc.")
        planning.reinstate(coming, REASON)
    methods = [(method, sequence) for _to, method, sequence in told()]
    assert methods == [("CANCEL", "1"), ("REQUEST", "2"), ("CANCEL", "3"), ("REQUEST", "4")]


def test_calling_it_off_again_forgets_why_it_was_to_be_held(off: Meeting) -> None:
    planning.reinstate(off, REASON)
    assert planning.call_off(off, "Zase voda.").reinstated_reason == ""


@pytest.mark.parametrize("reason", ["", " \n", "\u200b"])
def test_it_needs_a_reason(off: Meeting, reason: str) -> None:
    with pytest.raises(MeetingRefused):
        planning.reinstate(off, reason)
    assert Meeting.objects.get().is_cancelled


def test_what_is_not_called_off_is_refused(coming: Meeting) -> None:
    with pytest.raises(MeetingRefused):
        planning.reinstate(coming, REASON)
    assert Meeting.objects.get().sequence == 0


@pytest.mark.parametrize("moment", ["2026-12-03 09:30 +0100", "2026-12-05 09:00 +0100"])
def test_what_would_have_begun_is_refused(off: Meeting, now, moment: str) -> None:
    now.move_to(moment)
    with pytest.raises(MeetingRefused):
        planning.reinstate(off, REASON)
    assert Meeting.objects.get().is_cancelled


def test_where_another_meeting_took_its_time_it_is_refused(off: Meeting) -> None:
    make_meeting(off.body, off.day)
    with pytest.raises(MeetingRefused):
        planning.reinstate(off, REASON)
    assert Meeting.objects.get(pk=off.pk).is_cancelled


def test_its_page_leads_to_a_form_that_keeps_what_was_typed(off: Meeting) -> None:
    client = coordinator()
    standing = client.get(reverse("kpss:meeting_staff", args=[off.pk])).content.decode()
    assert f'href="{address(off)}"' in standing
    empty = client.post(address(off), {"reason": " "})
    assert list(empty.context["form"].errors) == ["reason"]
    assert client.post(address(off), {"reason": REASON}).status_code == 303
    assert not Meeting.objects.get().is_cancelled
    again = client.post(address(off), {"reason": "Znovu."})
    assert (again.status_code, again.context["form"]["reason"].value()) == (200, "Znovu.")


@pytest.mark.parametrize(("rights", "status"), [("view_meeting", 403), ("change_meeting", 303)])
def test_only_who_changes_meetings_may(off: Meeting, rights: str, status: int) -> None:
    assert officer(rights).post(address(off), {"reason": REASON}).status_code == status
    assert Meeting.objects.get().is_cancelled is (status == 403)


def test_looking_at_the_form_changes_nothing(body: Body) -> None:
    meeting = planning.call_off(make_meeting(body, date(2026, 12, 3)), "Nemoc.")
    assert coordinator().get(address(meeting)).status_code == 200
    assert Meeting.objects.get().is_cancelled
