"""Letters about news to those who subscribed: gathered for a while, so that a day makes few.

Publishing only marks whom it concerns, in one statement however many they are; the worker writes
the letters.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from kpss import letters
from kpss.models import News, NewsSubscription
from kpss.models.news import NewsQuerySet

# From the first news to the letter that tells of all that came meanwhile.
GATHERED = timedelta(hours=1)


def mark(piece: News) -> None:
    """Note that a piece was published. Called in the transaction of the deed."""
    # Those marked already too: their rows are locked, so that a letter being written meanwhile
    # cannot end the mark without having seen what this deed publishes.
    of(piece).update(news_since=Coalesce("news_since", piece.published_at))


def of(piece: News) -> QuerySet[NewsSubscription]:
    """The confirmed subscriptions that a piece concerns."""
    about = Q(body=None) | Q(body=piece.body_id) if piece.body_id else Q(body=None)
    return NewsSubscription.objects.filter(about, confirmed_at__isnull=False)


def tell_next() -> bool:
    """Write one letter of news that is due; says whether there was any. A chore of the worker."""
    due = NewsSubscription.objects.filter(news_since__lte=timezone.now() - GATHERED)
    found = due.order_by("news_since", "pk").first()
    if found is None:
        return False
    with transaction.atomic():
        locked = due.select_for_update(of=["self"]).select_related("body").filter(pk=found.pk)
        if (subscription := locked.first()) is not None:
            _tell(subscription)
    return True


def _tell(subscription: NewsSubscription) -> None:
    since, subscription.news_since = subscription.news_since, None
    subscription.save(update_fields=["news_since"])
    if since is None or _hears_of_everything(subscription):
        return
    if pieces := list(_fresh(subscription, since)):
        letters.planning_news(subscription, pieces)


def _hears_of_everything(subscription: NewsSubscription) -> bool:
    """Whether the same address gets the news of all bodies anyway."""
    everything = NewsSubscription.objects.filter(
        body=None, email=subscription.email, confirmed_at__isnull=False
    )
    return subscription.body_id is not None and everything.exists()


def _fresh(subscription: NewsSubscription, since: datetime) -> NewsQuerySet:
    """What was published since that instant, in the order in which it was."""
    fresh = News.objects.published().filter(published_at__gte=since)
    if subscription.body_id is not None:
        fresh = fresh.filter(body=subscription.body_id)
    return fresh.order_by("published_at", "pk")
