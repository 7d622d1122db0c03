"""What the public reads of minutes: names of office, sides, and [údaj skryt]."""

from typing import Any

import pytest

from comments.privacy.hidden import HIDDEN
from kpss.bodies import seating
from kpss.minutes import course, personal, showing
from kpss.minutes.content import Content, TaskLine
from kpss.models import Person, Side
from kpss.people import for_side
from tests.kpss.minutes.scene import Scene, approved, make_task, minutes_of


def tasks_as_shown(scene: Scene) -> list[str]:
    return [task.who for task in showing.public(minutes_of(scene.meeting)).all_tasks]


def test_an_official_is_named_and_a_service_user_is_not(scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.official, who="do pátku")
    make_task(scene.meeting, membership=scene.service_user)
    approved(scene)
    Person.objects.update(name_public=True)
    assert tasks_as_shown(scene) == ["Jana Malá, do pátku", for_side(Side.SERVICE_USER)]


def test_a_service_user_is_named_in_approved_minutes_as_long_as_they_agree(scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.service_user)
    approved(scene)
    seating.agree(scene.service_user, True)
    assert tasks_as_shown(scene) == ["Eva Tichá"]
    seating.agree(scene.service_user, False)
    assert tasks_as_shown(scene) == [for_side(Side.SERVICE_USER)]


def test_who_is_named_in_office_alone_is_pointed_out_in_minutes(scene: Scene) -> None:
    Person.objects.update(name_public=True)
    approved(scene)
    assert personal.unpublished_names(scene.body.pk) == ["Eva Tichá"]
    seating.agree(scene.service_user, True)
    assert personal.unpublished_names(scene.body.pk) == []


def test_an_erased_person_is_gone_from_minutes_that_were_approved(scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.official)
    approved(scene)
    Person.objects.filter(pk=scene.official.person_id).update(name="", email="")
    assert "Malá" not in tasks_as_shown(scene)[0]


def test_hidden_passages_are_replaced_in_any_case_and_spacing(scene: Scene) -> None:
    make_task(scene.meeting, "Zavolat paní  NOVÉ\nvčas", who="paní Nové")
    minutes = approved(scene, opening="O paní Nové se mluvilo.", text="Nic.")
    course.hide(minutes, ["paní Nové"])
    content = showing.public(minutes)
    assert (content.opening, content.tasks[0].what, content.tasks[0].who, content.text) == (
        f"O {HIDDEN} se mluvilo.", f"Zavolat {HIDDEN}\nvčas", HIDDEN, "Nic.",
    )  # fmt: skip


def test_days_and_times_are_no_words_to_hide() -> None:
    content = Content(
        "PS", "2018-03-12", opening="v 2018", tasks=[TaskLine(1, "x", due="2018-05-01")]
    )
    shown = showing.without(content, ["2018"])
    assert (shown.day, shown.tasks[0].due, shown.opening) == (
        "2018-03-12", "2018-05-01", f"v {HIDDEN}",
    )  # fmt: skip


def test_of_two_passages_the_longer_is_hidden_as_a_whole() -> None:
    assert showing.shown("Jana Nová, Jana", ["Jana", "Jana Nová"]) == f"{HIDDEN}, {HIDDEN}"


@pytest.mark.parametrize("many", [1, 3])
def test_names_take_one_query_however_many_tasks(
    many: int, scene: Scene, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        make_task(scene.meeting, membership=scene.official)
    minutes = approved(scene)
    with django_assert_num_queries(3):
        assert len(showing.public(minutes).all_tasks) == many
