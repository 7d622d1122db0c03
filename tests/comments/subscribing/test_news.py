"""News of a plan or an item: gathered for an hour, told once, to those whom they concern."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments import publication
from comments.models import Comment, Subscription
from comments.subscribing import news
from strategy.models import Item, Letter, Plan
from tests import factories, mails
from tests.factories import item_of, make_comment, settle
from tests.races import at_once, needs_postgres


def subscribe(plan: Plan, email: str = "sleduje@example.cz", item: Item | None = None):
    return Subscription.objects.create(
        plan=plan, item_key=item and item.key, email=email, confirmed_at=timezone.now()
    )


def told(time_machine) -> list[mails.Mail]:
    """The letters of news an hour later."""
    time_machine.move_to(timezone.now() + news.GATHERED)
    while news.tell_next():
        pass
    return mails.sent()


def numbers(found: mails.Mail) -> set[int]:
    """Numbers of the comments that a letter leads to."""
    comments = (link for link in found.links if "/pripominky/" in link)
    return {int(link.rstrip("/").rpartition("/")[2]) for link in comments}


def test_of_many_comments_and_answers_comes_one_letter(published, time_machine) -> None:
    subscribe(published.plan)
    made = [make_comment(item_of(published, "A1.1")) for _time in range(3)]
    settle(made[0].points.get())
    (found,) = told(time_machine)
    assert numbers(found) == {comment.number for comment in made}
    assert found.words == found.html_words
    assert told(time_machine) == []


def test_only_what_is_new_since_the_last_letter_is_told(published, time_machine) -> None:
    subscribe(published.plan)
    make_comment(item_of(published, "A1.1"))
    told(time_machine)
    later = make_comment(item_of(published, "A1.2"))
    (found,) = told(time_machine)
    assert numbers(found) == {later.number}


def test_news_of_an_item_is_of_that_item_in_every_edition(published, time_machine) -> None:
    subscribe(published.plan, item=item_of(published, "A1.1"))
    make_comment(item_of(published, "A1.2"))
    assert told(time_machine) == []
    newer = factories.publish(published.plan)
    about = make_comment(item_of(newer, "A1.1"))
    (found,) = told(time_machine)
    assert numbers(found) == {about.number}


def test_who_hears_of_the_whole_plan_hears_of_each_comment_once(published, time_machine) -> None:
    subscribe(published.plan)
    subscribe(published.plan, item=item_of(published, "A1.1"))
    make_comment(item_of(published, "A1.1"))
    assert len(told(time_machine)) == 1


def test_what_is_held_back_meanwhile_is_not_told(published, time_machine) -> None:
    subscribe(published.plan)
    publication.hold(make_comment(item_of(published, "A1.1")))
    assert told(time_machine) == []


def test_no_comments_noted_by_itself_is_no_answer(published, time_machine) -> None:
    subscribe(published.plan)
    made = make_comment(item_of(published, "A1.1"), kind="none")
    Comment.objects.filter(pk=made.pk).update(published_at=timezone.now() - timedelta(days=1))
    assert told(time_machine) == []


@pytest.mark.parametrize("confirmed", [True, False])
def test_news_goes_to_those_who_confirmed_and_of_that_plan(
    published, time_machine, confirmed: bool
) -> None:
    subscription = subscribe(published.plan)
    subscribe(factories.make_plan(slug="jiny"), "jiny@example.cz")
    if not confirmed:
        Subscription.objects.filter(pk=subscription.pk).update(confirmed_at=None)
    make_comment(item_of(published, "A1.1"))
    assert len(told(time_machine)) == confirmed


def test_who_ended_the_news_gets_none(published, time_machine) -> None:
    subscription = subscribe(published.plan)
    make_comment(item_of(published, "A1.1"))
    subscription.delete()
    assert told(time_machine) == []
    assert mail.outbox == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_deed_marks_subscribers_in_one_query(
    published, number: int, django_assert_num_queries
) -> None:
    for at in range(number):
        subscribe(published.plan, f"s{at}@example.cz")
    made = make_comment(item_of(published, "A1.1"))
    with django_assert_num_queries(1):
        news.mark([made.pk], since=timezone.now())
    assert Subscription.objects.filter(news_since=None).count() == 0


def test_where_there_is_no_news_it_costs_one_query(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert news.tell_next() is False


@needs_postgres
def test_two_workers_tell_once(committed, published) -> None:
    subscription = subscribe(published.plan)
    make_comment(item_of(published, "A1.1"))
    Letter.objects.all().delete()
    past = timezone.now() - news.GATHERED - timedelta(minutes=1)
    Subscription.objects.filter(pk=subscription.pk).update(news_since=past)
    at_once([news.tell_next] * 4)
    assert Letter.objects.count() == 1
