"""What the coordinator decides; who may; and for how long it is kept who sent what."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from lxml import html

from kpss.joining import deciding
from kpss.models import Application, Body, Correspondent, Topic
from strategy.models import Letter
from tests.kpss.factories import make_body
from tests.strategy.cast import PEOPLE, client_of

pytestmark = pytest.mark.django_db
DECISION = {"accepted": "1", "reply": "Těšíme se na Vás."}


def make_application(body: Body, **fields: Any) -> Application:
    """A confirmed application that waits."""
    sender = Correspondent.objects.create(name="Paní", email="pani@example.cz")
    given = {"side": "provider", "why": "Známe terén.", "state": "waiting"}
    return Application.objects.create(
        body=body, submission_key=uuid.uuid4(), correspondent=sender, **(given | fields)
    )


def make_topic(body: Body, **fields: Any) -> Topic:
    """A confirmed topic that waits."""
    sender = Correspondent.objects.create(email="pan@example.cz")
    given = {"title": "Noclehárny", "why": "V zimě chybí.", "state": "waiting"}
    return Topic.objects.create(
        body=body, submission_key=uuid.uuid4(), correspondent=sender, **(given | fields)
    )


def page(sent: Application | Topic) -> str:
    kind = "application" if isinstance(sent, Application) else "topic"
    return reverse(f"kpss:{kind}_decide", args=[sent.pk])


@pytest.mark.parametrize("make", [make_application, make_topic])
@pytest.mark.parametrize(("given", "state"), [("1", "accepted"), ("0", "declined")])
def test_a_decision_goes_to_its_sender_word_for_word(make: Any, given: str, state: str) -> None:
    sent, client = make(make_body()), client_of("coordinator")
    answer = client.post(page(sent), DECISION | {"accepted": given})
    assert (answer.status_code, answer["Location"]) == (303, reverse("kpss:sent_list"))
    sent.refresh_from_db()
    assert (sent.state, sent.reply, sent.decided_by) == (
        state, "Těšíme se na Vás.", User.objects.get(),
    )  # fmt: skip
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("sent_decided", sent.correspondent.email)
    assert "> Těšíme se na Vás." in letter.plain


def test_the_second_of_two_decisions_is_refused_and_says_so() -> None:
    sent, client = make_application(make_body()), client_of("coordinator")
    client.post(page(sent), DECISION)
    second = DECISION | {"accepted": "0", "reply": "Ne."}
    form = client_of("superuser").post(page(sent), second).context["form"]
    assert list(form.errors) == ["__all__"]
    sent.refresh_from_db()
    assert (sent.state, sent.reply, Letter.objects.count()) == ("accepted", "Těšíme se na Vás.", 1)


def test_a_second_click_of_the_same_person_shows_what_was_decided() -> None:
    sent, client = make_application(make_body()), client_of("coordinator")
    client.post(page(sent), DECISION)
    answer = client.post(page(sent), DECISION)
    assert (answer.status_code, answer["Location"]) == (303, page(sent))
    shown = client.get(page(sent))
    assert (shown.context["sent"].state, shown.context["form"].errors) == ("accepted", {})
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("missing", ["accepted", "reply"])
def test_a_decision_without_a_reply_or_a_verdict_decides_nothing(missing: str) -> None:
    sent, client = make_application(make_body()), client_of("coordinator")
    form = client.post(page(sent), DECISION | {missing: ""}).context["form"]
    assert list(form.errors) == [missing]
    sent.refresh_from_db()
    assert sent.state == "waiting"


@pytest.mark.parametrize("name", [*PEOPLE, "superuser"])
def test_the_coordinator_decides_and_the_auditor_looks_on(name: str) -> None:
    sent, client = make_application(make_body()), client_of(name)
    decides = name in {"coordinator", "superuser"}
    assert client.get(reverse("kpss:sent_list")).status_code == (
        200 if decides or name == "auditor" else 403
    )
    assert client.get(page(sent)).status_code == (200 if decides else 403)
    client.post(page(sent), DECISION)
    sent.refresh_from_db()
    assert (sent.state == "accepted") == decides


def test_what_is_not_confirmed_is_with_nobody() -> None:
    sent = make_application(make_body(), state="unconfirmed")
    client = client_of("coordinator")
    assert client.get(page(sent)).status_code == 404
    assert client.get(reverse("kpss:sent_list")).context["applications"] == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_four_queries_of_its_own(many: int, django_assert_num_queries: Any) -> None:
    body = make_body()
    for _ in range(many):
        make_application(body)
        make_topic(body)
    client = client_of("superuser")
    with django_assert_num_queries(7):
        context = client.get(reverse("kpss:sent_list")).context
    assert (len(context["applications"]), len(context["topics"])) == (many, many)


def test_what_was_not_confirmed_in_a_week_goes_with_its_letter_and_its_sender() -> None:
    body = make_body()
    over = timezone.now() - timedelta(days=7)
    old = make_application(body, state="unconfirmed", sent_at=over)
    Letter.objects.create(
        kind="sent_confirm", to="pani@example.cz", about=f"kpss.application:{old.pk}"
    )
    young = make_topic(body, state="unconfirmed", sent_at=over + timedelta(minutes=1))
    waiting = make_application(body, sent_at=over)
    assert deciding.expire()
    assert list(Application.objects.all()) == [waiting]
    assert list(Topic.objects.all()) == [young]
    assert Correspondent.objects.count() == 2
    assert Letter.objects.get().to == ""
    assert not deciding.expire()


def test_who_sent_what_was_decided_long_ago_is_forgotten(settings: Any) -> None:
    body, now = make_body(), timezone.now()
    days = settings.CONTACT_DAYS
    long_ago = make_topic(body, state="declined", decided_at=now - timedelta(days=days))
    lately = make_application(body, state="accepted", decided_at=now - timedelta(days=days - 1))
    assert deciding.expire()
    long_ago.refresh_from_db()
    lately.refresh_from_db()
    assert (long_ago.correspondent, long_ago.title) == (None, "Noclehárny")
    assert lately.correspondent is not None
    assert not deciding.expire()


def test_of_what_does_not_wait_the_list_gives_no_number() -> None:
    make_topic(make_body())
    page = html.fromstring(client_of("coordinator").get(reverse("kpss:sent_list")).content)
    assert "0" not in page.xpath("string(//p[@class='lead'])")
