"""The pages by which the office enters comments one by one."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from comments.models import Comment, Consultation, Invitation
from strategy.models import Edition, Organisation
from tests.comments.staff import signed_in
from tests.factories import open_consultation

CHOICE = "/pripominky/zapsat/"


@pytest.fixture
def consultation(published: Edition) -> Consultation:
    return open_consultation(published)


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in()


def page_of(consultation: Consultation) -> str:
    return reverse("comments:entering_one", args=[consultation.pk])


def send(client: Client, consultation: Consultation, **changes: Any) -> HttpResponse:
    given = {
        "channel": "paper",
        "received_on": localdate().isoformat(),
        "key": str(uuid.uuid4()),
        "points": "1",
        "place": "A1.1",
        "text": "Doplnit <b>lavičky</b>.",
    }
    return client.post(page_of(consultation), given | changes)


def test_a_consultation_that_opened_is_offered(officer: Client, consultation: Consultation) -> None:
    assert list(officer.get(CHOICE).context["consultations"]) == [consultation]
    assert page_of(consultation) in officer.get(CHOICE).content.decode()


def test_one_comment_is_entered_and_the_next_begins_alike(
    officer: Client, consultation: Consultation
) -> None:
    response = send(officer, consultation, name="Jana Malá", email="jana@example.cz")
    comment = Comment.objects.get()
    record = comment.history.get()
    assert (comment.channel, record.history_user.username) == ("paper", "urednice")
    assert (comment.contact.name, comment.versions.get().text) == (
        "Jana Malá",
        "Doplnit <b>lavičky</b>.",
    )
    page = officer.get(response.url)
    assert [message.level_tag for message in page.context["messages"]] == ["success"]
    form = page.context["page"].form
    assert form["channel"].value() == "paper"
    assert str(form["received_on"].value()) == localdate().isoformat()
    assert form["name"].value() is None


def test_the_same_form_sent_twice_makes_one_comment(
    officer: Client, consultation: Consultation
) -> None:
    key = str(uuid.uuid4())
    for _time in range(2):
        assert send(officer, consultation, key=key).status_code == 302
    assert Comment.objects.count() == 1


def test_another_point_is_added_with_everything_typed_and_no_complaint(
    officer: Client, consultation: Consultation
) -> None:
    page = send(officer, consultation, more="1", text="", organisation="Spolek").context["page"]
    assert (len(page.points), page.is_faulty) == (2, False)
    assert page.form["organisation"].value() == "Spolek"
    assert page.points[0]["place"].value() == "A1.1"
    assert Comment.objects.count() == 0


def test_several_points_are_entered_and_an_empty_one_is_let_go(
    officer: Client, consultation: Consultation
) -> None:
    second = {"2-place": "a1.2.", "2-text": "Zkrátit.", "2-proposal": "Krátce."}
    send(officer, consultation, points="3", **second)
    versions = Comment.objects.get().versions.order_by("part")
    assert list(versions.values_list("item__code", "proposal")) == [
        ("A1.1", ""),
        ("A1.2", "Krátce."),
    ]


def test_no_comments_needs_no_words(officer: Client, consultation: Consultation) -> None:
    send(officer, consultation, kind="none", place="", text="")
    comment = Comment.objects.get()
    assert (comment.kind, comment.item.parent, bool(comment.versions.get().text)) == (
        "none",
        None,
        True,
    )


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"channel": ""}, ["channel"]),
        ({"channel": "web"}, ["channel"]),
        ({"received_on": ""}, ["received_on"]),
        ({"received_on": "31. 2. 2024"}, ["received_on"]),
        ({"received_on": (localdate() + timedelta(days=1)).isoformat()}, ["received_on"]),
        ({"received_on": "2018-06-26"}, ["received_on"]),
        ({"email": "jana"}, ["email"]),
        ({"name_public": "on"}, ["name_public"]),
        ({"place": "Z9"}, ["place"]),
        ({"text": " "}, ["text"]),
        ({"channel": "", "text": ""}, ["channel", "text"]),
    ],
)
def test_what_has_to_be_mended_is_said_at_its_field_with_every_word_kept(
    officer: Client, consultation: Consultation, changes: dict[str, str], fields: list[str]
) -> None:
    response = send(officer, consultation, organisation="Spolek přátel", **changes)
    page = response.context["page"]
    faulty = [name for form in (page.form, *page.points) for name in form.errors]
    assert faulty == fields
    assert page.form["organisation"].value() == "Spolek přátel"
    assert "error-summary" in response.content.decode()
    assert Comment.objects.count() == 0


def test_czech_days_are_read_too(officer: Client, consultation: Consultation) -> None:
    day = localdate()
    send(officer, consultation, received_on=f"{day.day}. {day.month}. {day.year}")
    assert localdate(Comment.objects.get().received_at) == day


def test_an_invited_body_is_suggested_and_its_comment_has_a_weight(
    officer: Client, consultation: Consultation
) -> None:
    assert "weight" not in officer.get(page_of(consultation)).context["page"].points[0].fields
    body = Organisation.objects.create(name="Kancelář ombudsmana")
    Invitation.objects.create(consultation=consultation, organisation=body, email="k@example.cz")
    page = officer.get(page_of(consultation))
    assert page.context["bodies"] == ["Kancelář ombudsmana"]
    send(officer, consultation, organisation="Kancelář ombudsmana", weight="essential")
    assert Comment.objects.get().versions.get().weight == "essential"


@pytest.mark.parametrize("points", ["", "x", "-1", "0", "999999", "²"])
def test_any_number_of_points_is_borne(
    officer: Client, consultation: Consultation, points: str
) -> None:
    page = send(officer, consultation, points=points, text="", place="").context["page"]
    assert 1 <= len(page.points) <= 50


def test_codes_of_the_plan_are_suggested(officer: Client, consultation: Consultation) -> None:
    page = officer.get(page_of(consultation)).content.decode()
    assert {"A1.1", "A1.2", "A1.3"} <= set(re.findall(r'<option value="([^"]*)"', page))


@pytest.mark.parametrize("permissions", ["", "check_comment view_comment", "change_comment"])
def test_who_may_not_enter_opens_and_enters_nothing(
    consultation: Consultation, permissions: str
) -> None:
    client = signed_in(permissions)
    answers = [client.get(CHOICE), client.get(page_of(consultation)), send(client, consultation)]
    assert [it.status_code for it in answers] == [403, 403, 403]
    assert Comment.objects.count() == 0


def test_a_form_without_its_token_enters_nothing(consultation: Consultation) -> None:
    officer = signed_in()
    client = Client(enforce_csrf_checks=True)
    client.cookies = officer.cookies
    assert send(client, consultation).status_code == 403
    assert Comment.objects.count() == 0


def test_the_navigation_offers_what_one_may_do(consultation: Consultation) -> None:
    checking = reverse("comments:checking")
    for number, (permissions, offered) in enumerate(
        [("add_comment", [False, True]), ("add_comment check_comment", [True, True])]
    ):
        page = signed_in(permissions, f"u{number}").get(CHOICE).content.decode()
        assert [f'href="{it}"' in page for it in (checking, CHOICE)] == offered


def test_a_consultation_still_to_come_takes_none(officer: Client, published: Edition) -> None:
    opens_at = timezone.now() + timedelta(days=2)
    consultation = open_consultation(
        published,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=21),
    )
    assert list(officer.get(CHOICE).context["consultations"]) == []
    assert send(officer, consultation).status_code == 404
