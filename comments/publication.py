"""What becomes public of a comment, and when."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment
from strategy.models import ItemTally, PageRevision


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
        if state == Comment.State.PUBLISHED:
            comment.published_at = timezone.now()
        comment.save()
        step = (state == Comment.State.PUBLISHED) - (before == Comment.State.PUBLISHED)
        if step:
            _count(comment.item_id, step)
            PageRevision.raise_for(comment.plan_id)
        return comment


def _count(item_id: int, step: int) -> None:
    ItemTally.objects.bulk_create([ItemTally(item_id=item_id)], ignore_conflicts=True)
    ItemTally.objects.filter(item_id=item_id).update(comments=F("comments") + step)
