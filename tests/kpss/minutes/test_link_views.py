"""Minutes that were sent, under a link of one member."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from kpss.links import Purpose
from kpss.minutes import course
from kpss.models import Attendance, Membership, Minutes, Objection, Person
from strategy import secret_links
from tests.kpss.minutes.scene import Scene, approved, begun, make_task, minutes_of, sent, write

YESTERDAY = localdate() - timedelta(days=1)


def link(member: Membership, purpose: Purpose = Purpose.OBJECTION) -> str:
    attendance = Attendance.objects.get(membership=member)
    token = secret_links.sign(purpose, attendance.pk)
    return f"/odkaz/zapis/{token}/"


def test_a_member_reads_what_was_sent_and_objects(client: Client, scene: Scene) -> None:
    task = make_task(scene.meeting, membership=scene.service_user)
    sent(scene, opening="Odeslané.")
    write(scene.meeting, minutes_0={"opening": "Rozepsané."})
    answer = client.get(link(scene.service_user))
    html = answer.content.decode()
    assert answer.context["content"].opening == "Odeslané."
    assert "Rozepsané" not in html
    assert answer.context["content"].tasks[0].member == task.membership_id
    posted = client.post(link(scene.service_user), {"text": "Nebylo to tak."})
    assert posted.status_code == 303
    assert [one.text for one in client.get(posted["Location"]).context["objections"]] == [
        "Nebylo to tak."
    ]


def test_nobody_learns_of_the_link_from_the_page(client: Client, scene: Scene) -> None:
    sent(scene)
    answer = client.get(link(scene.provider))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_members_do_not_read_one_anothers_names_or_objections(client: Client, scene: Scene) -> None:
    make_task(scene.meeting, membership=scene.service_user)
    sent(scene)
    course.object_to(Attendance.objects.get(membership=scene.service_user), "Moje námitka.")
    answer = client.get(link(scene.provider))
    assert "Tichá" not in answer.content.decode()
    assert list(answer.context["objections"]) == []


@pytest.mark.parametrize("text", ["", "   ", "x" * 5_001])
def test_an_objection_that_cannot_be_taken_says_why(
    text: str, client: Client, scene: Scene
) -> None:
    sent(scene)
    answer = client.post(link(scene.provider), {"text": text} if text else {})
    assert list(answer.context["form"].errors) == ["text"]
    assert not Objection.objects.exists()


@pytest.mark.parametrize("change", [{"objections_until": YESTERDAY}, {"state": "published"}])
def test_once_it_is_too_late_the_page_reads_on_and_takes_nothing(
    change: dict[str, Any], client: Client, scene: Scene
) -> None:
    sent(scene)
    Minutes.objects.update(**change)
    answer = client.get(link(scene.provider))
    assert (answer.status_code, answer.context["is_open"]) == (200, False)
    late = client.post(link(scene.provider), {"text": "Pozdě."})
    (refusal,) = late.context["form"].errors["text"]
    html = late.content.decode()
    assert late.status_code == 409
    assert (html.count("<p>Pozdě.</p>"), html.count(f"<li>{refusal}</li>")) == (1, 1)
    assert not Objection.objects.exists()


def test_what_was_approved_is_what_members_read_then(client: Client, scene: Scene) -> None:
    approved(scene, opening="Schválené.")
    assert client.get(link(scene.provider)).context["content"].opening == "Schválené."


def test_a_link_that_leads_to_nobody_is_not_found(client: Client, scene: Scene) -> None:
    sent(scene)
    address = link(scene.provider)
    assert client.get(link(scene.provider, Purpose.ATTENDANCE)).status_code == 404
    assert client.get("/odkaz/zapis/x:y:z/").status_code == 404
    Person.objects.filter(pk=scene.provider.person_id).update(name="", email="")
    assert client.get(address).status_code == 404


def test_before_anything_was_sent_there_is_nothing_to_read(client: Client, scene: Scene) -> None:
    begun(scene)
    Attendance.objects.create(meeting=scene.meeting, membership=scene.provider)
    assert client.get(link(scene.provider)).status_code == 404
    assert minutes_of(scene.meeting).state == Minutes.State.DRAFT
