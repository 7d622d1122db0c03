"""What looks personal in minutes is judged by a person before everyone reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from kpss.minutes import course
from kpss.minutes.course import MinutesRefused
from kpss.models import Minutes, Objection
from tests.kpss.minutes.scene import OBJECTIONS_UNTIL, Scene, approved, begun, minutes_of, published
from tests.strategy.cast import client_of

NAME, PHONE = "Eva Tichá", "602 123 456"
WORDS = f"Paní {NAME}, tel. {PHONE}."


def deed(scene: Scene, name: str) -> str:
    return reverse("kpss:minutes_deed", args=[scene.meeting.pk, name])


def hidden(scene: Scene) -> set[str]:
    return set(minutes_of(scene.meeting).hidden.values_list("text", flat=True))


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


@pytest.mark.parametrize("fine", [[], [NAME], [PHONE]])
def test_nothing_that_looks_personal_is_published_unjudged(fine: list[str], scene: Scene) -> None:
    minutes = approved(scene, text=WORDS)
    left = [passage for passage in (PHONE, NAME) if passage not in fine]
    with pytest.raises(MinutesRefused, match=", ".join(left)):
        course.publish(minutes, fine=fine)
    assert minutes_of(scene.meeting).state == Minutes.State.APPROVED


def test_each_passage_is_hidden_or_found_fine_and_it_is_kept_by_whom(
    coordinator: Client, scene: Scene
) -> None:
    minutes = approved(scene, text=WORDS)
    course.hide(minutes, [f"Paní {NAME}"])
    page = coordinator.post(deed(scene, "zverejnit"), {"fine": ["něco"]})
    assert [one.passage for one in page.context["unjudged"]] == [PHONE]
    coordinator.post(deed(scene, "zverejnit"), {"fine": [PHONE]})
    minutes = minutes_of(scene.meeting)
    last = minutes.history.first()
    assert (minutes.state, last.history_user.username) == (Minutes.State.PUBLISHED, "coordinator")
    assert "1" in last.history_change_reason


def test_where_nothing_looks_personal_nothing_is_asked(scene: Scene) -> None:
    assert not published(scene).history.first().history_change_reason


def test_who_sends_what_looks_personal_to_members_is_warned(
    coordinator: Client, scene: Scene
) -> None:
    begun(scene, text=WORDS)
    page = coordinator.post(deed(scene, "odeslat"), {"until": "31. 12. 2099"}, follow=True)
    levels = [message.level_tag for message in page.context["messages"]]
    assert (minutes_of(scene.meeting).state, levels) == ("sent", ["warning", "success"])


def test_of_published_minutes_nothing_is_read_again_unless_it_is_meant(
    coordinator: Client, scene: Scene
) -> None:
    course.hide(published(scene, text="Paní Nová a paní Stará."), ["Paní Nová", "paní Stará"])
    kept = {"passages": "paní Stará"}
    page = coordinator.post(deed(scene, "skryt"), kept)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert page.context["hide_form"]["passages"].value() == "paní Stará"
    assert hidden(scene) == {"Paní Nová", "paní Stará"}
    page = coordinator.post(deed(scene, "skryt"), kept | {"reveal": "on"}, follow=True)
    assert hidden(scene) == {"paní Stará"}
    [message] = page.context["messages"]
    assert "Paní Nová" in str(message)


def test_before_that_a_choice_is_changed_freely(coordinator: Client, scene: Scene) -> None:
    course.hide(approved(scene, text="Paní Nová."), ["Paní Nová"])
    coordinator.post(deed(scene, "skryt"), {"passages": ""})
    assert hidden(scene) == set()


@pytest.mark.parametrize(
    ("name", "reads"), [("approver", False), ("editor", False), ("auditor", True)]
)
def test_who_may_not_see_persons_reads_what_the_public_reads(
    name: str, reads: bool, scene: Scene
) -> None:
    minutes = begun(scene, text="Paní Nová.", objections_until=OBJECTIONS_UNTIL)
    course.hide(minutes, ["Paní Nová"])
    Objection.objects.create(minutes=minutes, membership=scene.service_user, text="Ne.")
    address = reverse("kpss:minutes_course", args=[scene.meeting.pk])
    html = client_of(name).get(address).content.decode().replace("\xa0", " ")
    assert ["Paní Nová" in html, NAME in html] == [reads, reads]
