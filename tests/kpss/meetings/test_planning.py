"""Planning a meeting, changing it, calling it off."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from kpss.meetings import inviting, planning
from kpss.meetings.holding import MeetingRefused
from kpss.models import Attendance, Body, Meeting, Minutes, PlanningRevision
from strategy.editing import Outdated, version_of
from strategy.models import Letter
from tests.kpss.factories import make_body, make_member

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
GIVEN = {"day": date(2026, 12, 3), "time_from": time(9), "time_to": time(11), "place": "Sál"}


def revision() -> int:
    return PlanningRevision.objects.values_list("number", flat=True).first() or 0


def test_a_meeting_is_announced_with_its_history_and_makes_pages_stale(body: Body) -> None:
    before = revision()
    meeting = planning.plan(body, **GIVEN)
    assert Meeting.objects.values(*GIVEN, "body", "sequence").get() == {
        **GIVEN,
        "body": body.pk,
        "sequence": 0,
    }
    assert (meeting.history.count(), revision()) == (1, before + 1)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
@pytest.mark.parametrize("field", ["time_from", "time_to"])
def test_an_hour_of_the_nights_when_clocks_turn_is_refused_at_its_field(
    body: Body, day: date, field: str
) -> None:
    hours = {"time_from": time(1), "time_to": time(4), field: time(2, 30)}
    with pytest.raises(ValidationError) as refusal:
        planning.plan(body, **GIVEN | {"day": day} | hours)
    assert list(refusal.value.message_dict) == [field]
    assert "2:30" in refusal.value.message_dict[field][0]
    assert not Meeting.objects.exists()


def test_both_nights_are_told_apart(body: Body) -> None:
    said = []
    for day in (SPRING, AUTUMN):
        with pytest.raises(ValidationError) as refusal:
            planning.plan(body, day=day, time_from=time(2, 30))
        said += refusal.value.message_dict["time_from"]
    assert len(set(said)) == 2


@pytest.mark.parametrize(
    ("time_from", "time_to", "field"),
    [
        (time(11), time(9), "time_to"),
        (time(9), time(9), "time_to"),
        (None, time(9), "time_from"),
    ],
)
def test_hours_that_make_no_meeting_are_refused(body: Body, time_from, time_to, field) -> None:
    with pytest.raises(ValidationError) as refusal:
        planning.plan(body, day=date(2026, 12, 3), time_from=time_from, time_to=time_to)
    assert list(refusal.value.message_dict) == [field]


def test_the_same_form_sent_twice_is_one_meeting(body: Body) -> None:
    planning.plan(body, **GIVEN)
    with pytest.raises(ValidationError) as refusal:
        planning.plan(body, **GIVEN)
    assert list(refusal.value.message_dict) == ["day"]
    assert Meeting.objects.count() == 1
    planning.plan(make_body("PS Děti"), **GIVEN)


def test_a_meeting_may_take_the_place_of_one_called_off(body: Body) -> None:
    planning.call_off(planning.plan(body, **GIVEN), "Nemoc.")
    planning.plan(body, **GIVEN)
    assert Meeting.objects.filter(cancelled_at=None).count() == 1


def test_a_meeting_that_is_past_can_be_put_into_the_archive(body: Body) -> None:
    assert planning.plan(body, day=date(2016, 4, 14)).is_past


def test_a_change_of_what_guests_were_told_raises_the_sequence_once(coming: Meeting) -> None:
    changed = planning.change(coming, version_of(coming), place="Nová radnice", time_to=time(12))
    assert (changed.sequence, changed.place) == (1, "Nová radnice")
    assert changed.changed_at > coming.changed_at or changed.changed_at == coming.changed_at
    again = planning.change(coming, version_of(coming), place="Nová radnice", time_to=time(12))
    assert again.sequence == 1


def test_what_guests_are_not_told_leaves_the_sequence(coming: Meeting) -> None:
    changed = planning.change(coming, version_of(coming), source="Semínko 001")
    assert (changed.sequence, changed.source) == (0, "Semínko 001")


def test_nobody_overwrites_what_another_has_saved(coming: Meeting) -> None:
    read = version_of(coming)
    planning.change(coming, read, place="Nová radnice")
    with pytest.raises(Outdated) as refusal:
        planning.change(coming, read, place="Stará radnice")
    assert refusal.value.current.place == "Nová radnice"
    assert Meeting.objects.get().place == "Nová radnice"


def test_a_change_keeps_to_the_same_rules(coming: Meeting) -> None:
    for wrong in ({"time_to": time(8)}, {"day": SPRING, "time_from": time(2, 30)}):
        with pytest.raises(ValidationError):
            planning.change(coming, version_of(coming), **wrong)
    assert Meeting.objects.get().sequence == 0


def test_a_meeting_with_invited_members_is_not_moved_to_the_past(coming: Meeting) -> None:
    make_member(coming.body)
    moved = planning.change(coming, version_of(coming), day=date(2026, 10, 1))
    assert moved.is_past
    coming = planning.change(moved, version_of(moved), day=date(2026, 12, 10))
    inviting.invite(coming)
    with pytest.raises(ValidationError) as refusal:
        planning.change(coming, version_of(coming), day=date(2026, 10, 1))
    assert list(refusal.value.message_dict) == ["day"]


def test_what_was_called_off_cannot_be_moved_or_called_off_again(coming: Meeting) -> None:
    planning.call_off(coming, "Nemoc.")
    with pytest.raises(MeetingRefused):
        planning.change(coming, version_of(coming), place="Jinde")
    with pytest.raises(MeetingRefused):
        planning.call_off(coming, "Povodeň.")
    assert Meeting.objects.get().cancelled_reason == "Nemoc."


@pytest.mark.parametrize("reason", ["", "  \n ", "\u200b"])
def test_a_meeting_is_not_called_off_without_a_reason(coming: Meeting, reason: str) -> None:
    with pytest.raises(MeetingRefused):
        planning.call_off(coming, reason)
    assert not Meeting.objects.get().is_cancelled


def test_what_is_over_cannot_be_called_off(held: Meeting) -> None:
    with pytest.raises(MeetingRefused):
        planning.call_off(held, "Nemoc.")


def test_what_has_begun_cannot_be_called_off(coming: Meeting, now) -> None:
    now.move_to("2026-12-03 09:30 +0100")
    with pytest.raises(MeetingRefused):
        planning.call_off(coming, "Nemoc.")
    assert not Meeting.objects.get().is_cancelled


def test_what_is_written_down_of_a_meeting_keeps_it_from_being_called_off(coming: Meeting) -> None:
    came = {"membership": make_member(coming.body), "presence": "present"}
    for written in (Attendance(meeting=coming, **came), Minutes(meeting=coming, state="sent")):
        written.save()
        with pytest.raises(MeetingRefused):
            planning.call_off(coming, "Nemoc.")
        written.delete()
    Minutes.objects.create(meeting=coming)
    assert planning.call_off(coming, "Nemoc.").is_cancelled


@pytest.mark.parametrize("state", Minutes.AGREED)
@pytest.mark.parametrize("changed", [{"place": "Jinde"}, {"day": date(2026, 10, 2)}])
def test_when_and_where_it_was_is_closed_with_the_minutes(held: Meeting, state, changed) -> None:
    Minutes.objects.create(meeting=held, state=state)
    with pytest.raises(MeetingRefused):
        planning.change(held, version_of(held), **changed)
    assert Meeting.objects.get().sequence == 0


def test_a_meeting_that_was_held_is_corrected_without_letters(coming: Meeting, now) -> None:
    make_member(coming.body)
    inviting.invite(coming)
    letters = Letter.objects.count()
    now.move_to("2026-12-03 10:00 +0100")
    coming.refresh_from_db()
    changed = planning.change(coming, version_of(coming), place="Nová radnice")
    assert (changed.place, Letter.objects.count()) == ("Nová radnice", letters)


def test_a_meeting_that_was_held_is_not_moved_ahead(held: Meeting) -> None:
    Minutes.objects.create(meeting=held, state="sent")
    with pytest.raises(ValidationError) as refusal:
        planning.change(held, version_of(held), day=date(2026, 12, 10))
    assert list(refusal.value.message_dict) == ["day"]
    assert planning.change(held, version_of(held), day=date(2026, 10, 2)).day.day == 2


def test_a_deleted_meeting_refuses_everything_in_words(coming: Meeting) -> None:
    Meeting.objects.filter(pk=coming.pk).delete()
    with pytest.raises(MeetingRefused):
        planning.call_off(coming, "Nemoc.")
    with pytest.raises(MeetingRefused):
        planning.change(coming, 0, place="Jinde")
