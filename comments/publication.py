"""What becomes public of a comment, and when."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import amending, consultation, counting, letters, points
from comments.models import Comment
from comments.reading import moment
from comments.subscribing import news
from strategy.editing import version_of
from strategy.models import PageRevision
from strategy.people import called


class CheckRefused(Exception):
    """Why a comment cannot change its state; its text is for the reader."""


class DecidedMeanwhile(CheckRefused):
    """The comment is not what its officer had before them any more."""


def publish(comment: Comment, *, seen: int | None = None) -> Comment:
    """Show a checked comment to the public, in its newest wording.

    `seen` is the version of it that the officer had before them (`editing.version_of`: every
    decision adds a record to its history), where one had. Raises CheckRefused, DecidedMeanwhile.
    """
    with transaction.atomic():
        comment = _locked(comment, seen)
        if comment.state == Comment.State.PUBLISHED:
            _take_over(comment)
            return comment
        if comment.is_amended:
            # Before it is counted: the new wording may speak of other items.
            amending.take_over(comment)
        comment = _turn(comment, Comment.State.PUBLISHED)
        letters.published(comment)
        news.mark([comment.pk], since=comment.published_at or timezone.now())
        return comment


def hold(comment: Comment, *, seen: int | None = None) -> Comment:
    """Keep a comment back until something about it is settled; also takes it off the web.

    Raises CheckRefused, DecidedMeanwhile.
    """
    with transaction.atomic():
        return _turn(_locked(comment, seen), Comment.State.HELD)


def reject(comment: Comment, reason: str, *, seen: int | None = None) -> Comment:
    """Never show a comment, for one of `Comment.Rejection`. It keeps its number and its record.

    Raises CheckRefused, DecidedMeanwhile.
    """
    if reason not in Comment.Rejection.values:
        raise CheckRefused(_("Choose why the comment is rejected."))
    with transaction.atomic():
        before = _locked(comment, seen)
        if (before.state, before.rejection) == (Comment.State.REJECTED, reason):
            return before
        comment = _turn(before, Comment.State.REJECTED, reason)
        letters.rejected(comment)
        return comment


def refuse_amendment(comment: Comment, reason: str, *, seen: int | None = None) -> Comment:
    """Never show the amendment that waits, for one of `Comment.Rejection`.

    Readers keep the wording that they see; its author is told why and may amend it again. The
    wording that was refused stays on record. Raises CheckRefused, DecidedMeanwhile.
    """
    if reason not in Comment.Rejection.values:
        raise CheckRefused(_("Choose why the amendment is refused."))
    with transaction.atomic():
        comment = _locked(comment, seen)
        if not comment.is_amended:
            raise CheckRefused(_("No amendment of this comment waits for a check."))
        # Its consultation may be settled by that.
        PageRevision.raise_for(comment.plan_id)
        comment.refused_version, comment.refusal = comment.newest_version, reason
        comment.save()
        letters.amendment_refused(comment)
        return comment


def refuse_unseen(comment: Comment, seen: int | None) -> None:
    """Raise DecidedMeanwhile where a locked comment is not what its officer had before them."""
    if seen is not None and version_of(comment) != seen:
        raise DecidedMeanwhile(_meanwhile(comment))


def _locked(comment: Comment, seen: int | None) -> Comment:
    locked = Comment.objects.select_for_update(of=["self"]).select_related("plan")
    comment = locked.get(pk=comment.pk)
    refuse_unseen(comment, seen)
    if comment.state == Comment.State.WITHDRAWN:
        raise CheckRefused(_("Its author has withdrawn this comment."))
    if comment.state in Comment.UNSEEN:
        raise CheckRefused(_("Its sender has not confirmed this comment."))
    return comment


def _meanwhile(comment: Comment) -> str:
    record = comment.history.select_related("history_user").order_by("-history_id").first()
    told: dict[str, Any] = {
        "state": comment.get_state_display(),
        "when": moment(record.history_date),
    }
    if record.history_user is None:
        return _("The comment has changed meanwhile (%(when)s). Now: %(state)s.") % told
    told["who"] = called(record.history_user)
    return _("%(who)s has decided meanwhile (%(when)s). Now: %(state)s.") % told


def _take_over(comment: Comment) -> None:
    """Show the amendment of a published comment, where there is one; counted at its items anew."""
    if comment.is_amended:
        points.hold(comment)
        PageRevision.raise_for(comment.plan_id)
        counting.count(comment, -1)
        amending.take_over(comment)
        comment.save()
        counting.count(comment, 1)
        letters.amended(comment)


def _turn(comment: Comment, state: str, rejection: str = "") -> Comment:
    before = comment.state
    if (state, rejection) == (before, comment.rejection):
        return comment
    comment.state, comment.rejection = state, rejection
    step = (state == Comment.State.PUBLISHED) - (before == Comment.State.PUBLISHED)
    if step:
        # First, for it also keeps a new edition from being copied with the old count.
        PageRevision.raise_for(comment.plan_id)
        counting.count(comment, step)
    else:
        consultation.recount(comment)
    if state == Comment.State.PUBLISHED:
        comment.published_at = timezone.now()
    comment.save()
    return comment
