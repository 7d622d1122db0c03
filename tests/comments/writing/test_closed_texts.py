"""What becomes of words for a text that takes none any more, or not yet."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Consultation
from strategy import tree
from strategy.models import Edition
from tests.comments.writing.sending import CHECK, SEND, TEXT, hidden, later, shown, typed
from tests.factories import (
    draft_of,
    item_of,
    open_consultation,
    publish_afterwards,
    put_out_of_force,
    root_of,
)

SECOND = {
    "2-place": "A1.2",
    "2-text": "Druhý bod & <b>tučně</b>.",
    "2-proposal": "Jiné znění.",
    "2-rationale": "Protože.",
}


@pytest.mark.parametrize("state", [Edition.State.SUPERSEDED, Edition.State.WITHDRAWN])
@pytest.mark.parametrize("address", [CHECK, SEND])
def test_words_for_a_text_no_longer_valid_are_carried_to_the_current_one(
    client: Client, edition: Edition, address: str, state: str
) -> None:
    item = item_of(edition, "A1.1")
    given = hidden(client.post(CHECK, typed(item, **SECOND)))
    current = publish_afterwards(edition.plan)
    open_consultation(current)
    put_out_of_force(edition, state)
    with later(3):
        response = client.post(address, given)
    assert response.context["replaced"] == item
    successor = item_of(current, "A1.1")
    kept = {name: value for name, value in given.items() if name not in {"ticket", "item"}}
    assert {name: shown(response)[name] for name in kept} == kept
    assert shown(response)["item"] == str(successor.pk)
    assert successor.get_absolute_url() in response.content.decode()
    assert Comment.objects.count() == 0


def test_each_point_follows_its_item_to_its_new_code_or_to_the_whole_plan(
    client: Client, edition: Edition
) -> None:
    draft = draft_of(edition.plan)
    moved = item_of(draft, "A1.2")
    moved.code = moved.handle = "A1.9"
    moved.save()
    tree.delete_item(item_of(draft, "A1.1"))
    current = publish_afterwards(edition.plan)
    open_consultation(current)
    response = client.post(CHECK, typed(item_of(edition, "A1.1"), **SECOND))
    assert response.context["item"] == root_of(current)
    assert (shown(response)["place"], shown(response)["text"]) == ("", TEXT)
    assert (shown(response)["2-place"], shown(response)["2-text"]) == ("A1.9", SECOND["2-text"])


@pytest.mark.parametrize("address", [CHECK, SEND])
def test_where_no_text_is_open_all_that_was_typed_is_shown_back(
    client: Client, edition: Edition, address: str
) -> None:
    given = hidden(client.post(CHECK, typed(item_of(edition, "A1.1"), **SECOND)))
    put_out_of_force(edition, Edition.State.WITHDRAWN)
    with later(3):
        response = client.post(address, given)
    assert response.templates[0].name == "comments/comment_closed.html"
    page = response.content.decode()
    assert "&lt;b&gt;Přehled&lt;/b&gt;" in page
    assert "Druhý bod &amp; &lt;b&gt;tučně&lt;/b&gt;." in page
    assert ("Jiné znění." in page, "Protože." in page) == (True, True)
    assert Comment.objects.count() == 0


def test_words_come_back_when_the_consultation_closes_meanwhile(
    client: Client, edition: Edition
) -> None:
    given = hidden(client.post(CHECK, typed(item_of(edition, "A1.1"), **SECOND)))
    consultation = edition.consultation
    with later((consultation.closes_at - timezone.now()).total_seconds() + 1):
        response = client.post(SEND, given)
    # Open for a day and more, so it is shown once more; sent again, it is too late.
    assert (response.context["doubt"] != "", Comment.objects.count()) == (True, 0)
    with later((consultation.closes_at - timezone.now()).total_seconds() + 4):
        response = client.post(SEND, hidden(response))
    assert response.context["points"][1]["text"] == SECOND["2-text"]
    assert consultation.get_absolute_url() in response.content.decode()
    assert Comment.objects.count() == 0


def test_a_consultation_that_has_not_begun_takes_nothing_and_loses_nothing(
    client: Client, published: Edition
) -> None:
    opens_at = timezone.now() + timedelta(days=1)
    open_consultation(published, opens_at=opens_at, closes_at=opens_at + Consultation.USUAL)
    response = client.post(CHECK, typed(item_of(published, "A1.1")))
    assert [point["text"] for point in response.context["points"]] == [TEXT]


def test_a_comment_on_an_older_draft_is_offered_to_the_newer_one(
    client: Client, edition: Edition
) -> None:
    newer = publish_afterwards(edition.plan)
    open_consultation(newer)
    response = client.post(CHECK, typed(item_of(edition, "A1.1")))
    assert response.context["item"] == item_of(newer, "A1.1")
    assert shown(response)["text"] == TEXT
    assert Comment.objects.count() == 0


def test_what_was_sent_before_the_text_closed_stays_sent(client: Client, edition: Edition) -> None:
    given = hidden(client.post(CHECK, typed(item_of(edition, "A1.1"))))
    with later(3):
        first = client.post(SEND, given)
        put_out_of_force(edition, Edition.State.SUPERSEDED)
        second = client.post(SEND, given)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Comment.objects.count() == 1
