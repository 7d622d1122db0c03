"""What readers write about the portal: taken in, dealt with, erased and forgotten."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from strategy import naming
from strategy.feedback import sending
from strategy.models import AccessibilityStatement, Feedback, Letter
from tests.strategy.cast import client_of

FORM = "/zpetna-vazba/"
OFFICE = "/zpetna-vazba/sprava/"

pytestmark = pytest.mark.django_db


def said(**changes: object) -> dict[str, object]:
    given = {"kind": "obstacle", "page": "/plan/A1/", "text": "Nepřečtu graf.", "email": ""}
    return {"key": str(uuid.uuid4()), "website": ""} | given | changes


def message(**changes: object) -> Feedback:
    given = {"kind": "obstacle", "page": "", "text": "Nepřečtu graf.", "email": "jana@example.cz"}
    return sending.send(uuid.uuid4(), address="192.0.2.1", **(given | changes))


@pytest.fixture
def with_office() -> AccessibilityStatement:
    return AccessibilityStatement.objects.create(pk=1, email="urad@example.cz")


def test_a_message_gets_a_number_and_the_office_a_letter(client: Client, with_office) -> None:
    answer = client.post(FORM, said(email="jana@example.cz"))
    made = Feedback.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/zpetna-vazba/odeslano/?cislo={made.pk}",
    )
    assert (made.kind, made.page, made.text) == ("obstacle", "/plan/A1/", "Nepřečtu graf.")
    letter = Letter.objects.get()
    assert (letter.to, letter.kind) == ("urad@example.cz", "feedback")
    assert "> Nepřečtu graf." in letter.plain
    assert "jana@example.cz" not in letter.plain
    assert f"{OFFICE}{made.pk}/" in letter.plain
    assert str(made.pk) in client.get(answer.headers["Location"]).content.decode()


def test_an_address_that_somebody_wrote_is_no_link_of_the_letter(with_office) -> None:
    message(page="https://zlo.example/prihlaseni")
    letter = Letter.objects.get()
    assert re.findall('href="([^"]*)"', letter.html) == [
        naming.absolute(f"{OFFICE}{Feedback.objects.get().pk}/")
    ]


def test_without_a_configured_address_it_only_waits_in_the_office(client: Client, settings) -> None:
    settings.CONTACT_EMAIL = ""
    client.post(FORM, said())
    assert (Feedback.objects.count(), Letter.objects.count()) == (1, 0)


def test_the_same_form_sent_twice_is_one_message(client: Client) -> None:
    form = said()
    assert client.post(FORM, form).headers == client.post(FORM, form).headers
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"text": " "}, ["text"]),
        ({"kind": ""}, ["kind"]),
        ({"email": "jana"}, ["email"]),
        ({"text": "x" * 5001}, ["text"]),
    ],
)
def test_what_is_missing_is_told_at_the_field_and_nothing_is_lost(
    client: Client, changes: dict[str, str], fields: list[str]
) -> None:
    answer = client.post(FORM, said(**changes))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, fields)
    assert "/plan/A1/" in answer.content.decode()
    assert Feedback.objects.count() == 0


def test_a_robot_is_told_nothing_and_nothing_is_kept(client: Client) -> None:
    assert client.post(FORM, said(website="http://spam.example/")).status_code == 303
    assert Feedback.objects.count() == 0


def test_after_five_messages_one_is_asked_to_wait(client: Client) -> None:
    answers = [client.post(FORM, said()).status_code for _number in range(6)]
    assert answers == [303] * 5 + [429]
    assert Feedback.objects.count() == 5


def test_the_form_needs_its_token() -> None:
    assert Client(enforce_csrf_checks=True).post(FORM, said()).status_code == 403
    assert Feedback.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/plan/A1/", "/plan/A1/"),
        ("/odkaz/plneni/tajne/", ""),
        ("/en/odkaz/plneni/tajne/", ""),
        ("//example.org/", ""),
        ("https://example.org/", ""),
        ("", ""),
    ],
)
def test_the_page_somebody_came_from_is_filled_in_unless_it_is_secret(
    client: Client, given: str, shown: str
) -> None:
    form = client.get(FORM, {"stranka": given}).context["form"]
    assert form["page"].value() == shown


def test_a_secret_link_that_somebody_pastes_is_not_kept(client: Client) -> None:
    client.post(FORM, said(page="https://plan.example/odkaz/plneni/tajne/"))
    assert Feedback.objects.get().page == ""


def test_every_page_leads_to_the_form_with_its_address(client: Client) -> None:
    page = client.get("/o-portalu/").content.decode()
    assert page.count('href="/zpetna-vazba/?stranka=%2Fo-portalu%2F"') == 1
    secret = client.get("/odkaz/plneni/tajne/").content.decode()
    assert secret.count('href="/zpetna-vazba/"') == 1
    assert "stranka=" not in secret


def test_the_office_reads_settles_and_erases(with_office) -> None:
    made, officer = message(page="/plan/"), client_of("officer")
    listed = officer.get(OFFICE)
    assert [one.pk for one in listed.context["waiting"]] == [made.pk]
    page = officer.get(f"{OFFICE}{made.pk}/").content.decode()
    assert ("Nepřečtu graf." in page, "jana@example.cz" in page) == (True, True)
    assert officer.post(f"{OFFICE}{made.pk}/vyrizeno/").status_code == 303
    made.refresh_from_db()
    assert (made.settled_at is None, made.settled_by.username) == (False, "officer")
    erasing = f"{OFFICE}{made.pk}/vymazat/"
    assert f'href="{erasing}"' in page
    assert f'method="post" action="{erasing}"' in officer.get(erasing).content.decode()
    assert officer.post(erasing).status_code == 303
    assert officer.get(erasing).status_code == 404
    made.refresh_from_db()
    assert (made.text, made.email, made.page) == ("", "", "")
    assert made.erased_at is not None
    letter = Letter.objects.get()
    assert (letter.plain, letter.to, letter.state) == ("", "", Letter.State.DROPPED)


@pytest.mark.parametrize(
    ("person", "reading", "doing"),
    [("officer", 200, 303), ("auditor", 200, 403), ("editor", 403, 403), ("nobody", 302, 302)],
)
def test_who_may_read_messages_and_deal_with_them(person: str, reading: int, doing: int) -> None:
    made, client = message(), client_of(person)
    answers = {path: client.get(f"{OFFICE}{path}").status_code for path in ("", f"{made.pk}/")}
    assert answers == dict.fromkeys(answers, reading)
    assert client.get(f"{OFFICE}{made.pk}/vymazat/").status_code == (200 if doing == 303 else doing)
    for deed in ("vyrizeno", "vymazat"):
        assert client.post(f"{OFFICE}{made.pk}/{deed}/").status_code == doing
    made.refresh_from_db()
    assert (made.text == "") is (doing == 303)


def test_looking_at_a_deed_changes_nothing() -> None:
    made, client = message(), client_of("officer")
    answers = [client.get(f"{OFFICE}{made.pk}/{what}/") for what in ("vyrizeno", "vymazat")]
    assert [answer.status_code for answer in answers] == [405, 200]
    made.refresh_from_db()
    assert (made.settled_at, made.text) == (None, "Nepřečtu graf.")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_waits(number: int, django_assert_num_queries) -> None:
    client = client_of("officer")
    for _number in range(number):
        message()
    client.get(OFFICE)
    with django_assert_num_queries(6):
        assert len(client.get(OFFICE).context["waiting"]) == number


def test_what_was_dealt_with_long_ago_is_deleted_with_its_letter(with_office) -> None:
    old, fresh, waiting = message(), message(), message()
    long_ago = timezone.now() - timedelta(days=settings.CONTACT_DAYS)
    Feedback.objects.filter(pk=old.pk).update(settled_at=long_ago)
    Feedback.objects.filter(pk=fresh.pk).update(settled_at=timezone.now())
    assert [sending.expire(), sending.expire()] == [True, False]
    assert set(Feedback.objects.values_list("pk", flat=True)) == {fresh.pk, waiting.pk}
    assert Letter.objects.filter(about=f"strategy.feedback:{old.pk}").get().plain == ""


def test_the_form_is_kept_by_no_shared_cache_and_out_of_searches(client: Client) -> None:
    answer = client.get(FORM)
    assert "private" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert reverse("strategy:feedback") == FORM
