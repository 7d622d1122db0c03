"""Letters about news to those who subscribed: gathered for a while, so that a day makes few.

Publishing only marks whom it concerns, in one statement however many they are; the worker writes
the letters.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from kpss import letters
from kpss.letters import Told
from kpss.models import Meeting, Minutes, News, NewsSubscription
from kpss.models.news import NewsQuerySet
from strategy import languages
from strategy.templatetags.letters import weekday

Rows = TypeVar("Rows", bound="QuerySet[Any]")

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


def mark_body(body: int) -> None:
    """Note that a meeting of a body was announced or changed, or that minutes of it came out.

    Called in the transaction of the deed.
    """
    found = NewsSubscription.objects.filter(Q(body=None) | Q(body=body), confirmed_at__isnull=False)
    found.update(news_since=Coalesce("news_since", timezone.now()))


def tell_next() -> bool:
    """Write one letter of news that is due; says whether there was any. A chore of the worker."""
    due = NewsSubscription.objects.filter(news_since__lte=timezone.now() - GATHERED)
    found = due.order_by("news_since", "pk").first()
    if found is None:
        return False
    with transaction.atomic():
        locked = due.select_for_update(of=["self"]).select_related("body").filter(pk=found.pk)
        if (subscription := locked.first()) is not None:
            # What is told of meetings is put into words before the letter is.
            with languages.of_reader(subscription.language):
                _tell(subscription)
    return True


def _tell(subscription: NewsSubscription) -> None:
    since, subscription.news_since = subscription.news_since, None
    subscription.save(update_fields=["news_since"])
    if since is None or _hears_of_everything(subscription):
        return
    if pieces := [
        *(Told(one.title, one.text, one.get_absolute_url()) for one in _fresh(subscription, since)),
        *_of_meetings(subscription, since),
        *_of_minutes(subscription, since),
    ]:
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


def _of_meetings(subscription: NewsSubscription, since: datetime) -> list[Told]:
    """Those ahead that were announced, moved or called off, in the order in which they come.

    Of a title and a place minutes may hide something, so neither is told.
    """
    changed = _of_its_body(Meeting.objects.filter(changed_at__gte=since), "body", subscription)
    return [
        Told(
            title=_("Meeting: %(body)s") % {"body": one.body.name},
            text=_("The meeting of %(day)s was called off.") % {"day": weekday(one.day)}
            if one.is_cancelled
            else _("The meeting is on %(day)s.") % {"day": weekday(one.day)},
            path=one.get_absolute_url(),
        )
        for one in changed.upcoming().select_related("body")
    ]


def _of_minutes(subscription: NewsSubscription, since: datetime) -> list[Told]:
    """Those that everyone may read since then, in the order in which they came out."""
    published = Minutes.objects.filter(state=Minutes.State.PUBLISHED, published_at__gte=since)
    found = _of_its_body(published, "meeting__body", subscription)
    return [
        Told(
            title=_("Minutes: %(body)s") % {"body": one.meeting.body.name},
            text=_("Minutes of the meeting of %(day)s can be read.")
            % {"day": weekday(one.meeting.day)},
            path=one.get_absolute_url(),
        )
        for one in found.select_related("meeting__body").order_by("published_at", "pk")
    ]


def _of_its_body(rows: Rows, body: str, subscription: NewsSubscription) -> Rows:
    return rows if subscription.body_id is None else rows.filter(**{body: subscription.body_id})
