"""News to those who subscribed: gathered for a while, so that many deeds make one letter.

A deed only marks whom it concerns, in one statement however many they are; the worker writes the
letters.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments import letters
from comments.models import Comment, Point, Settlement, Subscription
from comments.models.comments import CommentQuerySet

# From the first news to the letter that tells of all that came meanwhile.
GATHERED = timedelta(hours=1)


def mark(comments: Collection[int], *, since: datetime) -> None:
    """Note that something was published at that instant on comments, given by their keys.

    Called in the transaction of the deed.
    """
    points = Point.objects.filter(comment__in=comments)
    of_plan = Q(item_key=None, plan__in=points.values("comment__plan"))
    about = of_plan | Q(item_key__in=points.values("item_key"))
    # Those marked already too: their rows are locked, so that a letter being written meanwhile
    # cannot end the mark without having seen what this deed publishes.
    Subscription.objects.confirmed().filter(about).update(news_since=Coalesce("news_since", since))


def tell_next() -> bool:
    """Write one letter of news that is due; says whether there was any. A chore of the worker."""
    due = Subscription.objects.filter(news_since__lte=timezone.now() - GATHERED)
    found = due.order_by("news_since", "pk").first()
    if found is None:
        return False
    with transaction.atomic():
        locked = due.select_for_update(of=["self"]).select_related("plan").filter(pk=found.pk)
        if (subscription := locked.first()) is not None:
            _tell(subscription)
    return True


def _tell(subscription: Subscription) -> None:
    since, subscription.news_since = subscription.news_since, None
    subscription.save(update_fields=["news_since"])
    if since is None or _hears_of_the_whole_plan(subscription):
        return
    comments = _comments_of(subscription)
    fresh = comments.filter(published_at__gte=since)
    settled = comments.filter(Exists(_answers_since(since)))
    if fresh or settled:
        letters.news(subscription, fresh=list(fresh), settled=list(settled))


def _hears_of_the_whole_plan(subscription: Subscription) -> bool:
    whole = Subscription.objects.confirmed().filter(
        plan=subscription.plan_id, item_key=None, email=subscription.email
    )
    return subscription.item_key is not None and whole.exists()


def _comments_of(subscription: Subscription) -> CommentQuerySet:
    """The published comments that a subscription is for, by number, with items and plan."""
    comments = Comment.objects.published().filter(plan=subscription.plan_id)
    if subscription.item_key is not None:
        points = Point.objects.filter(item_key=subscription.item_key)
        comments = comments.filter(pk__in=points.values("comment"))
    return comments.select_related("plan", "item").order_by("number")


def _answers_since(instant: datetime) -> QuerySet[Settlement]:
    answers = Settlement.objects.published().filter(point__comment=OuterRef("pk"))
    return answers.filter(published_at__gte=instant).exclude(point__comment__kind="none")
