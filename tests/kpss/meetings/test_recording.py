"""Attendance written down on one page, and the quorum by side."""

from datetime import date

import pytest

from kpss.meetings import inviting, planning, recording
from kpss.meetings.holding import MeetingRefused
from kpss.meetings.presence import presence
from kpss.meetings.recording import SheetOutdated
from kpss.models import Attendance, Meeting, Membership, Minutes, Rules, Side
from tests.kpss.factories import make_member
from tests.kpss.meetings.test_planning import revision


def test_each_member_of_that_day_is_on_the_sheet_once(held: Meeting) -> None:
    sat = make_member(held.body)
    make_member(held.body, term_from=date(2026, 10, 2))
    left = make_member(held.body, term_to=date(2026, 9, 30))
    Attendance.objects.create(meeting=held, membership=left, side=left.side, answer="yes")
    Attendance.objects.create(meeting=held, membership=sat, side=sat.side)
    assert {row.membership for row in recording.sheet(held).rows} == {sat, left}
    assert len(recording.sheet(held).rows) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_sheet_costs_two_queries(held: Meeting, number: int, django_assert_num_queries) -> None:
    for _member in range(number):
        make_member(held.body)
    with django_assert_num_queries(2):
        rows = recording.sheet(held).rows
        assert len([row.membership.person.name for row in rows]) == number


def test_it_is_written_down_with_the_side_of_the_day_and_the_guests(held: Meeting) -> None:
    first, second = make_member(held.body, Side.PROVIDER), make_member(held.body, Side.SERVICE_USER)
    before = revision()
    recording.record(held, recording.sheet(held).mark, {first.pk: "present"}, 200)
    Membership.objects.update(side=Side.COMMISSIONER)
    assert sorted(Attendance.objects.values_list("membership", "side", "presence")) == [
        (first.pk, Side.PROVIDER, "present"),
        (second.pk, Side.SERVICE_USER, ""),
    ]
    assert (Meeting.objects.get().guests, revision()) == (200, before + 1)


def test_answers_to_the_invitation_stay(coming: Meeting, now) -> None:
    member = make_member(coming.body)
    (invited,) = inviting.invite(coming)
    inviting.answer(invited, "yes")
    now.move_to("2026-12-03 12:00 +0100")
    recording.record(coming, recording.sheet(coming).mark, {member.pk: "excused"}, None)
    assert Attendance.objects.values_list("answer", "presence").get() == ("yes", "excused")


def test_a_deputy_of_a_member_who_has_none_is_refused_and_one_written_down_stays(
    held: Meeting,
) -> None:
    member, other = make_member(held.body), make_member(held.body)
    deputy = make_member(held.body, role="deputy", deputy_for=member)
    recording.record(held, recording.sheet(held).mark, {member.pk: "deputy"}, None)
    with pytest.raises(MeetingRefused):
        recording.record(held, recording.sheet(held).mark, {other.pk: "deputy"}, None)
    deputy.delete()
    recording.record(held, recording.sheet(held).mark, {other.pk: "present"}, None)
    assert dict(Attendance.objects.values_list("membership", "presence")) == {
        member.pk: "deputy",
        other.pk: "present",
    }


def test_two_officers_do_not_overwrite_each_other(held: Meeting) -> None:
    first, second = make_member(held.body), make_member(held.body)
    read = recording.sheet(held).mark
    recording.record(held, read, {first.pk: "present"}, 2)
    with pytest.raises(SheetOutdated) as refusal:
        recording.record(held, read, {first.pk: "absent", second.pk: "present"}, 2)
    held.refresh_from_db()
    assert refusal.value.sheet.mark == recording.sheet(held).mark != read
    assert Attendance.objects.get(membership=first).presence == "present"
    recording.record(held, refusal.value.sheet.mark, {first.pk: "absent"}, 2)
    assert Attendance.objects.get(membership=first).presence == "absent"


def test_whoever_writes_the_same_is_not_refused(held: Meeting) -> None:
    member = make_member(held.body)
    read = recording.sheet(held).mark
    recording.record(held, read, {member.pk: "present"}, 1)
    records = held.history.count()
    recording.record(held, read, {member.pk: "present"}, 1)
    assert held.history.count() == records


