"""The course of minutes: sent, objected to, approved, published; each step refuses in words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from kpss.minutes import course
from kpss.minutes.content import Content, content_of
from kpss.minutes.course import MinutesRefused
from kpss.models import (
    Attendance,
    Meeting,
    Membership,
    Minutes,
    Objection,
    PlanningRevision,
    Side,
)
from strategy.models import Letter, PageRevision, Plan
from tests.kpss.factories import make_body, make_meeting, make_member, make_person
from tests.kpss.minutes.scene import (
    DAY,
    EARLIER,
    LATER,
    OBJECTIONS_UNTIL,
    Scene,
    approved,
    begun,
    make_decision,
    make_task,
    mark_of,
    minutes_of,
    objections_over,
    published,
    sent,
    write,
)

SOON = localdate() + timedelta(days=14)
TODAY = localdate()
TOMORROW = localdate() + timedelta(days=1)


def attendance_of(member: Membership) -> Attendance:
    return Attendance.objects.get(membership=member)


def test_sent_minutes_are_kept_as_they_were_and_go_to_every_member(
    scene: Scene, django_user_model: type[User]
) -> None:
    author = django_user_model.objects.create_user("koordinatorka")
    former = make_member(scene.body, Side.PROVIDER, term_to=date(2018, 2, 1))
    silent = make_member(scene.body, Side.PROVIDER, person=make_person(email=""))
    assert course.send(begun(scene), SOON, author) == 3
    minutes = minutes_of(scene.meeting)
    assert (minutes.state, minutes.objections_until) == (Minutes.State.SENT, SOON)
    assert minutes.sent_at is not None
    version = minutes.versions.get()
    assert (version.number, version.made_by, Content.read(version.content).opening) == (
        1, author, "Úvod.",
    )  # fmt: skip
    letters = Letter.objects.filter(kind="minutes_sent")
    told = (scene.official, scene.provider, scene.service_user)
    assert {letter.to for letter in letters} == {member.person.email for member in told}
    assert {attendance.membership for attendance in Attendance.objects.all()} == {*told, silent}
    assert former.attendances.count() == 0
    assert minutes.history.first().history_user == author


def test_those_who_were_invited_get_them_though_their_term_has_ended(scene: Scene) -> None:
    guest = make_member(scene.body, term_to=date(2018, 3, 1))
    Attendance.objects.create(meeting=scene.meeting, membership=guest, side=guest.side)
    assert course.send(begun(scene), SOON) == 4


def test_numbers_follow_the_programme_until_they_are_sent(scene: Scene) -> None:
    last = make_task(scene.meeting, "Poslední")
    second = make_task(scene.meeting, "Druhý", point=scene.points[2])
    first = make_task(scene.meeting, "První", point=scene.points[0])
    decisions = [make_decision(scene.meeting, point=point) for point in scene.points[1::-1]]
    minutes = begun(scene)
    course.send(minutes, SOON, seen=mark_of(scene))
    for row in (first, second, last, *decisions):
        row.refresh_from_db()
    assert [task.number for task in (first, second, last)] == [1, 2, 3]
    assert [decision.number for decision in decisions] == [2, 1]
    # Once read, they stay.
    write(scene.meeting, **{f"newtask_{scene.points[0].pk}": {"what": "Přidaný"}})
    course.send(minutes, SOON)
    assert [task.number for task in content_of(minutes_of(scene.meeting)).all_tasks] == [1, 2, 3, 4]
    assert scene.meeting.tasks.get(what="Přidaný").number == 4


def test_a_new_wording_goes_out_once_more_and_the_same_does_not(scene: Scene) -> None:
    minutes = sent(scene)
    with pytest.raises(MinutesRefused):
        course.send(minutes, SOON)
    write(scene.meeting, minutes_0={"opening": "Opraveno."})
    assert course.send(minutes, SOON) == 3
    assert [version.number for version in minutes.versions.all()] == [1, 2]
    assert Letter.objects.filter(kind="minutes_sent").count() == 6


def test_what_the_sender_has_not_read_is_not_sent(scene: Scene) -> None:
    minutes = begun(scene)
    seen = mark_of(scene)
    write(scene.meeting, minutes_0={"opening": "Mezitím."})
    with pytest.raises(MinutesRefused):
        course.send(minutes, SOON, seen=seen)
    assert (minutes_of(scene.meeting).state, Letter.objects.count()) == (Minutes.State.DRAFT, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"day": TOMORROW},
        {"cancelled_at": "2018-03-01T10:00Z", "cancelled_reason": "Nemoc"},
    ],
)
def test_a_meeting_that_was_not_held_has_no_minutes_to_send(
    change: dict[str, Any], scene: Scene
) -> None:
    minutes = begun(scene)
    Meeting.objects.filter(pk=scene.meeting.pk).update(**change)
    with pytest.raises(MinutesRefused):
        course.send(minutes, SOON)
    assert not Letter.objects.exists()


def test_members_must_have_time_to_object(scene: Scene) -> None:
    with pytest.raises(MinutesRefused):
        course.send(begun(scene), TODAY - timedelta(days=1))
    course.send(minutes_of(scene.meeting), TODAY)
    assert minutes_of(scene.meeting).state == Minutes.State.SENT


def test_a_member_objects_and_hears_what_came_of_it(scene: Scene) -> None:
    sent(scene)
    objection = course.object_to(attendance_of(scene.service_user), " Nebylo to tak. ")
    assert (objection.text, objection.membership) == ("Nebylo to tak.", scene.service_user)
    course.decide(objection, "accepted", "Opravili jsme to.")
    objection.refresh_from_db()
    assert (objection.state, objection.answer) == ("accepted", "Opravili jsme to.")
    letter = Letter.objects.get(kind="objection_decided")
    assert letter.to == scene.service_user.person.email
    assert "> Nebylo to tak." in letter.plain
    assert "> Opravili jsme to." in letter.plain


def test_an_objection_sent_twice_is_one(scene: Scene) -> None:
    sent(scene)
    for _ in range(2):
        course.object_to(attendance_of(scene.provider), "Nebylo to tak.")
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"objections_until": TODAY - timedelta(days=1)}, {"state": "approved"}, {"state": "draft"}],
)
def test_objections_are_taken_while_the_minutes_are_out(
    change: dict[str, Any], scene: Scene
) -> None:
    sent(scene)
    Minutes.objects.update(**change)
    with pytest.raises(MinutesRefused):
        course.object_to(attendance_of(scene.provider), "Nebylo to tak.")
    assert not Objection.objects.exists()


def test_an_objection_says_something(scene: Scene) -> None:
    sent(scene)
    with pytest.raises(MinutesRefused):
        course.object_to(attendance_of(scene.provider), "  ")


@pytest.mark.parametrize(
    ("state", "answer"), [("accepted", " "), ("refused", ""), ("", "Ano."), ("open", "Ano.")]
)
def test_a_decision_on_an_objection_has_an_answer(state: str, answer: str, scene: Scene) -> None:
    sent(scene)
    objection = course.object_to(attendance_of(scene.provider), "Nebylo to tak.")
    with pytest.raises(MinutesRefused):
        course.decide(objection, state, answer)
    objection.refresh_from_db()
    assert objection.state == Objection.State.OPEN


def test_an_objection_is_decided_once(scene: Scene) -> None:
    sent(scene)
    objection = course.object_to(attendance_of(scene.provider), "Nebylo to tak.")
    course.decide(objection, "refused", "Bylo.")
    with pytest.raises(MinutesRefused):
        course.decide(objection, "accepted", "Nebylo.")
    assert Letter.objects.filter(kind="objection_decided").count() == 1


def test_the_next_meeting_approves_and_the_wording_is_kept(scene: Scene) -> None:
    minutes = objections_over(sent(scene))
    following = make_meeting(scene.body, LATER)
    write(scene.meeting, minutes_0={"opening": "Po námitkách."})
    course.approve(minutes, at=following, seen=mark_of(scene))
    minutes = minutes_of(scene.meeting)
    assert (minutes.state, minutes.approved_at, minutes.approved_on) == (
        Minutes.State.APPROVED, following, LATER,
    )  # fmt: skip
    assert [Content.read(one.content).opening for one in minutes.versions.all()] == [
        "Úvod.", "Po námitkách.",
    ]  # fmt: skip


def test_they_are_approved_on_a_day_where_no_meeting_was(scene: Scene) -> None:
    minutes = approved(scene)
    assert (minutes.approved_at, minutes.approved_on) == (None, LATER)


def of_another_body() -> Meeting:
    return make_meeting(make_body("Jiná skupina"), LATER)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"on": EARLIER},
        {"on": TOMORROW},
        {"at": of_another_body},
        {"at": lambda: Meeting.objects.get()},
        {"at": lambda: make_meeting(Meeting.objects.get().body, DAY, title="Odpoledne")},
    ],
)
def test_an_approval_is_of_a_later_meeting_or_day(given: dict[str, Any], scene: Scene) -> None:
    minutes = objections_over(sent(scene))
    given = {name: value() if callable(value) else value for name, value in given.items()}
    with pytest.raises(MinutesRefused):
        course.approve(minutes, **given)
    assert minutes_of(scene.meeting).state == Minutes.State.SENT


def test_nothing_is_approved_before_objections_are_decided(scene: Scene) -> None:
    minutes = sent(scene)
    objection = course.object_to(attendance_of(scene.provider), "Nebylo to tak.")
    objections_over(minutes)
    with pytest.raises(MinutesRefused):
        course.approve(minutes, on=LATER)
    course.decide(objection, "refused", "Bylo.")
    assert course.approve(minutes, on=LATER).state == Minutes.State.APPROVED


@pytest.mark.parametrize("is_meeting", [True, False])
def test_members_keep_the_time_to_object_that_they_were_given(
    is_meeting: bool, scene: Scene
) -> None:
    minutes = objections_over(sent(scene))

    def approve(day: date) -> Minutes:
        return course.approve(
            minutes, **({"at": make_meeting(scene.body, day)} if is_meeting else {"on": day})
        )

    with pytest.raises(MinutesRefused, match=r"27\. 3\. 2018"):
        approve(OBJECTIONS_UNTIL - timedelta(days=1))
    assert approve(OBJECTIONS_UNTIL).approved_on == OBJECTIONS_UNTIL


def test_minutes_are_approved_on_no_day_before_they_were_sent(scene: Scene) -> None:
    minutes = sent(scene)
    Minutes.objects.update(objections_until=None)
    with pytest.raises(MinutesRefused):
        course.approve(minutes, on=TODAY - timedelta(days=1))
    assert course.approve(minutes, on=TODAY).approved_on == TODAY


def test_what_was_not_read_is_not_approved(scene: Scene) -> None:
    minutes = objections_over(sent(scene))
    seen = mark_of(scene)
    write(scene.meeting, newtask_0={"what": "Mezitím"})
    with pytest.raises(MinutesRefused):
        course.approve(minutes, on=LATER, seen=seen)


def test_no_step_is_left_out_or_taken_back(scene: Scene) -> None:
    minutes = begun(scene)
    for step in (
        lambda: course.approve(minutes, on=LATER),
        lambda: course.publish(minutes),
    ):
        with pytest.raises(MinutesRefused):
            step()
    course.send(minutes, SOON)
    with pytest.raises(MinutesRefused):
        course.publish(minutes)
    objections_over(minutes)
    course.approve(minutes, on=LATER)
    for step in (lambda: course.send(minutes, SOON), lambda: course.approve(minutes, on=LATER)):
        with pytest.raises(MinutesRefused):
            step()
    course.publish(minutes)
    with pytest.raises(MinutesRefused):
        course.publish(minutes)
    assert minutes_of(scene.meeting).state == Minutes.State.PUBLISHED


def test_publishing_makes_the_pages_of_plans_that_it_changes_stale(
    scene: Scene, plan: Plan
) -> None:
    decision = make_decision(scene.meeting)
    decision.effects.create(plan=plan, item_key="6d1d0cd4-7cd4-4e2a-8d2c-9f3f86a5a001")
    minutes = approved(scene)
    assert not PlanningRevision.objects.exists()
    before = PageRevision.objects.filter(plan=plan).values_list("number", flat=True).first() or 0
    course.publish(minutes)
    assert PlanningRevision.objects.get().number == 1
    assert PageRevision.objects.get(plan=plan).number == before + 1


def test_hidden_passages_are_those_that_were_chosen_last(scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.official)
    minutes = published(scene, text="Paní Nová, tel. 602 123 456.")
    course.hide(minutes, ["Paní  Nová", "602 123 456", "", "Jana Malá"])
    assert {one.text for one in minutes.hidden.all()} == {"Paní Nová", "602 123 456", "Jana Malá"}
    number = PlanningRevision.objects.get().number
    course.hide(minutes, ["Paní Nová"], reveal=True)
    assert [one.text for one in minutes.hidden.all()] == ["Paní Nová"]
    assert PlanningRevision.objects.get().number == number + 1
    assert "Nová" not in str(list(minutes.history.values_list("history_change_reason", flat=True)))


@pytest.mark.parametrize("passage", ["N", "Není tu", "x" * 301])
def test_what_does_not_stand_there_is_not_hidden(passage: str, scene: Scene) -> None:
    minutes = begun(scene, text="Paní Nová. " + "x" * 400)
    with pytest.raises(MinutesRefused):
        course.hide(minutes, ["Paní Nová", passage])
    assert minutes.hidden.count() == 0
