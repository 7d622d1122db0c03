"""Writing to a body: the form, the letter, the confirmation; once however often it is sent."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kpss.links import Purpose
from kpss.models import Application, Body, Correspondent, Side, Topic
from strategy import secret_links
from strategy.models import Letter
from tests.kpss.factories import make_body
from tests.kpss.joining.test_deciding import make_application
from tests.races import at_once, on_a_file

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("7d3f5c7e-0000-4000-8000-000000000001")
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SAID = {"side": "provider", "organisation": "Charita", "why": "Známe terén.", "name": "Paní",
        "email": "Pani@Example.cz", "key": str(KEY), "website": ""}  # fmt: skip
TOPIC = {"title": "Noclehárny", "why": "V zimě chybí.", "name": "", "email": "pani@example.cz",
         "key": str(KEY), "website": ""}  # fmt: skip


@pytest.fixture
def body() -> Body:
    return make_body()


def address(body: Body, page: str = "application") -> str:
    return reverse(f"kpss:{page}", args=[body.slug])


def test_an_application_waits_until_it_is_confirmed(client: Client, body: Body) -> None:
    answer = client.post(address(body), SAID)
    assert (answer.status_code, answer["Location"]) == (303, address(body, "sent"))
    sent = Application.objects.get()
    assert (sent.state, sent.side, sent.organisation, sent.why, sent.submission_key) == (
        "unconfirmed", "provider", "Charita", "Známe terén.", KEY,
    )  # fmt: skip
    assert (sent.correspondent.name, sent.correspondent.email) == ("Paní", "pani@example.cz")
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.about) == (
        "sent_confirm", "pani@example.cz", f"kpss.application:{sent.pk}",
    )  # fmt: skip
    path = re.search(r"/odkaz/\S+", letter.plain)
    assert path is not None
    client.get(path[0])
    sent.refresh_from_db()
    assert sent.state == "unconfirmed"
    assert client.post(path[0]).context["sent"].state == "waiting"
    sent.correspondent.refresh_from_db()
    assert sent.correspondent.confirmed_at is not None


def test_a_topic_goes_the_same_way(client: Client, body: Body) -> None:
    client.post(address(body, "topic"), TOPIC)
    topic = Topic.objects.get()
    assert (topic.state, topic.title, topic.why) == ("unconfirmed", "Noclehárny", "V zimě chybí.")
    client.post(secret_links.path(Purpose.TOPIC, topic.pk))
    topic.refresh_from_db()
    assert topic.state == "waiting"


def test_what_waits_is_told_to_the_office_once_and_without_a_name(
    client: Client, body: Body
) -> None:
    from strategy.models import Organisation

    office = Organisation.objects.create(
        kind="working_group", name="Senioři", email="seniori@brno.example"
    )
    Body.objects.update(organisation=office)
    client.post(address(body), SAID)
    link = secret_links.path(Purpose.APPLICATION, Application.objects.get().pk)
    for _time in range(2):
        client.post(link)
    letter = Letter.objects.get(kind="sent_waiting")
    assert letter.to == "seniori@brno.example"
    assert "pani@" not in letter.plain
    assert "Paní" not in letter.plain


def test_the_same_form_sent_again_is_the_same_application(client: Client, body: Body) -> None:
    for _time in range(3):
        client.post(address(body), SAID)
    assert (Application.objects.count(), Letter.objects.count()) == (1, 1)
    assert Correspondent.objects.count() == 1


@pytest.mark.parametrize(("page", "said"), [("application", SAID), ("topic", TOPIC)])
def test_the_same_words_of_a_form_opened_anew_are_the_same_sending(
    page: str, said: dict[str, str], client: Client, body: Body
) -> None:
    kind = {"application": Application, "topic": Topic}[page]
    with time_machine.travel(NOON, tick=False):
        for _time in range(2):
            client.post(address(body, page), said | {"key": str(uuid.uuid4())})
    assert (kind.objects.count(), Letter.objects.count()) == (1, 1)
    client.post(address(body, page), said | {"why": "Jinak.", "key": str(uuid.uuid4())})
    assert (kind.objects.count(), Letter.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("later", "applications", "letters"),
    [(timedelta(minutes=14), 1, 1), (timedelta(minutes=16), 1, 2), (timedelta(days=2), 2, 2)],
)
def test_who_waits_in_vain_for_the_letter_gets_another_of_the_same(
    later: timedelta, applications: int, letters: int, client: Client, body: Body
) -> None:
    for when in (NOON, NOON + later):
        with time_machine.travel(when, tick=False):
            client.post(address(body), SAID | {"key": str(uuid.uuid4())})
    assert (Application.objects.count(), Letter.objects.count()) == (applications, letters)


def test_of_two_applications_of_one_e_mail_to_a_body_one_is_confirmed(
    client: Client, body: Body
) -> None:
    other = make_body("PS Rodiny")
    sent = [
        make_application(where, why=why, state="unconfirmed")
        for where, why in ((body, "Poprvé."), (body, "Podruhé."), (other, "Jinam."))
    ]
    links = [secret_links.path(Purpose.APPLICATION, one.pk) for one in sent]
    assert [client.post(link).status_code for link in links] == [200, 409, 200]
    assert client.post(links[0]).status_code == 200
    assert client.post(links[1]).context["refusal"]
    states = Application.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["waiting", "unconfirmed", "waiting"]
    Application.objects.filter(pk=sent[0].pk).update(state="declined")
    assert client.post(links[1]).context["sent"].state == "waiting"


@pytest.mark.parametrize(
    ("page", "said", "shown"),
    [
        ("application", SAID, [str(Side.PROVIDER.label), "Charita", "Známe terén."]),
        ("topic", TOPIC, ["Noclehárny", "V zimě chybí."]),
    ],
)
def test_what_is_to_be_confirmed_stands_in_the_letter_and_on_the_page(
    page: str, said: dict[str, str], shown: list[str], client: Client, body: Body
) -> None:
    client.post(address(body, page), said)
    letter = Letter.objects.get()
    path = re.search(r"/odkaz/\S+", letter.plain)
    assert path is not None
    html = client.get(path[0]).content.decode().replace("\xa0", " ")
    for words in shown:
        assert words in html
        assert words in letter.plain.replace("\xa0", " ")


def test_the_way_to_a_form_leads_over_the_groups(client: Client, body: Body) -> None:
    client.post(address(body), SAID)
    confirmation = secret_links.path(Purpose.APPLICATION, Application.objects.get().pk)
    pages = [address(body, page) for page in ("application", "topic", "sent")]
    for page in (*pages, confirmation):
        way = client.get(page).content.decode().split('class="breadcrumbs"')[1].split("</nav>")[0]
        assert re.findall(r'href="([^"]+)"', way) == [
            reverse("kpss:planning"), reverse("kpss:body_list"), body.get_absolute_url(),
        ]  # fmt: skip


@pytest.mark.usefixtures("committed")
def test_the_same_form_sent_by_many_at_once_is_one_application(tmp_path: Path) -> None:
    body = make_body()

    def kept() -> tuple[int, int]:
        return Application.objects.count(), Letter.objects.count()

    with on_a_file(tmp_path / "race.sqlite3"):
        answers = at_once([lambda: Client().post(address(body), SAID)] * 8)
        [found] = at_once([kept])
    assert {answer.status_code for answer in answers} == {303}
    assert found == (1, 1)


def test_a_fourth_letter_a_day_to_one_address_is_not_sent_and_words_stay(
    client: Client, body: Body
) -> None:
    for time in range(3):
        client.post(address(body), SAID | {"key": str(uuid.uuid4()), "why": f"Po {time}."})
    answer = client.post(address(body), SAID | {"key": str(uuid.uuid4())})
    assert answer.status_code == 429
    assert answer.context["form"]["why"].value() == "Známe terén."
    assert answer.context["form"].non_field_errors()
    assert Application.objects.count() == 3


def test_a_robot_is_told_nothing_and_nothing_is_kept(client: Client, body: Body) -> None:
    answer = client.post(address(body), SAID | {"website": "https://spam.example"})
    assert answer.status_code == 303
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("page", "said", "missing"),
    [
        ("application", SAID, "side"),
        ("application", SAID, "why"),
        ("application", SAID, "email"),
        ("topic", TOPIC, "title"),
        ("topic", TOPIC, "why"),
        ("topic", TOPIC, "email"),
    ],
)
def test_what_is_missing_is_said_at_the_field_and_the_rest_stays(
    page: str, said: dict[str, str], missing: str, client: Client, body: Body
) -> None:
    form = client.post(address(body, page), said | {missing: ""}).context["form"]
    assert list(form.errors) == [missing]
    assert {name: form[name].value() for name in said} == said | {missing: ""}
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("page", "said"), [("application", SAID), ("topic", TOPIC)])
@pytest.mark.parametrize(
    ("fields", "status"), [({"takes_applications": False}, 409), ({"valid_to": "2009"}, 410)]
)
def test_a_body_that_takes_nothing_says_so_and_what_was_typed_stays(
    page: str, said: dict[str, str], fields: dict[str, Any], status: int, client: Client, body: Body
) -> None:
    assert client.get(address(body, page)).status_code == 200
    Body.objects.update(**fields)
    for answer in (client.get(address(body, page)), client.post(address(body, page), said)):
        assert answer.status_code == status
        assert reverse("kpss:body_list") in answer.content.decode()
    assert f"<p>{said['why']}</p>" in answer.content.decode()
    assert not Letter.objects.exists()


def test_the_side_that_was_chosen_stays_by_its_name(client: Client, body: Body) -> None:
    Body.objects.update(takes_applications=False)
    written = client.post(address(body), SAID).context["form"].written()
    assert [text for _label, text in written] == [
        Side.PROVIDER.label, "Charita", "Známe terén.", "Paní", "Pani@Example.cz",
    ]  # fmt: skip


def test_a_body_that_takes_nothing_asks_for_nothing(client: Client, body: Body) -> None:
    body.takes_applications = False
    body.save()
    page = client.get(body.get_absolute_url()).content.decode()
    assert address(body) not in page
    assert address(body, "topic") not in page


def test_a_link_for_something_else_confirms_nothing(client: Client, body: Body) -> None:
    client.post(address(body), SAID)
    sent = Application.objects.get()
    token = secret_links.sign(Purpose.TOPIC, sent.pk)
    answer = client.post(reverse("kpss:application_confirm", args=[token]))
    assert answer.status_code == 404
    sent.refresh_from_db()
    assert sent.state == "unconfirmed"
