"""The way of a comment from the form to its number, and everything that may go wrong on it."""

import re
import time
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from comments.models import Comment, Contact
from comments.writing import tickets, views
from strategy import tree
from strategy.models import Edition, Item
from tests.factories import draft_of, item_of, make_comment, publish, put_out_of_force, root_of

CHECK, SEND = "/pripominka/kontrola/", "/pripominka/odeslat/"
TEXT = "U priority E3 doplnit i zmapování komunit.\n\n<b>Přehled</b> zveřejnit & udržovat."
ODDITIES = "  \x00Řádek\r\nza\x0břádkem\x07 \u202ea\u2028konec  "


def typed(item: Item, **words: str) -> dict[str, str]:
    words = {"text": TEXT, "name": "Občanka Brněnská", "email": "obcanka@example.cz"} | words
    return {"item": str(item.pk)} | words


def hidden(response: HttpResponse) -> dict[str, str]:
    """What the buttons of a check page send on."""
    words = response.context["words"] | {"ticket": response.context["ticket"]}
    page = response.content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)"', page)
    assert set(fields) - {"csrfmiddlewaretoken"} == set(words)
    return words


def later(seconds: float) -> Any:
    return time_machine.travel(time.time() + seconds, tick=True)


def test_a_comment_goes_over_the_check_page_to_its_number(
    client: Client, published: Edition
) -> None:
    item = item_of(published, "A1.1")
    check = client.post(CHECK, typed(item, name_public="on", organisation="Spolek"))
    assert check.templates[0].name == "comments/comment_check.html"
    assert "&lt;b&gt;Přehled&lt;/b&gt;" in check.content.decode()
    assert Comment.objects.count() == 0
    with later(3):
        sent = client.post(SEND, hidden(check))
    comment = Comment.objects.with_wording().get()
    assert (comment.text, comment.item, comment.state) == (TEXT, item, "received")
    assert (comment.name_public, comment.organisation) == (True, "Spolek")
    assert (comment.contact.name, comment.contact.email) == (
        "Občanka Brněnská",
        "obcanka@example.cz",
    )
    received = reverse("comments:comment_received", args=[tickets.sign_receipt(comment.pk)])
    assert (sent.status_code, sent["Location"]) == (303, received)
    assert client.get(received).context["comment"] == comment


@pytest.mark.parametrize("code", ["A", "A1", "A1.1"])
def test_a_comment_can_be_sent_to_any_item_and_to_the_plan(
    client: Client, published: Edition, code: str
) -> None:
    for item in (item_of(published, code), root_of(published)):
        check = client.post(CHECK, typed(item))
        with later(3):
            client.post(SEND, hidden(check))
    assert Comment.objects.get(number=1).item.code == code
    assert Comment.objects.get(number=2).item == root_of(published)


def test_no_page_on_the_way_is_kept_by_any_cache(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    check = client.post(CHECK, typed(item))
    edit = client.post(CHECK, typed(item, text=""))
    with later(3):
        sent = client.post(SEND, hidden(check))
    received = client.get(sent["Location"])
    for response in (check, edit, sent, received):
        assert "no-store" in response["Cache-Control"]


def test_the_check_page_needs_no_token_and_the_sending_does(published: Edition) -> None:
    browser = Client(enforce_csrf_checks=True)
    check = browser.post(CHECK, typed(item_of(published, "A1.1")))
    assert check.status_code == 200
    token = browser.cookies["csrftoken"].value
    with later(3):
        refused = browser.post(SEND, hidden(check))
        assert (refused.status_code, Comment.objects.count()) == (403, 0)
        sent = browser.post(SEND, hidden(check) | {"csrfmiddlewaretoken": token})
    assert (sent.status_code, Comment.objects.count()) == (303, 1)


def test_a_sending_without_the_cookie_comes_back_with_every_word(published: Edition) -> None:
    browser = Client(enforce_csrf_checks=True)
    check = browser.post(CHECK, typed(item_of(published, "A1.1")))
    browser.cookies.clear()
    with later(3):
        refused = browser.post(SEND, hidden(check))
        assert refused.context["words"] == check.context["words"]
        assert refused.context["doubt"]
        assert "no-store" in refused["Cache-Control"]
        # The page brought a new cookie, so that the next sending passes, under the same key.
        again = hidden(refused) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
        with later(6):
            token = {"csrfmiddlewaretoken": again["csrfmiddlewaretoken"]}
            assert browser.post(SEND, again).status_code == 303
            assert browser.post(SEND, hidden(check) | token).status_code == 303
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("change", [{"text": ""}, {"ticket": "podvrh"}, {"text": "Jiná slova."}])
def test_whatever_else_is_wrong_a_sending_without_the_cookie_shows_the_words(
    published: Edition, change: dict[str, str]
) -> None:
    given = hidden(Client().post(CHECK, typed(item_of(published, "A1.1")))) | change
    response = Client(enforce_csrf_checks=True).post(SEND, given)
    shown = response.context.get("words") or {
        name: response.context["form"][name].value() for name in ("text", "name", "email")
    }
    assert {name: shown[name] for name in ("text", "name", "email")} == {
        name: given[name] for name in ("text", "name", "email")
    }
    assert Comment.objects.count() == 0


def test_a_missing_token_elsewhere_is_refused_as_ever(db: None) -> None:
    refused = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "x"})
    assert refused.status_code == 403
    assert "comments/comment_check.html" not in [one.name for one in refused.templates]


