"""What becomes public of a comment, and when."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import amending, counting
from comments.models import Comment
from strategy.models import PageRevision


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
        if state == Comment.State.PUBLISHED:
            amending.take_over(comment)
        before, comment.state = comment.state, state
        if (state, rejection) == (before, comment.rejection):
            return comment
        comment.rejection = rejection
        step = (state == Comment.State.PUBLISHED) - (before == Comment.State.PUBLISHED)
        if step:
            # First, for it also keeps a new edition from being copied with the old count.
            PageRevision.raise_for(comment.plan_id)
            counting.count(comment, step)
        if state == Comment.State.PUBLISHED:
            comment.published_at = timezone.now()
        comment.save()
        return comment
