"""Names of who erased themselves, where others wrote them: listed until somebody has decided.

Whoever gives a phrase for a name must not rewrite the city's answers with it.
"""

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Erasure, Mention
from comments.privacy import files, scrubbing
from comments.privacy.searching import (
    cut_at,
    hide_in_answers,
    hold,
    mentions_elsewhere,
    stand_in_answers,
)
from strategy.ledger import entries as ledger


class DecidedAlready(Exception):
    """Somebody else was quicker; its text is for the reader."""


class Place(NamedTuple):
    """A kind of row, and a text in it in pieces, each with whether it is what is sought."""

    kind: str
    pieces: list[tuple[str, bool]]


class Found(NamedTuple):
    """What is to be decided on: where it stands, and other people's comments that hold it."""

    mention: Mention
    places: list[Place]
    comments: list[Comment]


def note(erasure: Erasure, said: str) -> None:
    """List a name or an e-mail where it stands in what others wrote; in a transaction."""
    comment = erasure.comment
    if stand_in_answers(comment, said) or mentions_elsewhere(comment, said):
        Mention.objects.create(erasure=erasure, said=said)


def waiting() -> list[Found]:
    """What nobody has decided on, the oldest first."""
    mentions = Mention.objects.waiting().select_related("erasure__comment__plan")
    return [_found(mention) for mention in mentions]


def hide(mention: Mention, by: User | AnonymousUser | None) -> None:
    """Put “[údaj skryt]” in its place in what the city wrote of the comment.

    Other people's comments are redacted one by one. Raises DecidedAlready.
    """
    with transaction.atomic():
        erasure, said = _decide(mention, by, hidden=True)
        hide_in_answers(erasure.comment, said)
        if erasure.comment.published_at:
            files.drop_files_of(erasure.comment, erasure)


def leave(mention: Mention, by: User | AnonymousUser | None) -> None:
    """Let what was written stand, for it names nobody. Raises DecidedAlready."""
    with transaction.atomic():
        _decide(mention, by, hidden=False)


def _found(mention: Mention) -> Found:
    comment, said = mention.erasure.comment, mention.said
    texts = stand_in_answers(comment, said).items()
    places = [
        Place(str(model._meta.verbose_name), cut_at(text, said))
        for model, holding in texts
        for text in holding
    ]
    return Found(mention, places, mentions_elsewhere(comment, said))


def _decide(
    mention: Mention, by: User | AnonymousUser | None, *, hidden: bool
) -> tuple[Erasure, str]:
    """Forget the name; returns the erasure, whose comment is then locked, and what was sought."""
    hold([mention.erasure.comment])
    locked = Mention.objects.waiting().select_for_update(of=["self"])
    found = locked.select_related("erasure__comment").filter(pk=mention.pk).first()
    if found is None:
        raise DecidedAlready(_("Somebody has decided on this already."))
    said, found.said, found.hidden = found.said, "", hidden
    found.decided_at = timezone.now()
    found.decided_by = by if isinstance(by, User) else None
    found.save()
    Erasure.objects.filter(pk=found.erasure_id).update(scrubbed_at=None)
    of = str(found.erasure.comment.submission_key)
    ledger.record("mention.decided", comment=of, said=ledger.digest(said), hidden=hidden)
    scrubbing.after_commit()
    return found.erasure, said