def test_an_attendance_that_another_member_answers_meanwhile_is_no_conflict(
    coming: Meeting, now
) -> None:
    member, other = make_member(coming.body), make_member(coming.body)
    now.move_to("2026-12-03 08:00 +0100")
    read = recording.sheet(coming).mark
    for invited in inviting.invite(coming):
        inviting.answer(invited, "yes")
    recording.record(coming, read, {member.pk: "present", other.pk: ""}, None)
    assert Attendance.objects.get(membership=member).presence == "present"


def test_it_is_refused_before_the_day_and_of_what_was_called_off(coming: Meeting, now) -> None:
    member = make_member(coming.body)
    with pytest.raises(MeetingRefused):
        recording.record(coming, recording.sheet(coming).mark, {member.pk: "present"}, None)
    planning.call_off(coming, "Nemoc.")
    now.move_to("2026-12-04 10:00 +0100")
    with pytest.raises(MeetingRefused):
        recording.record(coming, recording.sheet(coming).mark, {member.pk: "present"}, None)
    assert not Attendance.objects.exists()


def test_it_is_closed_with_the_minutes(held: Meeting) -> None:
    member = make_member(held.body)
    Minutes.objects.create(meeting=held, state=Minutes.State.APPROVED)
    with pytest.raises(MeetingRefused):
        recording.record(held, recording.sheet(held).mark, {member.pk: "present"}, None)


def attended(meeting: Meeting, *presences: tuple[Side, str]) -> None:
    for side, given in presences:
        member = make_member(meeting.body, side)
        Attendance.objects.create(meeting=meeting, membership=member, side=side, presence=given)


def test_counts_are_by_side_in_person_or_by_a_deputy(held: Meeting) -> None:
    attended(
        held,
        (Side.PROVIDER, "present"),
        (Side.PROVIDER, "deputy"),
        (Side.PROVIDER, "excused"),
        (Side.SERVICE_USER, "absent"),
        (Side.COMMISSIONER, ""),
    )
    found = presence(held)
    assert [(one.side, one.there, one.seats) for one in found.sides] == [
        ("provider", 2, 3),
        ("service_user", 0, 1),
    ]
    assert (found.there, found.seats, found.has_quorum) == (2, 4, None)


def test_of_a_meeting_of_which_nothing_is_written_down_nothing_is_counted(held: Meeting) -> None:
    attended(held, (Side.PROVIDER, ""))
    assert presence(held) is None


@pytest.mark.parametrize(
    ("rules", "has_quorum"),
    [
        ({"quorum": 3}, True),
        ({"quorum": 4}, False),
        ({"quorum_provider": 2, "quorum_service_user": 1}, True),
        ({"quorum": 3, "quorum_service_user": 2}, False),
        ({"quorum_commissioner": 1}, False),
        ({"quorum_commissioner": 0}, None),
        ({}, None),
    ],
)
def test_the_quorum_is_that_of_the_rules_together_and_by_side(
    held: Meeting, rules: dict[str, int], has_quorum
) -> None:
    attended(
        held,
        (Side.PROVIDER, "present"),
        (Side.PROVIDER, "deputy"),
        (Side.SERVICE_USER, "present"),
    )
    Rules.objects.create(body=held.body, number=1, valid_from=date(2018, 1, 1), **rules)
    assert presence(held).has_quorum is has_quorum


def test_the_rules_are_those_of_the_day(held: Meeting) -> None:
    attended(held, (Side.PROVIDER, "present"))
    for number, (valid_from, quorum) in enumerate(
        [(None, 5), (date(2026, 10, 1), 1), (date(2026, 10, 2), 5)], start=1
    ):
        Rules.objects.create(body=held.body, number=number, valid_from=valid_from, quorum=quorum)
    assert presence(held).has_quorum is True


@pytest.mark.parametrize("number", [1, 3])
def test_counting_costs_two_queries(held: Meeting, number: int, django_assert_num_queries) -> None:
    attended(held, *[(Side.PROVIDER, "present")] * number)
    held = Meeting.objects.select_related("body").get()
    with django_assert_num_queries(2):
        assert presence(held).there == number
