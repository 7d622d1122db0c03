"""What authors say of answers is public once an officer has looked at the words.

Whether an answer satisfies them is public at once (`amending.react`).
"""

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Reaction
from comments.publication import CheckRefused, DecidedMeanwhile
from strategy.models import PageRevision


def publish_words(
    reaction: Reaction, *, seen: str | None = None, by: User | AnonymousUser | None = None
) -> Reaction:
    """Show the words with the answer that they are about.

    `seen` is the `mark` that the officer had before them, where one had. Raises CheckRefused,
    DecidedMeanwhile.
    """
    return _decide(reaction, seen, by, public=True)


def hide_words(
    reaction: Reaction, *, seen: str | None = None, by: User | AnonymousUser | None = None
) -> Reaction:
    """Keep the words inside; only their author and staff read them. As `publish_words`."""
    return _decide(reaction, seen, by, public=False)


def mark(reaction: Reaction) -> str:
    """Differs once something else is said, or what is said was decided on."""
    decided = reaction.words_checked_at
    return f"{reaction.given_at.timestamp()}-{decided.timestamp() if decided else 0}"


def _decide(
    reaction: Reaction, seen: str | None, by: User | AnonymousUser | None, *, public: bool
) -> Reaction:
    with transaction.atomic():
        reaction = _locked(reaction)
        if seen not in {None, mark(reaction)}:
            raise DecidedMeanwhile(
                _("The author has written something else, or somebody has decided meanwhile.")
            )
        if not reaction.words:
            raise CheckRefused(_("The author has not written anything of the answer."))
        if reaction.words_checked_at and reaction.words_public == public:
            return reaction
        PageRevision.raise_for(reaction.settlement.point.comment.plan_id)
        reaction.words_public, reaction.words_checked_at = public, timezone.now()
        reaction.words_checked_by = by if isinstance(by, User) else None
        reaction.save()
        return reaction


def _locked(reaction: Reaction) -> Reaction:
    """Behind its comment, as its author locks it who says something else."""
    Comment.objects.select_for_update(of=["self"]).get(points__settlements=reaction.pk)
    return Reaction.objects.select_related("settlement__point__comment").get(pk=reaction.pk)
