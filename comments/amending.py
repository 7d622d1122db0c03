"""What an author can still do with a comment: amend it, take it back, sign it, judge the answer."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import consultation, counting, letters, points, rows
from comments.checking import doubts
from comments.models import Comment, CommentVersion, Contact, Erasure, Reaction, Settlement
from comments.privacy import files
from comments.rows import Said
from strategy import languages
from strategy.ledger import entries as ledger
from strategy.limits import Use, take
from strategy.models import Edition, PageRevision

# What its author can amend or take back; the rest is over.
UNDER_WAY = (
    Comment.State.UNCONFIRMED,
    Comment.State.RECEIVED,
    Comment.State.HELD,
    Comment.State.PUBLISHED,
)


# So many wordings, for somebody checks each of them and everybody may read it.
MOST_VERSIONS = 30


class AmendingRefused(Exception):
    """Why an author cannot change a comment; its text is for the reader."""


class AmendedMeanwhile(AmendingRefused):
    """The wording that was amended is not the newest any more."""


def amend(
    comment: Comment, parts: Sequence[Said], *, seen: int | None = None, uses: Sequence[Use] = ()
) -> Comment:
    """Say it anew, as a further version; the ones before stay.

    What is published stays as it is until the new wording is checked (`take_over`). `seen` is
    the number of the version that the author had before them, where one had. The same wording
    sent again is no new version. `uses` are the limits that a new one counts against. What is
    doubtful is looked for anew. Raises AmendingRefused, AmendedMeanwhile, LimitReached.
    """
    with transaction.atomic():
        comment = _locked(comment)
        if _words(parts) == _words(wording(comment, comment.newest_version)):
            return comment
        if refusal := why_not_amend(comment):
            raise AmendingRefused(refusal)
        _refuse_elsewhere(comment, parts)
        if seen not in {None, comment.newest_version}:
            raise AmendedMeanwhile(
                _("This comment was amended in another window meanwhile. Please compare the two.")
            )
        take(uses)
        _doubt_anew(comment, parts)
        comment.newest_version += 1
        rows.write_version(comment, parts, at=timezone.now())
        if comment.state != Comment.State.PUBLISHED:
            take_over(comment)
        comment.save()
        return comment


def take_over(comment: Comment) -> None:
    """Let the newest wording be the one that counts, and its points be what is settled.

    The comment is locked by whoever calls, and saved by them with the rest of their decision.
    """
    before, after = (
        wording(comment, number) for number in (comment.version, comment.newest_version)
    )
    points.follow(comment, before, after)
    comment.version = comment.newest_version
    comment.item, comment.item_key = after[0].item, after[0].item.key


def withdraw(comment: Comment) -> Comment:
    """Take a comment back: its number stays, its words are shown no more.

    Until the city has answered, for then the answer stands in the settlement table. Raises
    AmendingRefused.
    """
    with transaction.atomic():
        comment = _locked(comment)
        if comment.state == Comment.State.WITHDRAWN:
            return comment
        if refusal := why_not_withdraw(comment):
            raise AmendingRefused(refusal)
        if comment.state == Comment.State.PUBLISHED:
            PageRevision.raise_for(comment.plan_id)
            counting.count(comment, -1)
        else:
            consultation.recount(comment)
        comment.state, comment.withdrawn_at = Comment.State.WITHDRAWN, timezone.now()
        comment.save()
        letters.withdrawn(comment)
        return comment


def show_name(comment: Comment) -> Comment:
    """Sign the comment with its sender's name."""
    with transaction.atomic():
        ledger.record("comment.signed", comment=str(comment.submission_key))
        return _sign(comment, public=True)


def hide_name(comment: Comment) -> Comment:
    """Sign the comment with its number alone; stored files with the name go at once."""
    with transaction.atomic():
        was_public = _locked(comment).name_public
        comment = _sign(comment, public=False)
        if was_public and comment.published_at:
            # Nothing has to go from the database itself, as the name is kept with the contact.
            unsigned = comment.erasures.create(
                what=Erasure.What.UNSIGNED,
                reason=languages.in_own(gettext_lazy("At the request of whoever sent it.")),
                scrubbed_at=timezone.now(),
            )
            files.drop_files_of(comment, unsigned)
        ledger.record("comment.unsigned", comment=str(comment.submission_key))
        return comment


