"""The way of a comment from the form to its number, and everything that may go wrong on it."""

import time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from comments.models import Comment, Contact
from comments.writing import receipts, tickets
from strategy.models import Edition
from tests.comments.writing.sending import CHECK, SEND, TEXT, hidden, later, shown, typed
from tests.factories import draft_of, item_of, make_comment, root_of

ODDITIES = "  \x00Řádek\r\nza\x0břádkem\x07 \u202ea\u2028konec  "


def test_a_comment_goes_over_the_check_page_to_its_number(client: Client, edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    check = client.post(CHECK, typed(item, name_public="on", organisation="Spolek"))
    assert check.templates[0].name == "comments/comment_check.html"
    assert "&lt;b&gt;Přehled&lt;/b&gt;" in check.content.decode()
    assert Comment.objects.count() == 0
    with later(3):
        sent = client.post(SEND, hidden(check))
    comment = Comment.objects.with_wording().get()
    assert (comment.text, comment.item, comment.state) == (TEXT, item, "unconfirmed")
    assert (comment.kind, comment.speaker) == ("part", "organisation")
    assert (comment.name_public, comment.organisation) == (True, "Spolek")
    assert (comment.contact.name, comment.contact.email) == (
        "Občanka Brněnská",
        "obcanka@example.cz",
    )
    assert sent.status_code == 303
    assert client.get(sent["Location"]).context["comment"] == comment


@pytest.mark.parametrize("code", ["A", "A1", "A1.1"])
def test_a_comment_can_be_sent_to_any_item_and_to_the_plan(
    client: Client, edition: Edition, code: str
) -> None:
    for item in (item_of(edition, code), root_of(edition)):
        check = client.post(CHECK, typed(item))
        with later(3):
            client.post(SEND, hidden(check))
    assert Comment.objects.get(number=1).item.code == code
    assert Comment.objects.get(number=2).item == root_of(edition)


def test_only_the_writers_own_browser_keeps_a_page_of_the_way(
    client: Client, edition: Edition
) -> None:
    item = item_of(edition, "A1.1")
    check = client.post(CHECK, typed(item))
    mended = client.post(CHECK, typed(item, text=""))
    with later(3):
        sent = client.post(SEND, hidden(check))
    for response in (check, mended, sent):
        # Without “no-store”, which would forbid the way Back to what was typed.
        kept = set(response["Cache-Control"].split(", "))
        assert kept == {"private", "no-cache", "max-age=0"}


def test_the_check_page_needs_no_token_and_the_sending_does(edition: Edition) -> None:
    browser = Client(enforce_csrf_checks=True)
    check = browser.post(CHECK, typed(item_of(edition, "A1.1")))
    assert check.status_code == 200
    token = browser.cookies["csrftoken"].value
    with later(3):
        refused = browser.post(SEND, hidden(check))
        assert (refused.status_code, Comment.objects.count()) == (403, 0)
        sent = browser.post(SEND, hidden(check) | {"csrfmiddlewaretoken": token})
    assert (sent.status_code, Comment.objects.count()) == (303, 1)


def test_a_sending_without_the_cookie_comes_back_with_every_word(edition: Edition) -> None:
    browser = Client(enforce_csrf_checks=True)
    check = browser.post(CHECK, typed(item_of(edition, "A1.1")))
    browser.cookies.clear()
    with later(3):
        refused = browser.post(SEND, hidden(check))
        assert refused.context["words"] == check.context["words"]
        assert refused.context["doubt"]
        assert "private" in refused["Cache-Control"]
        # The page brought a new cookie, so that the next sending passes, under the same key.
        again = hidden(refused) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
        with later(6):
            token = {"csrfmiddlewaretoken": again["csrfmiddlewaretoken"]}
            assert browser.post(SEND, again).status_code == 303
            assert browser.post(SEND, hidden(check) | token).status_code == 303
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("change", [{"text": ""}, {"ticket": "podvrh"}, {"text": "Jiná slova."}])
def test_whatever_else_is_wrong_a_sending_without_the_cookie_shows_the_words(
    edition: Edition, change: dict[str, str]
) -> None:
    given = hidden(Client().post(CHECK, typed(item_of(edition, "A1.1")))) | change
    response = Client(enforce_csrf_checks=True).post(SEND, given)
    kept = (response.context.get("ticket") and response.context["words"]) or shown(response)
    names = ("text", "name", "email")
    assert {name: kept[name] for name in names} == {name: given[name] for name in names}
    assert Comment.objects.count() == 0


def test_a_missing_token_elsewhere_is_refused_as_ever(db: None) -> None:
    refused = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "x"})
    assert refused.status_code == 403
    assert "comments/comment_check.html" not in [one.name for one in refused.templates]


