"""The balance of three sides, and what breaks it."""

from datetime import date, timedelta

import pytest

from kpss import triad
from kpss.models import AgendaPoint, Attendance, Body, Membership, Rules, Side
from tests.kpss.factories import coordination_group, make_body, make_meeting, make_member

pytestmark = pytest.mark.django_db
DAY = date(2018, 9, 1)
C, P, U = Side.COMMISSIONER, Side.PROVIDER, Side.SERVICE_USER
DEPUTY = Membership.Role.DEPUTY


def balanced(body: Body | None = None, each: int = 1) -> Body:
    """A body in which nothing is amiss."""
    body = body or make_body()
    for side in Side:
        for _number in range(each):
            make_member(body, side)
    chair = body.memberships.filter(side=C).first()
    Membership.objects.filter(pk=chair.pk).update(role="chair")
    return body


def attended(body: Body, day: date, *sides: str, presence: str = "present") -> None:
    """A meeting at which so many of each side were."""
    meeting = make_meeting(body, day)
    members = list(body.memberships.exclude(role=DEPUTY))
    for side in sides:
        member = next(one for one in members if one.side == side)
        members.remove(member)
        Attendance.objects.create(meeting=meeting, membership=member, side=side, presence=presence)
    for member in members:
        Attendance.objects.create(
            meeting=meeting, membership=member, side=member.side, presence="excused"
        )


def broken(body: Body, day: date = DAY) -> list[str]:
    return [one.code for one in triad.meter(body, day).breaks]


def numbers(body: Body, name: str, day: date = DAY) -> list[object]:
    return [getattr(side, name) for side in triad.meter(body, day).sides]


def test_in_a_body_in_balance_nothing_is_broken() -> None:
    assert broken(balanced()) == []


def test_seats_are_those_of_the_day_without_deputies() -> None:
    body = balanced()
    make_member(body, P, role=DEPUTY, deputy_for=body.memberships.get(side=P))
    make_member(body, P, term_to=DAY - timedelta(days=1))
    make_member(body, U, term_from=DAY + timedelta(days=1))
    make_member(body, U, term_to=DAY)
    assert numbers(body, "filled") == [1, 1, 2]


def test_seats_by_the_rules_are_those_of_the_version_of_the_day() -> None:
    body = balanced()
    given = {"seats_commissioner": 1, "seats_provider": 2}
    Rules.objects.create(body=body, number=1, **given)
    Rules.objects.create(body=body, number=2, valid_from=DAY + timedelta(days=1), seats_provider=1)
    assert numbers(body, "seats") == [1, 2, None]
    assert broken(body) == ["seats"]
    assert broken(body, DAY + timedelta(days=1)) == []


def test_presence_counts_those_who_came_or_sent_a_deputy_to_the_last_meetings() -> None:
    body = balanced(each=2)
    attended(body, date(2018, 6, 1), C, P, P, U)
    attended(body, date(2018, 8, 1), C, U, presence="deputy")
    assert numbers(body, "present") == [2, 2, 2]
    assert triad.meter(body, DAY).meetings == 2


def test_only_so_many_of_the_last_meetings_count_and_none_that_is_still_to_come() -> None:
    body = balanced()
    for month in range(1, triad.LAST_MEETINGS + 2):
        attended(body, date(2018, month, 1), C, U)
    attended(body, DAY + timedelta(days=1), P)
    assert triad.meter(body, DAY).meetings == triad.LAST_MEETINGS
    assert numbers(body, "present") == [triad.LAST_MEETINGS, 0, triad.LAST_MEETINGS]


def test_voice_counts_the_points_that_a_side_raised_also_those_under_others() -> None:
    body = balanced()
    attended(body, date(2018, 8, 1), C, P, U)
    meeting = body.meetings.get()
    above = AgendaPoint.objects.create(meeting=meeting, position=1, title="Bydlení", raised_by=U)
    AgendaPoint.objects.create(
        meeting=meeting, position=1, title="Kapacity", raised_by=U, parent=above
    )
    AgendaPoint.objects.create(meeting=meeting, position=2, title="Rozpočet", raised_by=C)
    AgendaPoint.objects.create(meeting=meeting, position=3, title="Různé")
    assert numbers(body, "voice") == [1, 0, 2]


