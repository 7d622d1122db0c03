"""Letters of news tell of the meetings and minutes of a body, too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kpss.meetings import planning
from kpss.models import Body, Minutes, NewsSubscription
from kpss.news import telling
from strategy import editing
from strategy.models import Edition, Letter
from tests.kpss.factories import make_body, make_minutes
from tests.kpss.scene import day

pytestmark = pytest.mark.django_db


def subscribe(body: Body | None, email: str = "vera@example.org") -> NewsSubscription:
    return NewsSubscription.objects.create(body=body, email=email, confirmed_at=timezone.now())


def told_to(subscription: NewsSubscription) -> str:
    """All that the worker writes once the news were gathered; empty where there is no letter."""
    waited = telling.GATHERED + timedelta(minutes=1)
    found = NewsSubscription.objects.filter(news_since__isnull=False)
    for one in found:
        NewsSubscription.objects.filter(pk=one.pk).update(news_since=one.news_since - waited)
    while telling.tell_next():
        pass
    return "\n".join(
        Letter.objects.filter(kind="planning_news", to=subscription.email).values_list(
            "plain", flat=True
        )
    )


def test_who_follows_a_body_hears_of_a_meeting_that_is_announced_and_called_off() -> None:
    body = make_body()
    subscription, other = subscribe(body), subscribe(make_body("PS Děti"), "jiny@example.org")
    meeting = planning.plan(body, None, day=day(7))
    assert meeting.get_absolute_url() in told_to(subscription)
    planning.call_off(meeting, "Nemoc.")
    assert told_to(subscription).count(meeting.get_absolute_url()) == 2
    assert told_to(other) == ""


def test_who_follows_everything_hears_of_a_meeting_once_it_moves() -> None:
    meeting = planning.plan(make_body(), None, day=day(7))
    everything = subscribe(None)
    planning.change(meeting, editing.version_of(meeting), None, day=day(8))
    assert meeting.get_absolute_url() in told_to(everything)


def test_minutes_are_told_of_only_when_everyone_may_read_them(published: Edition) -> None:
    minutes = make_minutes(published.plan)
    subscription = subscribe(minutes.meeting.body)
    telling.mark_body(minutes.meeting.body_id)
    assert told_to(subscription) == ""
    Minutes.objects.filter(pk=minutes.pk).update(
        state=Minutes.State.PUBLISHED, published_at=timezone.now()
    )
    telling.mark_body(minutes.meeting.body_id)
    assert minutes.get_absolute_url() in told_to(subscription)


def test_nobody_who_has_not_confirmed_is_marked() -> None:
    body = make_body()
    NewsSubscription.objects.create(body=body, email="vera@example.org")
    planning.plan(body, None, day=day(7))
    assert NewsSubscription.objects.get().news_since is None
