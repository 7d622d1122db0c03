"""Handing over what an organisation or a person answers for."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from comments.models import Handling, Point
from comments.settling import assigning
from kpss.models import Task
from strategy.handing_over import handing, kinds
from strategy.handing_over.handing import HandoverRefused
from strategy.handing_over.kinds import NOBODY, Holder
from strategy.measures import changing
from strategy.measures.cards import Responsible
from strategy.models import Edition, Handover, Lead, Letter, MeasureState, Organisation
from tests.factories import draft_of, item_of, make_comment, make_plan, publish, settle
from tests.kpss.factories import make_body, make_meeting

TODAY = localdate()


def organisation(name, **fields):
    return Organisation.objects.create(name=name, **({"kind": "department"} | fields))


@pytest.fixture
def ending(db):
    return organisation("Odbor, který končí")


@pytest.fixture
def taking(db):
    return organisation("Odbor, který přebírá", email="odbor@example.org")


@pytest.fixture
def plan_in_force(ending):
    """A plan in force of whose measures the organisation leads A1.1 and helps with A1.2."""
    plan = make_plan()
    for code, role in [("A1.1", "lead"), ("A1.2", "co_lead")]:
        item = item_of(draft_of(plan), code)
        changing.change(
            item, item.version, None, responsibilities=(Responsible(role, ending.pk, "OKK"),)
        )
    return publish(plan, Edition.State.APPROVED)


@pytest.fixture
def point(ending, plan_in_force):
    given = Point.objects.get(comment=make_comment(item_of(plan_in_force, "A1.3")))
    assigning.assign([given], ending, TODAY + timedelta(days=5))
    return given


@pytest.fixture
def task(ending):
    body = make_body()
    return Task.objects.create(
        body=body, meeting=make_meeting(body), number=1, what="Sehnat údaje", organisation=ending
    )


def to(taker):
    return {kind.name: taker for kind in kinds.KINDS}


def leads(**asked):
    rows = Lead.objects.filter(**asked).order_by("-role", "pk")
    return [(lead.role, lead.organisation.name, lead.since, lead.until) for lead in rows]


def test_everything_goes_over_in_one_step_with_a_record(ending, taking, point, task):
    staff = User.objects.create_user("koordinator")
    day = TODAY
    (record,) = handing.hand_over(
        Holder(ending), to(Holder(taking)), day=day, reason=" Odbor zanikl. ", by=staff
    )
    assert record.passed == {"points": 1, "tasks": 1, "led": 1, "helped": 1}
    assert (record.from_organisation, record.to_organisation) == (ending, taking)
    assert (record.reason, record.day, record.by) == ("Odbor zanikl.", day, staff)
    assert leads(organisation=ending) == [
        ("lead", ending.name, day, day), ("co_lead", ending.name, day, day),
    ]  # fmt: skip
    assert leads(until=None) == [
        ("lead", taking.name, day, None), ("co_lead", taking.name, day, None),
    ]  # fmt: skip
    assert Handling.objects.get(point=point).assigned_to == taking
    task.refresh_from_db()
    assert task.organisation == taking
    assert handing.held(Holder(ending)) == {}


def test_who_did_it_stands_in_the_history_of_each_thing(ending, taking, point, task):
    staff = User.objects.create_user("koordinator")
    handing.hand_over(Holder(ending), to(Holder(taking)), day=TODAY, reason="Proto.", by=staff)
    for history in (Lead.history, Handling.history, Task.history):
        assert history.latest().history_user == staff


def test_the_state_of_a_measure_tells_who_leads_it_now(ending, taking, plan_in_force):
    handing.hand_over(Holder(ending), to(Holder(taking)), day=TODAY, reason="Proto.")
    key = item_of(plan_in_force, "A1.1").key
    assert MeasureState.objects.get(item_key=key).lead == taking


def test_a_measure_left_to_nobody_is_without_a_lead_from_that_day(ending, plan_in_force):
    Lead.objects.update(since=date(2020, 1, 1))
    day = TODAY - timedelta(days=41)
    handing.hand_over(Holder(ending), to(NOBODY), day=day, reason="Odbor zanikl.")
    state = MeasureState.objects.get(item_key=item_of(plan_in_force, "A1.1").key)
    assert (state.lead, state.leaderless_since) == (None, day)
    assert Lead.objects.now().count() == 0


def test_a_lead_never_ends_before_it_began(ending, taking, plan_in_force):
    day = TODAY - timedelta(days=3)
    handing.hand_over(Holder(ending), to(Holder(taking)), day=day, reason="Proto.")
    assert {(lead.since, lead.until) for lead in Lead.objects.filter(organisation=ending)} == {
        (TODAY, TODAY)
    }


def test_kinds_can_go_to_different_takers_each_with_a_record(ending, taking, point, task):
    other = organisation("Třetí odbor")
    takers = to(Holder(taking)) | {"points": Holder(other), "helped": NOBODY}
    records = handing.hand_over(Holder(ending), takers, day=TODAY, reason="Proto.")
    passed = {record.to_organisation: record.passed for record in records}
    assert passed == {taking: {"tasks": 1, "led": 1}, other: {"points": 1}, None: {"helped": 1}}


def test_who_helped_with_a_measure_leads_it_then_alone(ending, taking, plan_in_force):
    key = item_of(plan_in_force, "A1.1").key
    Lead.objects.create(
        plan=plan_in_force.plan,
        item_key=key,
        role="co_lead",
        organisation=taking,
        since=TODAY,
    )
    handing.hand_over(Holder(ending), to(Holder(taking)), day=TODAY, reason="Proto.")
    now = Lead.objects.now().filter(item_key=key)
    assert [(lead.role, lead.organisation) for lead in now] == [("lead", taking)]


def test_who_leads_a_measure_does_not_also_help_with_it(ending, taking, plan_in_force):
    key = item_of(plan_in_force, "A1.2").key
    Lead.objects.create(plan=plan_in_force.plan, item_key=key, organisation=taking, since=TODAY)
    handing.hand_over(Holder(ending), to(Holder(taking)), day=TODAY, reason="Proto.")
    now = Lead.objects.now().filter(item_key=key)
    assert [(lead.role, lead.organisation) for lead in now] == [("lead", taking)]


def test_the_taker_gets_one_letter_that_names_all_it_takes(ending, taking, point, task):
    handing.hand_over(Holder(ending), to(Holder(taking)), day=TODAY, reason="Odbor zanikl.")
    letter = Letter.objects.get(kind="handover")
    assert letter.to == "odbor@example.org"
    for said in ("Odbor, který končí", "Odbor zanikl.", "A1.1", "A1.2", "Sehnat údaje"):
        assert said in letter.plain


def test_answered_comments_and_closed_tasks_stay_where_they_are(ending, taking, point, task):
    settle(point)
    Task.objects.update(closed_on=TODAY)
    assert list(handing.held(Holder(ending))) == ["led", "helped"]


@pytest.mark.parametrize(
    ("known", "last_day"),
    [
        ({}, TODAY - timedelta(days=1)),
        ({"valid_to": TODAY - timedelta(days=90)}, TODAY - timedelta(days=90)),
        ({"valid_to": TODAY + timedelta(days=90)}, TODAY - timedelta(days=1)),
        ({"valid_from": TODAY}, TODAY),
    ],
)
def test_an_organisation_ends_with_the_day_before_unless_it_has_ended_earlier(
    ending, taking, plan_in_force, known, last_day
):
    Organisation.objects.filter(pk=ending.pk).update(**known)
    handing.hand_over(Holder(ending), to(Holder(taking)), day=TODAY, reason="Proto.", ends=True)
    ending.refresh_from_db()
    assert ending.valid_to == last_day


def test_a_person_hands_over_what_they_report_for_and_their_desks(taking, plan_in_force):
    leaving, coming = (User.objects.create_user(name) for name in ("odchazi", "prichazi"))
    taking.members.add(leaving)
    Lead.objects.filter(role="lead").update(person=leaving)
    takers = to(Holder(person=coming))
    (record,) = handing.hand_over(
        Holder(person=leaving), takers, day=TODAY, reason="Odchází.", ends=True
    )
    assert record.passed == {"led": 1, "desks": 1}
    assert Lead.objects.now().get(role="lead").person == coming
    assert list(taking.members.all()) == [coming]
    leaving.refresh_from_db()
    assert not leaving.is_active


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "  "},
        {"day": TODAY + timedelta(days=1)},
        {"takers": {}},
        {"takers": "tasks to nobody"},
        {"takers": "self"},
        {"takers": "a person"},
        {"takers": "one that has ended"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_passed_on(ending, taking, point, task, change):
    wrong = {
        "tasks to nobody": lambda: to(Holder(taking)) | {"tasks": NOBODY},
        "self": lambda: to(Holder(ending)),
        "a person": lambda: to(Holder(person=User.objects.create_user("nekdo"))),
        "one that has ended": lambda: to(
            Holder(organisation("Dávný", valid_to=TODAY - timedelta(days=1)))
        ),
    }
    given = {"takers": to(Holder(taking)), "day": TODAY, "reason": "Proto."} | change
    if isinstance(given["takers"], str):
        given["takers"] = wrong[given["takers"]]()
    before = handing.held(Holder(ending))
    with pytest.raises(HandoverRefused):
        handing.hand_over(Holder(ending), **given)
    assert handing.held(Holder(ending)) == before
    assert Handover.objects.count() == Letter.objects.filter(kind="handover").count() == 0


def test_an_account_that_may_not_sign_in_takes_nothing_over(plan_in_force):
    leaving, gone = (User.objects.create_user(name) for name in ("odchazi", "pryc"))
    Lead.objects.filter(role="lead").update(person=leaving)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    with pytest.raises(HandoverRefused):
        handing.hand_over(
            Holder(person=leaving), to(Holder(person=gone)), day=TODAY, reason="Odchází."
        )


def test_who_holds_nothing_has_nothing_to_hand_over(ending, taking):
    with pytest.raises(HandoverRefused):
        handing.hand_over(Holder(ending), to(Holder(taking)), day=TODAY, reason="Proto.")


@pytest.mark.parametrize("number", [1, 3])
def test_what_somebody_holds_is_read_with_five_queries(ending, number, django_assert_num_queries):
    plan = make_plan(measures=number)
    for code in range(1, number + 1):
        item = item_of(draft_of(plan), f"A1.{code}")
        changing.change(
            item, item.version, None, responsibilities=(Responsible("lead", ending.pk, "OKK"),)
        )
    publish(plan, Edition.State.APPROVED)
    with django_assert_num_queries(5):
        assert len(handing.held(Holder(ending))["led"]) == number
