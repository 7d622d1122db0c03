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


def reject(comment: Comment) -> Comment:
    """Never show a comment. It keeps its number and stays on record."""
    return _turn(comment, Comment.State.REJECTED)


def _turn(comment: Comment, state: str) -> Comment:
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        if comment.state == Comment.State.WITHDRAWN:
            raise CheckRefused(_("Its author has withdrawn this comment."))
        before, comment.state = comment.state, state
        if state == before:
            return comment
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
    """Count a comment at its item in every edition, as it is shown there."""
    items = Item.objects.filter(key=comment.item_key, edition__plan=comment.plan_id)
    tallies = [ItemTally(item=item) for item in items]
    ItemTally.objects.bulk_create(tallies, ignore_conflicts=True)
    ItemTally.objects.filter(item__in=items).update(comments=F("comments") + step)
