"""The record of minutes: made from the rows, kept as JSON, the same when it is read again."""

import json
from datetime import date
from typing import Any

import pytest

from kpss.minutes.content import Content, DecisionLine, SideLine, TaskLine, content_of, made
from kpss.models import Minutes
from strategy.models import Organisation
from tests.kpss.factories import make_meeting
from tests.kpss.minutes.scene import (
    EARLIER,
    LATER,
    Scene,
    approved,
    attend,
    begun,
    make_decision,
    make_points,
    make_task,
    minutes_of,
)


def test_it_says_all_that_the_rows_of_a_meeting_say(scene: Scene) -> None:
    _first, second, under, _third = scene.points
    second.said = "Řečeno."
    second.conclusion = "Uzavřeno."
    second.save()
    make_decision(scene.meeting, "Ano.", point=under)
    make_task(scene.meeting, "Napsat", point=under, membership=scene.official, who="s odborem",
              due=date(2018, 5, 1))  # fmt: skip
    make_task(scene.meeting, "Rozeslat", organisation=Organisation.objects.create(name="Charita"))
    attend(scene)
    minutes = begun(scene, conclusion="Konec.", written_by="Jana Malá")
    content = made(scene.meeting, minutes)
    assert (content.body, content.day, content.time_from, content.time_to, content.place) == (
        "Pracovní skupina Senioři", "2018-03-12", "9:00", "11:30", "Koliště 19",
    )  # fmt: skip
    assert (content.opening, content.conclusion, content.written_by) == (
        "Úvod.", "Konec.", "Jana Malá",
    )  # fmt: skip
    assert [(point.number, point.level, point.title) for point in content.points] == [
        ("1", 1, "Zahájení"),
        ("2", 1, "Připomínky"),
        ("2.1", 2, "Terénní služby"),
        ("3", 1, "Různé"),
    ]
    assert (content.points[1].said, content.points[1].conclusion) == ("Řečeno.", "Uzavřeno.")
    assert content.points[2].decisions == [DecisionLine(1, "Ano.")]
    assert content.points[2].tasks == [
        TaskLine(1, "Napsat", member=scene.official.pk, who="s odborem", due="2018-05-01")
    ]
    assert content.tasks == [TaskLine(2, "Rozeslat", who="Charita")]
    assert [task.number for task in content.all_tasks] == [1, 2]
    assert content.attendance == [
        SideLine("commissioner", 1, 0, 0, 0),
        SideLine("provider", 1, 1, 0, 0),
        SideLine("service_user", 0, 0, 1, 0),
    ]


def test_beside_a_member_no_organisation_tells_who_it_is(scene: Scene) -> None:
    charity = Organisation.objects.create(name="Charita")
    make_task(scene.meeting, membership=scene.service_user, organisation=charity)
    [task] = made(scene.meeting, None).tasks
    assert (task.member, task.who) == (scene.service_user.pk, "")


def test_it_holds_no_name_of_a_member(scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.service_user)
    make_task(scene.meeting, membership=scene.official)
    stored = json.dumps(made(scene.meeting, None).as_json(), ensure_ascii=False)
    assert "Tichá" not in stored
    assert "Malá" not in stored


def test_it_is_the_same_when_it_is_read_from_json(scene: Scene) -> None:
    make_decision(scene.meeting, point=scene.points[0])
    make_decision(scene.meeting)
    make_task(scene.meeting, point=scene.points[2], membership=scene.provider)
    make_task(make_meeting(scene.body, EARLIER))
    attend(scene)
    content = made(scene.meeting, begun(scene))
    assert Content.read(json.loads(json.dumps(content.as_json()))) == content


def test_open_tasks_of_earlier_meetings_are_gone_through(scene: Scene) -> None:
    long_ago, before = (make_meeting(scene.body, day) for day in (date(2017, 11, 6), EARLIER))
    make_task(long_ago, "Hotovo dávno", closed_on=EARLIER, result="Ano.")
    make_task(long_ago, "Stále otevřený")
    make_task(before, "Hotovo teď", closed_on=scene.meeting.day, result="Máme.")
    make_task(before, "Hotovo později", closed_on=LATER, result="Až pak.")
    make_task(scene.meeting, "Z tohoto jednání")
    make_task(make_meeting(scene.body, LATER), "Z příštího")
    earlier = made(scene.meeting, None).earlier
    assert [(task.what, task.result, task.given_on) for task in earlier] == [
        ("Stále otevřený", "", "2017-11-06"),
        ("Hotovo teď", "Máme.", "2018-01-08"),
        ("Hotovo později", "", "2018-01-08"),
    ]


def test_what_was_approved_stands_whatever_becomes_of_the_rows(scene: Scene) -> None:
    task = make_task(scene.meeting, "Napsat")
    minutes = approved(scene)
    scene.points[0].title = "Jinak"
    scene.points[0].save()
    task.what = "Jinak"
    task.save()
    content = content_of(minutes)
    assert (content.points[0].title, content.tasks[0].what) == ("Zahájení", "Napsat")


def test_before_that_the_rows_are_what_stands(scene: Scene) -> None:
    minutes = begun(scene)
    scene.points[0].title = "Jinak"
    scene.points[0].save()
    assert content_of(minutes).points[0].title == "Jinak"


def test_minutes_of_before_there_were_versions_say_what_was_pasted(
    scene: Scene, django_assert_num_queries: Any
) -> None:
    begun(scene, state="approved", opening="", text="Program:\n1. Úvod\n\nad 1. Řečeno.")
    minutes = minutes_of(scene.meeting)
    with django_assert_num_queries(1):
        content = content_of(minutes)
    assert (content.text, content.place, content.points) == (
        "Program:\n1. Úvod\n\nad 1. Řečeno.", "Koliště 19", [],
    )  # fmt: skip


@pytest.mark.parametrize("many", [1, 3])
def test_it_takes_five_queries_whatever_was_said(
    many: int, scene: Scene, django_assert_num_queries: Any
) -> None:
    before = make_meeting(scene.body, EARLIER)
    for _ in range(many):
        make_points(scene.meeting)
        make_task(scene.meeting)
        make_task(before)
        make_decision(scene.meeting)
    minutes = minutes_of(begun(scene).meeting)
    with django_assert_num_queries(5):
        assert len(made(minutes.meeting, minutes).tasks) == many


def test_a_meeting_without_times_or_minutes_is_a_record_too(scene: Scene) -> None:
    scene.meeting.time_from = scene.meeting.time_to = None
    content = made(scene.meeting, None)
    assert (content.time_from, content.opening, content.attendance) == ("", "", [])
    assert not Minutes.objects.exists()
