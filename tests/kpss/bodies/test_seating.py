"""Who is seated in a body, and what is refused in words at the field that is wrong."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from kpss.bodies import seating
from kpss.models import Body, Membership, PlanningRevision, Side
from strategy.editing import Outdated, version_of
from tests.kpss.factories import make_body, make_member, make_person

pytestmark = pytest.mark.django_db
YEAR_2019 = {"term_from": date(2019, 1, 1), "term_to": date(2019, 12, 31)}
DEPUTY = Membership.Role.DEPUTY


@pytest.fixture
def body() -> Body:
    return make_body()


def membership(body: Body, **fields) -> Membership:
    given = {"side": Side.PROVIDER, "term_from": date(2019, 1, 1)} | fields
    given.setdefault("person", None) or given.update(person=make_person())
    return Membership(body=body, **given)


def refused(deed) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        deed()
    return {name: len(said) for name, said in refusal.value.message_dict.items()}


def test_a_member_is_seated_and_pages_change(body) -> None:
    before = PlanningRevision.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    seated = seating.seat(membership(body))
    assert list(Membership.objects.on()) == [seated]
    assert seated.history.count() == 1
    assert PlanningRevision.objects.get().number == before + 1


@pytest.mark.parametrize(
    "term",
    [
        YEAR_2019,
        {"term_from": date(2019, 12, 31)},
        {"term_from": date(2018, 1, 1), "term_to": date(2019, 1, 1)},
        {"term_from": date(2000, 1, 1)},
    ],
)
def test_nobody_sits_in_one_body_twice_at_one_time(body, term) -> None:
    first = make_member(body, **YEAR_2019)
    again = membership(body, person=first.person, side=Side.COMMISSIONER, **term)
    assert refused(lambda: seating.seat(again)) == {"person": 1}
    assert Membership.objects.get() == first


@pytest.mark.parametrize(
    "term",
    [
        {"term_from": date(2020, 1, 1)},
        {"term_from": date(2018, 1, 1), "term_to": date(2018, 12, 31)},
    ],
)
def test_one_sits_again_in_another_term(body, term) -> None:
    first = make_member(body, **YEAR_2019)
    seating.seat(membership(body, person=first.person, **term))
    assert Membership.objects.count() == 2


def test_one_sits_in_two_bodies_at_one_time(body) -> None:
    first = make_member(body)
    seating.seat(membership(make_body("PS Rodina"), person=first.person))
    assert first.person.memberships.count() == 2


def test_a_term_does_not_end_before_it_begins(body) -> None:
    wrong = membership(body, term_from=date(2019, 1, 2), term_to=date(2019, 1, 1))
    assert refused(lambda: seating.seat(wrong)) == {"term_to": 1}


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("term_from", date(1, 1, 1)),
        ("term_from", date(1989, 12, 31)),
        ("term_to", date(localdate().year + 21, 1, 1)),
    ],
)
def test_a_term_of_a_year_that_cannot_be_is_refused(body, field, day) -> None:
    assert refused(lambda: seating.seat(membership(body, **{field: day}))) == {field: 1}


def test_ending_a_term_does_not_make_it_longer(body) -> None:
    day = localdate() + timedelta(days=10)
    member = make_member(body, term_to=day)
    assert refused(lambda: seating.end(member, day + timedelta(days=1))) == {"term_to": 1}
    assert seating.end(member, day - timedelta(days=1)).term_to == day - timedelta(days=1)


def test_a_body_has_one_chair_at_a_time(body) -> None:
    make_member(body, role="chair")
    assert refused(lambda: seating.seat(membership(body, role="chair"))) == {"role": 1}
    earlier = {"term_from": date(2017, 1, 1), "term_to": date(2017, 12, 31)}
    seating.seat(membership(body, role="chair", **earlier))


def test_a_deputy_stands_in_for_a_member_of_the_same_body_and_side(body) -> None:
    member, elsewhere = make_member(body), make_member(make_body("PS Rodina"))
    for wrong, field in [
        ({"deputy_for": None}, "deputy_for"),
        ({"deputy_for": elsewhere}, "deputy_for"),
        ({"deputy_for": member, "role": "member"}, "deputy_for"),
        ({"deputy_for": member, "side": Side.COMMISSIONER}, "side"),
        ({"deputy_for": member, "term_from": date(2017, 1, 1)}, "term_from"),
    ]:
        given = {"role": DEPUTY} | wrong
        assert refused(lambda given=given: seating.seat(membership(body, **given))) == {field: 1}
    deputy = seating.seat(membership(body, role=DEPUTY, deputy_for=member))
    other = membership(body, role=DEPUTY, deputy_for=deputy)
    assert refused(lambda: seating.seat(other)) == {"deputy_for": 1}


def test_a_term_ends_with_a_day_and_so_do_those_of_the_deputies(body) -> None:
    member = make_member(body)
    deputy = make_member(body, role=DEPUTY, deputy_for=member)
    day = localdate() + timedelta(days=10)
    seating.end(member, day)
    assert set(Membership.objects.values_list("pk", "term_to")) == {
        (member.pk, day),
        (deputy.pk, day),
    }


def test_a_term_that_has_ended_does_not_end_again(body) -> None:
    member = make_member(body, **YEAR_2019)
    assert refused(lambda: seating.end(member, date(2019, 6, 30))) == {"term_to": 1}
    assert member.history.count() == 1


def test_a_term_does_not_end_before_it_began_nor_before_a_deputy_who_is_yet_to_come(body) -> None:
    member = make_member(body)
    assert refused(lambda: seating.end(member, date(2017, 12, 31))) == {"term_to": 1}
    later = localdate() + timedelta(days=30)
    make_member(body, role=DEPUTY, deputy_for=member, term_from=later)
    assert refused(lambda: seating.end(member, localdate())) == {"term_to": 1}


def test_who_becomes_the_chair_begins_another_term_and_the_former_one_stays_to_be_read(
    body,
) -> None:
    member = make_member(body)
    deputy = make_member(body, role=DEPUTY, deputy_for=member)
    chair = seating.go_on(member, date(2020, 3, 1), role="chair", term_to=None)
    rows = Membership.objects.filter(person=member.person).order_by("term_from")
    assert list(rows.values_list("role", "term_from", "term_to")) == [
        ("member", date(2018, 1, 1), date(2020, 2, 29)),
        ("chair", date(2020, 3, 1), None),
    ]
    stands_in = Membership.objects.filter(person=deputy.person).order_by("term_from")
    assert list(stands_in.values_list("deputy_for", "term_from", "term_to")) == [
        (member.pk, date(2018, 1, 1), date(2020, 2, 29)),
        (chair.pk, date(2020, 3, 1), None),
    ]


def test_a_new_term_after_one_that_ended_leaves_that_one_alone(body) -> None:
    member = make_member(body, **YEAR_2019)
    seating.go_on(member, date(2021, 1, 1), term_to=date(2023, 12, 31))
    assert list(Membership.objects.order_by("pk").values_list("term_from", "term_to")) == [
        (date(2019, 1, 1), date(2019, 12, 31)),
        (date(2021, 1, 1), date(2023, 12, 31)),
    ]


def test_what_goes_on_begins_after_what_there_was(body) -> None:
    member = make_member(body)
    assert refused(lambda: seating.go_on(member, date(2018, 1, 1))) == {"from_day": 1}
    assert Membership.objects.count() == 1


def test_a_deed_that_is_refused_half_way_leaves_nothing_behind(body) -> None:
    make_member(body, role="chair")
    member = make_member(body)
    assert refused(lambda: seating.go_on(member, date(2020, 1, 1), role="chair")) == {"role": 1}
    member.refresh_from_db()
    assert member.term_to is None


def test_a_membership_is_mended_on_top_of_what_one_has_read(body) -> None:
    member = make_member(body)
    read = version_of(member)
    seating.change(member, read, None, side=Side.COMMISSIONER)
    with pytest.raises(Outdated):
        seating.change(member, read, None, side=Side.SERVICE_USER)
    member.refresh_from_db()
    assert (member.side, member.history.count()) == (Side.COMMISSIONER, 2)


def test_a_term_is_not_mended_into_another_one_of_the_same_person(body) -> None:
    first = make_member(body, **YEAR_2019)
    second = make_member(body, person=first.person, term_from=date(2020, 1, 1))
    longer = {"term_to": date(2020, 6, 30)}
    assert refused(lambda: seating.change(first, version_of(first), None, **longer)) == {
        "term_from": 1
    }
    assert second.history.count() == 1


def test_a_member_is_not_mended_away_from_under_a_deputy(body) -> None:
    member = make_member(body)
    make_member(body, role=DEPUTY, deputy_for=member)
    for wrong in ({"side": Side.COMMISSIONER}, {"term_to": date(2018, 6, 30)}):
        found = refused(lambda wrong=wrong: mend(member, **wrong))
        assert found == dict.fromkeys(wrong, 1)


def mend(member: Membership, **values) -> Membership:
    return seating.change(member, version_of(member), None, **values)
