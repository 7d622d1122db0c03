"""A letter that went to a mistyped address: who got it can do nothing with what stands in it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from comments import links, receiving, urls
from comments.links import Purpose
from comments.models import Comment, Contact
from comments.receiving import Said
from strategy.models import Edition, Letter
from tests import mails
from tests.factories import item_of, open_consultation
from tests.rows import all_rows

STRANGER, AUTHOR = "obcan@example.cz", "obcanka@example.cz"
MINE, NO_LETTERS = "/odkaz/moje/", "/odkaz/bez-dopisu/"
# Every page under the link to one's own comment, without the token.
PAGES = [
    route.removeprefix("odkaz/moje/<str:token>/").replace("<int:settlement_id>", "1")
    for route in (str(one.pattern) for one in urls.urlpatterns)
    if route.startswith("odkaz/moje/")
]

Mend = Callable[[Comment], Comment]


@pytest.fixture
def comment(published: Edition) -> Comment:
    """Sent from the web; its first letter goes to somebody else."""
    open_consultation(published)
    said = Said(item_of(published, "A1.1"), "Přidat lavičky.")
    return receiving.receive([said], name="Občanka Brněnská", email=STRANGER)


def corrected(comment: Comment) -> Comment:
    return receiving.correct_email(comment, AUTHOR)


def without_email(comment: Comment) -> Comment:
    return receiving.go_on_without_email(comment)


def links_in(letter: Letter, beginning: str) -> set[str]:
    written = f"{letter.plain} {letter.headers}"
    return set(re.findall(rf"{beginning}[\w:-]+/", written))


def link_in_newest_letter(beginning: str) -> str:
    waiting = [letter for letter in mails.written() if letter.state == "waiting"]
    [link] = links_in(waiting[-1], beginning)
    return link


def test_there_are_pages_under_the_link() -> None:
    assert {"", "upravit/", "vzit-zpet/", "podpis/", "vymazat/", "udaje.json"} < set(PAGES)


@pytest.mark.parametrize("mend", [corrected, without_email])
def test_the_first_letters_link_opens_nothing_once_the_address_is_mended(
    client: Client, comment: Comment, mend: Mend
) -> None:
    of_stranger = link_in_newest_letter(MINE)
    assert client.get(of_stranger).status_code == 200
    mend(comment)
    before = all_rows()
    for page in PAGES:
        for ask in (client.get, client.post):
            assert ask(of_stranger + page).status_code == 404, page
    assert all_rows() == before


def test_the_letter_to_the_right_address_opens_it(client: Client, comment: Comment) -> None:
    corrected(comment)
    assert client.get(link_in_newest_letter(MINE)).context["comment"] == comment


@pytest.mark.parametrize("mend", [corrected, without_email])
def test_the_receipt_goes_on_and_leads_to_the_link_that_holds(
    client: Client, comment: Comment, mend: Mend
) -> None:
    receipt = links.path(Purpose.RECEIPT, comment.pk)
    before = client.get(receipt).context["mine"]
    mend(comment)
    after = client.get(receipt).context["mine"]
    assert [client.get(mine).status_code for mine in (before, after)] == [404, 200]


def test_the_address_mended_back_revives_no_link(client: Client, comment: Comment) -> None:
    first = link_in_newest_letter(MINE)
    receiving.correct_email(corrected(comment), STRANGER)
    assert client.get(first).status_code == 404


def test_the_letter_asked_for_again_leaves_the_links_that_hold(
    client: Client, comment: Comment
) -> None:
    first = link_in_newest_letter(MINE)
    receiving.correct_email(comment, STRANGER)
    assert client.get(first).status_code == 200
    receiving.ask_again(comment)
    receiving.confirm(comment)
    assert client.get(first).status_code == 200


def test_a_stranger_ends_no_letters_but_learns_that_there_are_none(
    client: Client, comment: Comment
) -> None:
    of_stranger = link_in_newest_letter(NO_LETTERS)
    corrected(comment)
    answer = client.post(of_stranger)
    assert (answer.status_code, answer.context["contact"]) == (200, None)
    assert Contact.objects.get().wants_letters is True
    client.post(link_in_newest_letter(NO_LETTERS))
    assert Contact.objects.get().wants_letters is False


def test_new_links_leave_no_record_in_history(comment: Comment) -> None:
    key, records = comment.link_key, comment.history.count()
    assert corrected(comment).link_key != key
    assert comment.history.count() == records
    assert "link_key" not in {field.name for field in comment.history.model._meta.fields}


def test_the_key_is_no_link_and_stands_in_none(comment: Comment, client: Client) -> None:
    [letter] = mails.written()
    assert str(comment.link_key) not in f"{letter.plain}{letter.html}{letter.headers}"
    for key in (comment.link_key, comment.link_key.hex):
        assert client.get(reverse("comments:mine", args=[key])).status_code == 404
    unbound = links.sign(Purpose.MINE, comment.pk)
    assert client.get(reverse("comments:mine", args=[unbound])).status_code == 404


def test_a_comment_that_is_gone_is_not_found(client: Client, comment: Comment) -> None:
    mine = link_in_newest_letter(MINE)
    comment.points.all().delete()
    comment.delete()
    assert client.get(mine).status_code == 404
