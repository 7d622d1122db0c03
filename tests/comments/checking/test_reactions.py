"""What authors say of answers, in the queue and on the page of the comment."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comments import amending, links, reacting
from comments.models import Reaction
from strategy.models import Edition
from tests.comments.staff import OFFICER, signed_in
from tests.factories import item_of, make_comment, settle
from tests.html_checker import faults

QUEUE = "/pripominky/kontrola/"
WORDS = "Nestačí. <b>Volejte</b> 602 123 456."


def say(edition: Edition, words: str = WORDS) -> Reaction:
    answer = settle(make_comment(item_of(edition, "A1.1")).points.get())
    return amending.react(answer, satisfied=False, words=words)


@pytest.fixture
def said(published: Edition) -> Reaction:
    return say(published)


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in()


def decide(client: Client, said: Reaction, deed: str, /, **sent: Any) -> HttpResponse:
    given = {"deed": deed, "seen": reacting.mark(said)} | sent
    return client.post(reverse("comments:checking_words", args=[said.pk]), given)


def test_the_queue_shows_them_with_what_looks_personal(officer: Client, said: Reaction) -> None:
    response = officer.get(QUEUE)
    (one,) = response.context["words"]
    assert [it.text for it in one.stretches if it.doubt] == ["602 123 456"]
    assert faults(response.content.decode()) == []
    assert "&lt;b&gt;Volejte" in response.content.decode()


@pytest.mark.parametrize(("deed", "public"), [("publish", True), ("hide", False)])
def test_an_officer_decides_and_the_record_says_who(
    officer: Client, said: Reaction, deed: str, public: bool
) -> None:
    response = decide(officer, said, deed)
    assert (response.status_code, response.url) == (302, QUEUE)
    said.refresh_from_db()
    assert (said.words_public, said.words_checked_by.username) == (public, "urednice")
    assert officer.get(QUEUE).context["words"] == []


def test_the_page_of_the_comment_keeps_them_to_be_decided_otherwise(
    officer: Client, said: Reaction
) -> None:
    reacting.publish_words(said)
    said.refresh_from_db()
    page = reverse("comments:checking_comment", args=[said.settlement.point.comment_id])
    response = officer.get(page)
    (one,) = response.context["words"]
    assert (one.reaction, faults(response.content.decode())) == (said, [])
    assert decide(officer, said, "hide", **{"from": "jedna"}).url == page
    assert Reaction.objects.get().words_public is False


@pytest.mark.parametrize(
    "sent", [{"deed": ""}, {"deed": "erase"}, {"seen": ""}, {"seen": "0-0"}, {"seen": "x" * 99}]
)
def test_a_deed_or_a_look_that_is_made_up_decides_nothing(
    officer: Client, said: Reaction, sent: dict[str, str]
) -> None:
    response = decide(officer, said, "publish", **sent)
    (told,) = officer.get(response.url).context["messages"]
    assert (told.level_tag, Reaction.objects.get().words_checked_at) == ("error", None)


def test_who_may_not_check_and_a_forged_form_change_nothing(said: Reaction) -> None:
    assert decide(signed_in("view_comment change_settlement"), said, "publish").status_code == 403
    assert decide(Client(), said, "publish").url.startswith("/admin/login/")
    officer = signed_in(OFFICER, "kolegyne")
    assert officer.get(reverse("comments:checking_words", args=[said.pk])).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = officer.cookies
    assert decide(strict, said, "publish").status_code == 403
    assert Reaction.objects.get().words_checked_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_the_same_for_one_and_for_three(
    officer: Client, published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        say(published)
    officer.get(QUEUE)
    with django_assert_num_queries(10):
        assert len(officer.get(QUEUE).context["words"]) == count


def test_the_author_reads_how_the_words_stand(client: Client, said: Reaction) -> None:
    page = links.path(*links.mine(said.settlement.point.comment))
    told = []
    for deed in (lambda _it: None, reacting.publish_words, reacting.hide_words):
        deed(said)
        content = client.get(page).content.decode()
        assert "&lt;b&gt;Volejte" in content
        told.append(content.partition("notice--warning")[2].partition("<form")[0])
    assert len(set(told)) == 3
