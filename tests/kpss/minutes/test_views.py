"""Minutes and open tasks as everyone reads them, as a page and as PDF."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html

from kpss.minutes import course, pdf, tasks
from kpss.models import Minutes, Task
from strategy import slots
from strategy.editing import version_of
from strategy.pdf.rendering import RenderingFailed
from tests.kpss.factories import make_body, make_meeting
from tests.kpss.minutes.scene import (
    DAY,
    Scene,
    approved,
    attend,
    begun,
    make_decision,
    make_task,
    minutes_of,
    published,
)

TASKS = "/kpss/ukoly/"


def page(scene: Scene) -> str:
    return reverse("kpss:minutes_detail", args=[scene.meeting.pk])


def pdf_page(scene: Scene) -> str:
    return reverse("kpss:minutes_pdf", args=[scene.meeting.pk])


def words(answer: Any) -> str:
    """What one reads on the page."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1])
    return " ".join(text.replace("\xa0", " ").split())


def test_they_read_as_they_are_typed(client: Client, scene: Scene) -> None:
    scene.points[0].said = "Řečeno."
    scene.points[0].save()
    make_decision(scene.meeting, "Ano.", point=scene.points[2])
    make_task(scene.meeting, "Napsat", membership=scene.official)
    attend(scene)
    published(scene, conclusion="Konec.", written_by="Karel Písař")
    answer = client.get(page(scene))
    said = words(answer)
    order = ["1. Zahájení", "2.1. Terénní služby", "Úvod.", "ad 1. Zahájení", "Řečeno.",
             "ad 2.1. Terénní služby", "Ano.", "Napsat", "Konec.", "Karel Písař"]  # fmt: skip
    found = [said.index(words) for words in order]
    assert found == sorted(found)
    assert Task.objects.get().number == 1
    decision = reverse("kpss:decision_detail", args=[scene.meeting.pk, 1])
    assert f'href="{decision}"' in answer.content.decode()


def test_a_point_with_nothing_under_it_is_gone_through_too(client: Client, scene: Scene) -> None:
    make_decision(scene.meeting, "Ano.", point=scene.points[2])
    minutes = published(scene)
    points = html.fromstring(client.get(page(scene)).content.decode()).find_class("minutes__ad")
    heads = [" ".join(point.findtext("h2/span").split()) for point in points]
    assert heads == ["ad 1.", "ad 2.", "ad 2.1.", "ad 3."]
    # Of the second point its own point tells.
    assert [len(point.findall("p")) for point in points] == [1, 0, 1, 1]
    document = pdf.document(minutes)
    assert [f"ad {number}. " in document for number in ("1", "2", "2.1", "3")] == [True] * 4


def test_lines_with_bullets_are_lists_on_the_page_and_in_the_pdf(
    client: Client, scene: Scene
) -> None:
    scene.points[0].said = "Řečeno:\n• jedno\n• druhé"
    scene.points[0].save()
    minutes = published(scene)
    made = "<p>Řečeno:</p>\n\n<ul><li>jedno</li><li>druhé</li></ul>"
    assert made in client.get(page(scene)).content.decode()
    assert made in pdf.document(minutes)


def test_no_name_of_a_service_user_stands_on_any_public_page(client: Client, scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.service_user)
    attend(scene)
    published(scene)
    for address in (page(scene), TASKS):
        told = client.get(address).content.decode()
        assert "Zjistit" in told
        assert "Tichá" not in told


@pytest.mark.parametrize("make", [begun, approved])
def test_before_they_are_published_nobody_reads_them(
    make: Any, client: Client, scene: Scene
) -> None:
    make_task(scene.meeting, "Tajný úkol")
    make(scene)
    assert [client.get(one).status_code for one in (page(scene), pdf_page(scene))] == [404, 404]
    assert "Tajný" not in client.get(TASKS).content.decode()


def test_minutes_that_were_pasted_before_read_well(client: Client, scene: Scene) -> None:
    text = "Program:\n1. Úvod\n\nad 1. Řečeno."
    begun(scene, opening="", text=text, state=Minutes.State.PUBLISHED)
    assert "Program: 1. Úvod ad 1. Řečeno." in words(client.get(page(scene)))


