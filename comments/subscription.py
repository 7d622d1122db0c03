"""News by mail of a plan or of one item: asked for, confirmed, ended."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments import letters
from comments.models import Subscription
from strategy import languages, limits
from strategy.ledger import entries as ledger
from strategy.letters.recipients import key_of
from strategy.limits import Limit
from strategy.models import Item

# Letters that ask to confirm, by the e-mail they go to.
LETTERS = Limit("subscription", 3, timedelta(days=1))


def ask(item: Item, email: str, *, address: str) -> None:
    """Write to an e-mail for its owner to confirm that they want the news of an item.

    Of the root: of the whole plan. Nothing is answered, lest the sender learn whether the e-mail
    is subscribed; who is subscribed already gets no letter. `address` is the sender's, whose
    letters are counted. Needs `item.edition` at hand. Raises LimitReached.
    """
    email = email.lower()
    with transaction.atomic():
        limits.take([(LETTERS, key_of(email)), (limits.NETWORK, limits.network_of(address))])
        subscription, _made = Subscription.objects.get_or_create(
            plan_id=item.edition.plan_id,
            item_key=None if item.parent_id is None else item.key,
            email=email,
        )
        if subscription.confirmed_at is None:
            subscription.language = languages.asked_in()
            subscription.save(update_fields=["language"])
            letters.subscription_confirm(subscription, item)


def confirm(subscription_id: int) -> Subscription | None:
    """Send the news from now on; None where it was ended meanwhile."""
    with transaction.atomic():
        waiting = Subscription.objects.select_for_update(of=["self"]).select_related("plan")
        subscription = waiting.filter(pk=subscription_id).first()
        if subscription is not None and subscription.confirmed_at is None:
            subscription.confirmed_at = timezone.now()
            subscription.save()
        return subscription


def end(subscription_id: int) -> None:
    """Send no more news, and keep nothing of who got them."""
    with transaction.atomic():
        found = Subscription.objects.select_for_update().filter(pk=subscription_id).first()
        if found is not None:
            key = found.item_key and str(found.item_key)
            email = ledger.digest(found.email)
            ledger.record("subscription.ended", plan=found.plan_id, item=key, email=email)
            found.delete()