def test_a_side_without_anybody_breaks_the_balance() -> None:
    body = balanced()
    body.memberships.filter(side=U).delete()
    assert broken(body) == ["missing_side"]


def test_the_coordination_group_is_nine_in_equal_thirds() -> None:
    group = balanced(coordination_group(), each=3)
    assert broken(group) == []
    make_member(group, P)
    assert broken(group) == ["thirds"]
    assert "3" in triad.meter(group, DAY).breaks[0].sentence


def test_a_body_of_ten_that_is_no_coordination_group_is_not_out_of_balance() -> None:
    body = balanced(each=3)
    make_member(body, P)
    assert broken(body) == []


def test_a_term_about_to_end_is_told_with_whose_it_is() -> None:
    body = balanced()
    last = DAY + triad.ENDING
    ending = make_member(body, U, term_to=last)
    make_member(body, U, term_to=last + timedelta(days=1))
    (told,) = triad.meter(body, DAY).breaks
    assert (told.code, told.memberships) == ("ending", (ending,))


def test_who_goes_on_in_a_term_to_come_is_not_about_to_leave() -> None:
    body = balanced()
    ending = make_member(body, U, term_to=DAY + timedelta(days=9))
    make_member(body, U, person=ending.person, term_from=DAY + timedelta(days=10))
    assert broken(body) == []


@pytest.mark.parametrize(
    ("meetings", "codes"),
    [
        ([(C, P, U), (C, P), (C, P)], ["no_service_user"]),
        ([(C, P), (C, P)], ["no_service_user"]),
        ([(C, P), (C, P), (C, P, U)], []),
        ([(C, P), (C, P, U), (C, P)], []),
        ([(C, P)], []),
    ],
)
def test_two_meetings_running_without_a_service_user_break_the_balance(meetings, codes) -> None:
    body = balanced()
    for month, sides in enumerate(meetings, start=1):
        attended(body, date(2018, month, 1), *sides)
    assert broken(body) == codes


def test_a_cancelled_meeting_is_no_meeting() -> None:
    body = balanced()
    for month in (1, 2):
        attended(body, date(2018, month, 1), C, P)
    body.meetings.filter(day=date(2018, 2, 1)).update(
        cancelled_at="2018-01-20T10:00:00Z", cancelled_reason="Nemoc."
    )
    assert broken(body) == []


def test_a_body_without_a_chair_is_told() -> None:
    body = balanced()
    body.memberships.update(role="member")
    assert broken(body) == ["no_chair"]


def test_an_empty_body_is_told_once() -> None:
    assert broken(make_body()) == ["empty"]


def test_of_a_body_that_has_ended_nothing_is_told() -> None:
    assert broken(make_body(valid_to="2018-08")) == []
    assert broken(make_body("PS Rodina", valid_to="2018-09")) == ["empty"]


def test_members_without_a_side_are_told_but_not_a_secretary() -> None:
    body = balanced()
    make_member(body, "", role="secretary")
    assert broken(body) == []
    make_member(body, "")
    assert broken(body) == ["without_side"]


def test_a_team_without_sides_has_no_balance_to_break() -> None:
    team = make_body(kind=Body.Kind.PROJECT_TEAM)
    make_member(team, "", role="chair")
    assert broken(team) == []
    assert not triad.meter(team, DAY).has_sides


def test_only_broken_bodies_are_listed() -> None:
    balanced()
    empty = make_body("PS Rodina")
    assert [one.body for one in triad.broken(DAY)] == [empty]


@pytest.mark.parametrize("number", [1, 3])
def test_many_bodies_cost_as_much_as_one(number, django_assert_num_queries) -> None:
    for which in range(number):
        body = balanced(make_body(f"PS {which}"))
        for month in (1, 2):
            attended(body, date(2018, month, 1), C, P)
    with django_assert_num_queries(6):
        assert len(triad.broken(DAY)) == number