def test_two_sendings_of_one_check_page_make_one_comment(client: Client, edition: Edition) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    with later(3):
        addresses = [client.post(SEND, hidden(check))["Location"] for _twice in range(2)]
    # Signed at two instants, the links may differ; what they open does not.
    opened = [client.get(address).context["comment"] for address in addresses]
    assert opened == [Comment.objects.get()] * 2


def test_two_check_pages_of_the_same_words_make_two_comments(
    client: Client, edition: Edition
) -> None:
    item = item_of(edition, "A1.1")
    checks = [client.post(CHECK, typed(item, text="Bez připomínek")) for _citizen in range(2)]
    with later(3):
        for check in checks:
            client.post(SEND, hidden(check))
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"ticket": ""},
        {"ticket": "podvržený:1abcde:podpis"},
        {"text": "Jiná slova."},
        {"name_public": "on"},
    ],
    ids=["no ticket", "forged", "other words", "other consent"],
)
def test_what_was_not_checked_is_shown_before_it_is_sent(
    client: Client, edition: Edition, change: dict[str, str]
) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    sending = hidden(check) | change
    with later(3):
        again = client.post(SEND, sending)
        assert Comment.objects.count() == 0
        assert again.context["doubt"]
        assert again.context["words"] | {"ticket": sending["ticket"]} == sending
        with later(6):
            assert client.post(SEND, hidden(again)).status_code == 303
    assert Comment.objects.with_wording().get().text == sending["text"]


def test_a_ticket_for_one_item_sends_nothing_to_another(client: Client, edition: Edition) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    other = str(item_of(edition, "A1.2").pk)
    with later(3):
        assert client.post(SEND, hidden(check) | {"item": other}).context["doubt"]
    assert Comment.objects.count() == 0


def test_a_page_left_open_overnight_is_shown_once_more(client: Client, edition: Edition) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    with later(tickets.VALID_SECONDS + 60):
        again = client.post(SEND, hidden(check))
        assert (again.context["words"], Comment.objects.count()) == (check.context["words"], 0)
        assert client.post(SEND, hidden(again)).status_code == 303
        # Sent before it went stale or after: it is the same comment.
        assert client.post(SEND, hidden(again)).status_code == 303
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("seconds", "number"), [(1.5, 0), (2.5, 1), (23 * 3600, 1), (24 * 3600 + 5, 0)]
)
def test_a_check_page_is_sent_at_once_from_two_seconds_to_a_day(
    client: Client, edition: Edition, seconds: float, number: int
) -> None:
    made_at = time.time()
    with time_machine.travel(made_at, tick=False):
        check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    with time_machine.travel(made_at + seconds, tick=False):
        client.post(SEND, hidden(check))
    assert Comment.objects.count() == number


def test_a_sending_faster_than_reading_is_asked_once(client: Client, edition: Edition) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    again = client.post(SEND, hidden(check))
    assert (again.context["words"], Comment.objects.count()) == (check.context["words"], 0)
    assert again.context["doubt"]
    assert client.post(SEND, hidden(again)).status_code == 303
    with later(3):
        assert client.post(SEND, hidden(check)).status_code == 303
    assert [comment.doubts for comment in Comment.objects.all()] == [["hasty"]]