def test_a_passage_hidden_later_leaves_the_stored_page(
    client: Client, scene: Scene, fresh: None
) -> None:
    minutes = published(scene, text="Paní Nová.")
    assert "Nová" in client.get(page(scene)).content.decode()
    course.hide(minutes, ["Paní Nová"])
    assert "Nová" not in client.get(page(scene)).content.decode()


def test_open_tasks_stand_by_body_with_who_and_by_when(client: Client, scene: Scene) -> None:
    make_task(scene.meeting, "Pozdě", due=localdate() - timedelta(days=1), who="odbor")
    make_task(scene.meeting, "Dnes", due=localdate())
    make_task(scene.meeting, "Hotovo", closed_on=localdate(), result="Ano.")
    published(scene)
    [of_body] = client.get(TASKS).context["bodies"]
    assert of_body.body == scene.body
    assert [(line.what, line.who, line.is_late) for line in of_body.tasks] == [
        ("Pozdě", "odbor", True),
        ("Dnes", "", False),
    ]
    assert [one.body for one in tasks.public_by_body([make_body("Jiná")])] == []


def test_what_is_hidden_in_minutes_is_hidden_in_tasks(client: Client, scene: Scene) -> None:
    make_task(scene.meeting, "Zavolat paní Nové", who="paní Nová")
    minutes = published(scene)
    course.hide(minutes, ["paní Nové", "paní Nová"])
    assert "Nov" not in client.get(TASKS).content.decode()


def test_a_closed_task_leaves_the_stored_list(client: Client, scene: Scene, fresh: None) -> None:
    task = make_task(scene.meeting)
    published(scene)
    assert "Zjistit" in client.get(TASKS).content.decode()
    tasks.close(task, version_of(task), localdate(), "Ano.")
    assert "Zjistit" not in client.get(TASKS).content.decode()
    tasks.reopen(task, version_of(task))
    assert "Zjistit" in client.get(TASKS).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_tasks_takes_two_queries_however_many(
    many: int, client: Client, scene: Scene, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        other = Scene(*scene._replace(meeting=make_meeting(make_body(f"PS {number}"), DAY)))
        make_task(other.meeting, membership=scene.official)
        published(other)
    client.get("/")
    with django_assert_num_queries(2):
        assert client.get(TASKS).context["total"] == many


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_takes_five_queries_whatever_was_said(
    many: int, client: Client, scene: Scene, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        make_task(scene.meeting, membership=scene.official)
        make_decision(scene.meeting)
    published(scene)
    client.get("/")
    with django_assert_num_queries(5):
        assert len(client.get(page(scene)).context["content"].all_tasks) == many


def test_the_pdf_is_a_pdf_of_the_same_words(
    client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 120)
    minutes = published(scene)
    assert pdf.document(minutes) == pdf.document(minutes_of(scene.meeting))
    answer = client.get(pdf_page(scene))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    name = f'inline; filename="zapis-{scene.body.slug}-2018-03-12.pdf"'
    assert answer["Content-Disposition"] == name


def test_the_pdf_hides_what_the_page_hides(scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.service_user)
    minutes = published(scene, text="Paní Nová.")
    course.hide(minutes, ["Paní Nová"])
    document = pdf.document(minutes)
    assert "údaj" in document
    assert "Nová" not in document
    assert "Tichá" not in document


def failing(*_given: Any, **_more: Any) -> bytes:
    raise RenderingFailed("nejde to")


@pytest.mark.parametrize("is_busy", [True, False])
def test_without_a_pdf_the_page_is_shown_the_way_to(
    is_busy: bool, client: Client, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(scene)
    pdf.typeset.cache_clear()
    monkeypatch.setattr(pdf, "render", failing)
    if is_busy:
        monkeypatch.setattr(slots, "SLOTS", ())
    answer = client.get(pdf_page(scene))
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert f'href="{page(scene)}"' in answer.content.decode()
