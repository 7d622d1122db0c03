"""Links of letters that lead nowhere: the page says so, and how to go on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from kpss.links import Purpose
from strategy import secret_links

DAMAGED = [f"/odkaz/{what}/x:y:z/" for what in ("prihlaska", "aktuality", "jednani", "potvrzeni")]


def template(client: Client, path: str) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer["Referrer-Policy"]) == (404, "no-referrer")
    assert reverse("kpss:planning") in answer.content.decode()
    return str(answer.templates[0].name)


@pytest.mark.parametrize("path", [*DAMAGED, "/odkaz/", "/odkaz/prihlas/"])
def test_a_damaged_link_asks_to_copy_it_whole(client: Client, db: None, path: str) -> None:
    assert template(client, path) == "brnoplan/link_unknown.html"


@pytest.mark.parametrize("purpose", [Purpose.NEWS, Purpose.APPLICATION, Purpose.TOPIC])
def test_so_does_one_of_what_is_kept_no_more(client: Client, db: None, purpose: Purpose) -> None:
    path = secret_links.path(purpose, 12)
    assert template(client, path) == "brnoplan/link_unknown.html"


def test_other_addresses_lead_to_the_plans(client: Client, db: None) -> None:
    assert client.get("/odkazy/").templates[0].name == "404.html"


@pytest.mark.parametrize("what", ["jednani", "zapis", "plneni", "pozvani"])
def test_who_was_sent_a_link_of_their_own_is_told_whom_to_ask(
    client: Client, db: None, what: str, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "planovani@example.cz"
    answer = client.get(f"/odkaz/{what}/x:y:z/")
    assert answer.context["is_personal"] is True
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//p[@class='lead']/a/@href") == ["mailto:planovani@example.cz"]
    assert client.get("/odkaz/prihlaska/x:y:z/").context["is_personal"] is False
