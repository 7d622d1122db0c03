"""News by mail, of everything or of one body: asked for, confirmed, ended, expired."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kpss import letters
from kpss.links import Purpose
from kpss.models import Body, NewsSubscription
from strategy import languages, limits
from strategy.ledger import entries as ledger
from strategy.letters.outbox import empty
from strategy.letters.recipients import key_of
from strategy.limits import Limit
from strategy.models import Letter

# Letters that ask to confirm, by the e-mail they go to.
LETTERS = Limit("planning news", 3, timedelta(days=1))
BATCH = 50


def ask(body: Body | None, email: str, *, address: str) -> None:
    """Write to an e-mail for its owner to confirm that they want the news of a body, or all.

    Nothing is answered, lest the sender learn whether the e-mail is subscribed; who is subscribed
    already gets no letter. `address` is the sender's, whose letters are counted. Raises
    LimitReached.
    """
    email = email.lower()
    with transaction.atomic():
        limits.take([(LETTERS, key_of(email)), (limits.NETWORK, limits.network_of(address))])
        subscription, _made = NewsSubscription.objects.get_or_create(body=body, email=email)
        if subscription.confirmed_at is None:
            subscription.language = languages.asked_in()
            subscription.save(update_fields=["language"])
            letters.planning_news_confirm(subscription)


def confirm(subscription_id: int) -> NewsSubscription | None:
    """Send the news from now on; None where it was ended meanwhile."""
    with transaction.atomic():
        waiting = NewsSubscription.objects.select_for_update(of=["self"]).select_related("body")
        subscription = waiting.filter(pk=subscription_id).first()
        if subscription is not None and subscription.confirmed_at is None:
            subscription.confirmed_at = timezone.now()
            subscription.save(update_fields=["confirmed_at"])
        return subscription


def end(subscription_id: int) -> None:
    """Send no more news, and keep nothing of who got them."""
    with transaction.atomic():
        ended = NewsSubscription.objects.filter(pk=subscription_id)
        for one in ended.select_for_update():
            ledger.record("news.ended", body=one.body_id, email=ledger.digest(one.email))
        _delete(ended)


def expire() -> bool:
    """Delete what somebody asked for and never confirmed; says whether there was any.

    A chore of the worker.
    """
    over = timezone.now() - Purpose.NEWS.holds
    asked = NewsSubscription.objects.filter(confirmed_at=None, made_at__lte=over)
    return _delete(asked.order_by("pk")[:BATCH]) > 0


def _delete(subscriptions: QuerySet[NewsSubscription]) -> int:
    """With what was written to them, sent or not; answers how many there were."""
    with transaction.atomic():
        found = list(subscriptions.select_for_update().values_list("pk", flat=True))
        abouts = [f"kpss.newssubscription:{subscription_id}" for subscription_id in found]
        empty(Letter.objects.filter(about__in=abouts))
        NewsSubscription.objects.filter(pk__in=found).delete()
        return len(found)
