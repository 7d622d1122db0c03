"""What becomes public of a comment, and when."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment
from strategy.models import Item, ItemTally, PageRevision


class CheckRefused(Exception):
    """Why a comment cannot change its state; its text is for the reader."""


def publish(comment: Comment) -> Comment:
    """Show a checked comment to the public."""
    return _turn(comment, Comment.State.PUBLISHED)


def hold(comment: Comment) -> Comment:
    """Keep a comment back until something about it is settled; also takes it off the web."""
    return _turn(comment, Comment.State.HELD)


def reject(comment: Comment, reason: str) -> Comment:
    """Never show a comment, for one of `Comment.Rejection`. It keeps its number and its record."""
    if reason not in Comment.Rejection.values:
        raise CheckRefused(_("Choose why the comment is rejected."))
    return _turn(comment, Comment.State.REJECTED, reason)


def _turn(comment: Comment, state: str, rejection: str = "") -> Comment:
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if comment.state == Comment.State.WITHDRAWN:
            raise CheckRefused(_("Its author has withdrawn this comment."))
        if comment.state in Comment.UNSEEN:
            raise CheckRefused(_("Its sender has not confirmed this comment."))
        before, comment.state = comment.state, state
        if (state, rejection) == (before, comment.rejection):
            return comment
        comment.rejection = rejection
        step = (state == Comment.State.PUBLISHED) - (before == Comment.State.PUBLISHED)
        if step:
            # First, for it also keeps a new edition from being copied with the old count.
            PageRevision.raise_for(comment.plan_id)
            _count(comment, step)
        if state == Comment.State.PUBLISHED:
            comment.published_at = timezone.now()
        comment.save()
        return comment


def _count(comment: Comment, step: int) -> None:
    """Count a comment at the items it speaks of in every edition, as it is shown there."""
    keys = comment.points.order_by().values("item_key").distinct()
    items = Item.objects.filter(key__in=keys, edition__plan=comment.plan_id)
    tallies = [ItemTally(item=item) for item in items]
    ItemTally.objects.bulk_create(tallies, ignore_conflicts=True)
    ItemTally.objects.filter(item__in=items).update(comments=F("comments") + step)