def test_two_sendings_of_one_check_page_make_one_comment(
    client: Client, published: Edition
) -> None:
    check = client.post(CHECK, typed(item_of(published, "A1.1")))
    with later(3):
        addresses = [client.post(SEND, hidden(check))["Location"] for _twice in range(2)]
    assert addresses[0] == addresses[1]
    assert Comment.objects.count() == 1


def test_two_check_pages_of_the_same_words_make_two_comments(
    client: Client, published: Edition
) -> None:
    item = item_of(published, "A1.1")
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
    client: Client, published: Edition, change: dict[str, str]
) -> None:
    check = client.post(CHECK, typed(item_of(published, "A1.1")))
    sending = hidden(check) | change
    with later(3):
        again = client.post(SEND, sending)
        assert Comment.objects.count() == 0
        assert again.context["doubt"]
        shown = {name: again.context["words"][name] for name in sending if name != "ticket"}
        assert shown == {name: sending[name] for name in shown}
        with later(6):
            assert client.post(SEND, hidden(again)).status_code == 303
    assert Comment.objects.with_wording().get().text == sending["text"]


def test_a_ticket_for_one_item_sends_nothing_to_another(client: Client, published: Edition) -> None:
    check = client.post(CHECK, typed(item_of(published, "A1.1")))
    other = str(item_of(published, "A1.2").pk)
    with later(3):
        assert client.post(SEND, hidden(check) | {"item": other}).context["doubt"]
    assert Comment.objects.count() == 0


def test_a_page_left_open_overnight_is_shown_once_more(client: Client, published: Edition) -> None:
    check = client.post(CHECK, typed(item_of(published, "A1.1")))
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
    client: Client, published: Edition, seconds: float, number: int
) -> None:
    made_at = time.time()
    with time_machine.travel(made_at, tick=False):
        check = client.post(CHECK, typed(item_of(published, "A1.1")))
    with time_machine.travel(made_at + seconds, tick=False):
        client.post(SEND, hidden(check))
    assert Comment.objects.count() == number


def test_a_sending_faster_than_reading_is_asked_once(client: Client, published: Edition) -> None:
    check = client.post(CHECK, typed(item_of(published, "A1.1")))
    again = client.post(SEND, hidden(check))
    assert (again.context["words"], Comment.objects.count()) == (check.context["words"], 0)
    assert again.context["doubt"]
    assert client.post(SEND, hidden(again)).status_code == 303
    with later(3):
        assert client.post(SEND, hidden(check)).status_code == 303
    assert Comment.objects.count() == 1


def test_the_field_for_robots_asks_once_and_loses_nothing(
    client: Client, published: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    item = item_of(published, "A1.1")
    check = client.post(CHECK, typed(item, website="https://robot.example"))
    assert check.context["doubt"]
    assert "website" not in check.context["words"]
    with later(3):
        again = client.post(SEND, hidden(check) | {"website": "https://robot.example"})
        assert (again.context["words"], Comment.objects.count()) == (check.context["words"], 0)
        assert again.context["doubt"]
        assert len(caplog.records) == 2
        sent = client.post(SEND, hidden(again) | {"website": "https://robot.example"})
    assert sent.status_code == 303
    assert Comment.objects.with_wording().get().text == TEXT


def test_edit_brings_the_form_back_as_it_was_filled_in(client: Client, published: Edition) -> None:
    words = typed(item_of(published, "A1.1"), name_public="on", organisation="Spolek")
    check = client.post(CHECK, words)
    edit = client.post(CHECK, hidden(check) | {"edit": "1"})
    form = edit.context["form"]
    assert not form.errors
    assert {name: form[name].value() for name in words} == words
    assert 'name="name_public"' in edit.content.decode()
    assert "checked" in str(form["name_public"])


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
    client: Client, published: Edition, address: str, words: dict[str, str], wrong: list[str]
) -> None:
    given = typed(item_of(published, "A1.1"), organisation="Spolek") | words
    response = client.post(address, given)
    form = response.context["form"]
    assert list(form.errors) == wrong
    assert {name: form[name].value() for name in given} == given
    page = response.content.decode()
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
    client: Client, published: Edition, words: dict[str, str]
) -> None:
    check = client.post(CHECK, typed(item_of(published, "A1.1"), **words))
    with later(3):
        assert client.post(SEND, hidden(check)).status_code == 303


