"""What the first page tells of the newest answers."""

from typing import Any

from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from comments.following import latest
from comments.models import Comment, Settlement
from comments.settling import grouping
from strategy.models import Edition
from tests.factories import draft_of, item_of, make_comment, publish_answer, root_of, settle


def told() -> list[int]:
    return [answer.number for answer in latest.answers()]


def test_the_newest_answers_come_first_and_they_are_four(published: Edition) -> None:
    for _number in range(5):
        settle(make_comment(item_of(published, "A1.1")).points.get())
    assert told() == [5, 4, 3, 2]


def test_only_what_the_public_reads_and_what_asked_for_something_is_told(
    published: Edition,
) -> None:
    item = item_of(published, "A1.1")
    # Noted by itself.
    make_comment(item, kind=Comment.Kind.NONE)
    settle(make_comment(item).points.get(), published=False)
    hidden = make_comment(item)
    settle(hidden.points.get())
    Comment.objects.filter(pk=hidden.pk).update(state=Comment.State.HELD)
    settle(make_comment(item_of(draft_of(published.plan), "A1.1")).points.get())
    assert told() == []


def test_one_answer_to_many_is_told_once(published: Edition) -> None:
    item = item_of(published, "A1.1")
    leader, follower = (make_comment(item).points.get() for _number in range(2))
    grouping.settle_together(leader, [follower])
    publish_answer(settle(leader, published=False))
    assert Settlement.objects.published().count() == 2
    assert told() == [1]


def test_the_first_page_leads_to_them(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    assert "odpovedi" not in client.get("/").content.decode()
    comment = make_comment(item_of(published, "A1.1"))
    settle(comment.points.get(), outcome="explained")
    settle(make_comment(root_of(published)).points.get())
    pagestore.store.clear()
    page = client.get("/").content.decode()
    assert page.count('<p class="latest__about">') == 2
    assert f'<a href="{comment.get_absolute_url()}"><span class="code">A1.1</span>' in page
    with django_assert_num_queries(1):
        [_of_plan, answer] = latest.answers()
    assert (answer.plan, answer.item_code) == ("Zkušební plán", "A1.1")
    assert answer.outcome == Settlement.Outcome.EXPLAINED.label
    assert str(timezone.localdate().year) in answer.answered_on