def test_the_field_for_robots_asks_once_and_loses_nothing(client: Client, edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    check = client.post(CHECK, typed(item, website="https://robot.example"))
    assert check.context["doubt"]
    assert "website" not in check.context["words"]
    assert Comment.objects.count() == 0
    with later(3):
        sent = client.post(SEND, hidden(check) | {"website": "https://robot.example"})
    assert sent.status_code == 303
    comment = Comment.objects.with_wording().get()
    assert (comment.text, comment.doubts) == (TEXT, ["trap"])
    assert comment.score > 0


def test_edit_brings_the_form_back_as_it_was_filled_in(client: Client, edition: Edition) -> None:
    words = typed(item_of(edition, "A1.1"), name_public="on", organisation="Spolek")
    check = client.post(CHECK, words)
    edit = client.post(CHECK, hidden(check) | {"edit": "1"})
    assert edit.context["submission"].faults == []
    assert {name: shown(edit)[name] for name in words} == words
    assert "checked" in str(edit.context["submission"].sender["name_public"])


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"text": ""}, ["text"]),
        ({"text": " \x00\n "}, ["text"]),
        ({"text": "á" * 20_001}, ["text"]),
        ({"name": ""}, ["name"]),
        ({"name": "á" * 201}, ["name"]),
        ({"organisation": "á" * 201}, ["organisation"]),
        ({"email": "obcanka@"}, ["email"]),
        ({"email": "j" * 255 + "@example.cz"}, ["email"]),
        ({"text": "", "name": "", "email": "jana"}, ["text", "name", "email"]),
    ],
)
@pytest.mark.parametrize("address", [CHECK, SEND])
def test_an_error_stands_at_its_field_and_above_with_everything_kept(
    client: Client, edition: Edition, address: str, words: dict[str, str], wrong: list[str]
) -> None:
    given = typed(item_of(edition, "A1.1"), organisation="Spolek") | words
    response = client.post(address, given)
    faults = response.context["submission"].faults
    assert [fault.field for fault in faults] == [f"pripominka_{name}" for name in wrong]
    assert {name: shown(response)[name] for name in given} == given
    page = response.content.decode().partition("<main")[2]
    for name in wrong:
        assert f'href="#pripominka_{name}"' in page
        assert f'id="pripominka_{name}_error"' in page
    assert page.index("error-summary") < page.index("<form")
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    "words",
    [{"text": "á" * 20_000}, {"name": "á" * 200}, {"organisation": "á" * 200}, {"email": ""}],
)
def test_the_longest_words_and_no_e_mail_pass(
    client: Client, edition: Edition, words: dict[str, str]
) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1"), **words))
    with later(3):
        assert client.post(SEND, hidden(check)).status_code == 303


def test_a_check_page_may_end_lines_as_browsers_do_and_carry_a_field_of_theirs(
    client: Client, edition: Edition
) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    given = {name: value.replace("\n", "\r\n") for name, value in hidden(check).items()}
    with later(3):
        assert client.post(SEND, given | {"extension": "1"}).status_code == 303
    assert Comment.objects.with_wording().get().text == TEXT


def test_what_no_reader_would_see_is_taken_out(client: Client, edition: Edition) -> None:
    words = typed(item_of(edition, "A1.1"), text=ODDITIES, name=ODDITIES, organisation=ODDITIES)
    check = client.post(CHECK, words)
    with later(3):
        client.post(SEND, hidden(check))
    comment = Comment.objects.with_wording().get()
    assert comment.text == "Řádek\nza\nřádkem a\nkonec"
    assert comment.contact.name == comment.organisation == "Řádek za řádkem a konec"


def test_a_working_draft_cannot_be_commented_on(client: Client, edition: Edition) -> None:
    item = item_of(draft_of(edition.plan), "A1.1")
    for address in (CHECK, SEND):
        assert client.post(address, typed(item)).status_code == 404
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("item", ["", "x", "0", "-1", "9" * 18, "9" * 40, "1 OR 1", "٣"])
def test_a_form_that_names_no_item_finds_none(client: Client, db: None, item: str) -> None:
    words = {"item": item, "text": TEXT, "name": "Občanka"}
    assert client.post(CHECK, words).status_code == 404
    assert client.post(CHECK, {"text": TEXT}).status_code == 404


@pytest.mark.parametrize("address", [CHECK, SEND])
def test_an_address_of_the_way_opened_by_itself_leads_home(
    client: Client, db: None, address: str
) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_no_step_needs_a_session(client: Client, edition: Edition) -> None:
    check = client.post(CHECK, typed(item_of(edition, "A1.1")))
    with later(3):
        client.get(client.post(SEND, hidden(check))["Location"])
    assert list(client.cookies) == ["csrftoken"]


def test_the_pages_of_the_way_cost_the_same_whatever_was_sent_before(
    client: Client, rf: RequestFactory, edition: Edition, django_assert_num_queries: Any
) -> None:
    item = item_of(edition, "A1.1")
    for earlier in (1, 3):
        while Comment.objects.count() < earlier:
            make_comment(item)
        with django_assert_num_queries(2):
            check = client.post(CHECK, typed(item))
        with later(3), django_assert_num_queries(7 if connection.vendor == "postgresql" else 12):
            sent = client.post(SEND, hidden(check))
        request = rf.get(sent["Location"])
        request.resolver_match = resolve(sent["Location"])
        with django_assert_num_queries(5):
            receipts.comment_received(request, **request.resolver_match.kwargs)
        assert Contact.objects.count() == earlier + 1
        Comment.objects.order_by("number").last().delete()