def test_what_no_reader_would_see_is_taken_out(client: Client, published: Edition) -> None:
    words = typed(item_of(published, "A1.1"), text=ODDITIES, name=ODDITIES, organisation=ODDITIES)
    check = client.post(CHECK, words)
    with later(3):
        client.post(SEND, hidden(check))
    comment = Comment.objects.with_wording().get()
    assert comment.text == "Řádek\nza\nřádkem a\nkonec"
    assert comment.contact.name == comment.organisation == "Řádek za řádkem a konec"


def test_a_working_draft_cannot_be_commented_on(client: Client, published: Edition) -> None:
    item = item_of(draft_of(published.plan), "A1.1")
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


def close(edition: Edition, state: str = Edition.State.SUPERSEDED) -> None:
    put_out_of_force(edition, state)


@pytest.mark.parametrize("state", [Edition.State.SUPERSEDED, Edition.State.WITHDRAWN])
@pytest.mark.parametrize("address", [CHECK, SEND])
def test_words_for_a_text_no_longer_valid_are_carried_to_the_current_one(
    client: Client, published: Edition, address: str, state: str
) -> None:
    item = item_of(published, "A1.1")
    given = hidden(client.post(CHECK, typed(item)))
    current = publish(published.plan)
    close(published, state)
    with later(3):
        response = client.post(address, given)
    assert response.context["replaced"] == item
    successor = item_of(current, "A1.1")
    form = response.context["form"]
    assert (form["text"].value(), form["item"].value()) == (TEXT, str(successor.pk))
    assert successor.get_absolute_url() in response.content.decode()
    assert Comment.objects.count() == 0


def test_words_for_an_item_that_is_gone_are_carried_to_the_whole_plan(
    client: Client, published: Edition
) -> None:
    tree.delete_item(item_of(draft_of(published.plan), "A1.1"))
    current = publish(published.plan)
    close(published)
    response = client.post(CHECK, typed(item_of(published, "A1.1")))
    assert response.context["item"] == root_of(current)


def test_where_no_text_is_open_the_words_are_shown_back(client: Client, published: Edition) -> None:
    close(published, Edition.State.WITHDRAWN)
    response = client.post(CHECK, typed(item_of(published, "A1.1")))
    assert "&lt;b&gt;Přehled&lt;/b&gt;" in response.content.decode()
    assert "form" not in response.context


def test_a_comment_on_an_older_draft_is_offered_to_the_newer_one(
    client: Client, published: Edition
) -> None:
    newer = publish(published.plan)
    response = client.post(CHECK, typed(item_of(published, "A1.1")))
    assert response.context["item"] == item_of(newer, "A1.1")
    assert response.context["form"]["text"].value() == TEXT
    assert Comment.objects.count() == 0


def test_what_was_sent_before_the_text_closed_stays_sent(
    client: Client, published: Edition
) -> None:
    given = hidden(client.post(CHECK, typed(item_of(published, "A1.1"))))
    with later(3):
        first = client.post(SEND, given)
        close(published)
        second = client.post(SEND, given)
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize("token", ["1", "1:podvrh", "x", "9" * 30])
def test_a_receipt_that_is_not_ours_shows_no_number(
    client: Client, published: Edition, token: str
) -> None:
    make_comment(item_of(published, "A1.1"))
    assert client.get(f"/pripominka/prijato/{token}/").status_code == 404


def test_a_receipt_is_only_read(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    address = f"/pripominka/prijato/{tickets.sign_receipt(comment.pk)}/"
    assert client.post(address).status_code == 405


def test_a_receipt_says_nothing_of_the_sender(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), name="Kanárek", email="k@example.cz")
    page = client.get(f"/pripominka/prijato/{tickets.sign_receipt(comment.pk)}/").content.decode()
    assert ("Kanárek" in page, "k@example.cz" in page) == (False, False)
    assert f"<strong>{comment.number}</strong>" in page


def test_no_step_needs_a_session(client: Client, published: Edition) -> None:
    check = client.post(CHECK, typed(item_of(published, "A1.1")))
    with later(3):
        client.get(client.post(SEND, hidden(check))["Location"])
    assert list(client.cookies) == ["csrftoken"]


def test_the_pages_of_the_way_cost_the_same_whatever_was_sent_before(
    client: Client, rf: RequestFactory, published: Edition, django_assert_num_queries: Any
) -> None:
    item = item_of(published, "A1.1")
    for earlier in (1, 3):
        while Comment.objects.count() < earlier:
            make_comment(item)
        with django_assert_num_queries(1):
            check = client.post(CHECK, typed(item))
        with later(3), django_assert_num_queries(11):
            sent = client.post(SEND, hidden(check))
        token = sent["Location"].split("/")[-2]
        with django_assert_num_queries(1):
            views.comment_received(rf.get("/"), token)
        assert Contact.objects.count() == earlier + 1
        Comment.objects.order_by("number").last().delete()