def react(settlement: Settlement, *, satisfied: bool, words: str = "") -> Reaction:
    """Say whether a published answer satisfies who made the comment.

    It can be said anew until the plan is approved with that answer before the council. Words
    that are new are public once somebody has looked at them (`reacting`). Raises AmendingRefused.
    """
    with transaction.atomic():
        # As who publishes another answer, which takes the place of this one.
        Comment.objects.select_for_update(of=["self"]).get(points__settlements=settlement.pk)
        settlement = Settlement.objects.select_related("point__comment").get(pk=settlement.pk)
        if refusal := why_not_react(settlement):
            raise AmendingRefused(refusal)
        PageRevision.raise_for(settlement.point.comment.plan_id)
        reaction = Reaction.objects.filter(settlement=settlement).first()
        reaction = reaction or Reaction(settlement=settlement)
        if reaction.words != words.strip():
            reaction.words, reaction.words_public = words.strip(), False
            reaction.words_checked_at = reaction.words_checked_by = None
        reaction.satisfied, reaction.given_at = satisfied, timezone.now()
        reaction.save()
        return reaction


def why_not_amend(comment: Comment) -> str:
    """Why a comment cannot be amended now, in words; empty where it can. Needs `item.edition`."""
    if comment.state not in UNDER_WAY:
        return _("This comment is closed; it can no longer be amended.")
    if comment.kind == Comment.Kind.NONE:
        return _("“No comments” cannot be amended. Please send a new comment.")
    if is_answered(comment):
        return _("We have answered this comment; it can no longer be amended.")
    if comment.newest_version >= MOST_VERSIONS:
        told = _("This comment has %(number)d wordings already. Please send a new comment.")
        return told % {"number": comment.newest_version}
    if not consultation.is_open(comment.item.edition):
        return _("The consultation is closed; comments can be amended while it is open.")
    return ""


def why_not_withdraw(comment: Comment) -> str:
    """Why a comment cannot be taken back now, in words; empty where it can."""
    if comment.state not in UNDER_WAY:
        return _("This comment is closed already.")
    if comment.kind != Comment.Kind.NONE and is_answered(comment):
        return _("We have answered this comment; it can no longer be taken back.")
    return ""


def why_not_react(settlement: Settlement) -> str:
    """Why nothing can be said of an answer now; empty where it can. Needs `point.comment`."""
    comment = settlement.point.comment
    if settlement.state != Settlement.State.PUBLISHED:
        return _("A newer answer has taken the place of this one.")
    if comment.state != Comment.State.PUBLISHED:
        return _("This comment is not published.")
    approved = Edition.objects.filter(plan=comment.plan_id, stamp=Edition.State.APPROVED)
    if approved.filter(published_at__gt=settlement.published_at).exists():
        return _("The plan has since been approved; nothing more can be said about this answer.")
    return ""


def is_answered(comment: Comment) -> bool:
    """Whether an answer to one of its points is published."""
    return Settlement.objects.published().filter(point__comment=comment).exists()


def wording(comment: Comment, number: int) -> list[CommentVersion]:
    """The parts of one version, in their order, each with its item at hand."""
    parts = CommentVersion.objects.filter(comment=comment, number=number)
    return list(parts.select_related("item").order_by("part"))


def _locked(comment: Comment) -> Comment:
    locked = Comment.objects.select_for_update(of=["self"])
    return locked.select_related("item__edition").get(pk=comment.pk)


def _sign(comment: Comment, *, public: bool) -> Comment:
    with transaction.atomic():
        comment = _locked(comment)
        if comment.name_public == public:
            return comment
        if comment.state == Comment.State.PUBLISHED:
            PageRevision.raise_for(comment.plan_id)
        comment.name_public = public
        comment.save()
        return comment


def _refuse_elsewhere(comment: Comment, parts: Sequence[Said]) -> None:
    if not parts or any(said.item.edition_id != comment.item.edition_id for said in parts):
        raise AmendingRefused(_("A comment stays with the text that it was made on."))


def _doubt_anew(comment: Comment, parts: Sequence[Said]) -> None:
    """What was found in the former wording is no longer said; the way it came stays."""
    contact = Contact.objects.filter(comment=comment).first() or Contact()
    of_web = comment.channel == Comment.Channel.WEB
    sender = {"name": contact.name, "organisation": comment.organisation, "email": contact.email}
    found = doubts.of(
        [text for said in parts for text in (said.text, said.proposal, said.rationale) if text],
        comment.pk,
        marks=[code for code in comment.doubts if code in doubts.OF_THE_WAY],
        **(sender if of_web else {}),
    )
    comment.score, comment.doubts = found.score, found.codes


def _words(parts: Sequence[Said] | Sequence[CommentVersion]) -> list[tuple[object, ...]]:
    return [(part.item.pk, part.text, part.proposal, part.rationale, part.weight) for part in parts]
