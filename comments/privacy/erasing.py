"""Taking who sent a comment out of every place, for good."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from comments.models import (
    Comment,
    CommentVersion,
    Contact,
    Erasure,
    Original,
    Reaction,
    Subscription,
)
from comments.privacy import mentions, scrubbing
from comments.privacy.files import drop_files_of
from comments.privacy.hidden import HIDDEN
from comments.privacy.searching import about, hidden_in, hide_in_answers, hide_person, hold
from strategy.ledger import entries as ledger
from strategy.letters.outbox import empty
from strategy.models import Letter


class ErasingRefused(Exception):
    """Why nobody is erased; its text is for the reader."""


def erase(
    comment: Comment,
    reason: str,
    by: User | None,
    *,
    wording: bool = False,
    subscriptions: bool = False,
    in_answers: bool = True,
) -> Erasure:
    """Erase who sent a comment, by a member of staff or, without `by`, at their own request.

    The comment stays under its number with its text, in which the name and the e-mail are
    hidden; with `wording` all of what it says is hidden too. `subscriptions` ends those of the
    same e-mail. What was not confirmed yet is gone altogether. Without `in_answers` what others
    wrote about it is left to somebody who looks at it first (`mentions`), for a name may be any
    phrase. Raises ErasingRefused.
    """
    if not reason.strip():
        raise ErasingRefused(_("Say why the data are erased."))
    with transaction.atomic():
        hold([comment])
        comment = Comment.objects.get(pk=comment.pk)
        contact = Contact.objects.filter(comment=comment).first()
        unconfirmed = comment.state == Comment.State.UNCONFIRMED
        if contact is None and not (wording and _says_something(comment)):
            raise ErasingRefused(_("There is nothing left to erase."))
        erasure = Erasure.objects.create(
            comment=comment, what=Erasure.What.ERASED, reason=_without(contact, reason), done_by=by
        )
        forget_letters(comment, contact, all_of_them=wording)
        if contact is not None:
            _hide_names(erasure, contact, in_answers=in_answers)
            _erase_contact(comment, contact, subscriptions=subscriptions)
        if unconfirmed:
            let_go(comment)
        elif wording:
            hide_wording(comment)
        comment.name_public = False
        comment.save()
        # What was never public stands in no file.
        if comment.published_at:
            drop_files_of(comment, erasure)
        ledger.record(
            "comment.erased",
            comment=str(comment.submission_key),
            wording=wording,
            subscriptions=subscriptions,
            in_answers=in_answers,
        )
        scrubbing.after_commit()
        return erasure


def erase_all(comments: Collection[Comment], reason: str, by: User | None, **extent: bool) -> None:
    """As `erase`, several comments of one person: all of them or none."""
    with transaction.atomic():
        hold(comments)
        for comment in comments:
            erase(comment, reason, by, **extent)


def let_go(comment: Comment) -> None:
    """Leave nothing of a comment that was never confirmed but its number; to be saved after."""
    hide_wording(comment)
    forget_letters(comment, None, all_of_them=True)
    comment.points.all().delete()
    comment.state = Comment.State.EXPIRED


def hide_wording(comment: Comment) -> None:
    """Hide all that a comment says, in every version, and its organisation; to be saved after."""
    Original.objects.filter(version__comment=comment).delete()
    CommentVersion.objects.filter(comment=comment).put_instead(
        text=HIDDEN, proposal="", rationale=""
    )
    comment.points.update(text=HIDDEN, stems="")
    comment.organisation = ""
    Comment.history.filter(id=comment.pk).update(organisation="")
    said = Reaction.objects.filter(settlement__point__comment=comment).exclude(words="")
    # Nobody has to look at that any more.
    said.update(words=HIDDEN, words_checked_at=Coalesce("words_checked_at", Now()))


def forget_letters(comment: Comment, contact: Contact | None, *, all_of_them: bool) -> None:
    """Empty the letters about a comment: those to its sender and those that are sent, or all.

    What waits to be sent of those is dropped.
    """
    letters = Letter.objects.filter(about=about(comment))
    if not all_of_them:
        waits_for_others = Q(state=Letter.State.WAITING)
        if contact is not None:
            waits_for_others &= ~Q(to__iexact=contact.email)
        letters = letters.exclude(waits_for_others)
    empty(letters)


def drop_waiting(about_what: str) -> None:
    """Let nothing more of what speaks of that go to an address that was wrong."""
    waiting = Letter.objects.waiting().filter(about=about_what).values_list("pk", flat=True)
    empty(Letter.objects.filter(pk__in=list(waiting)))


def end_subscriptions(subscriptions: QuerySet[Subscription]) -> int:
    """Delete them with what was written to them; answers how many there were."""
    found = list(subscriptions.select_for_update().values_list("pk", flat=True))
    abouts = [f"comments.subscription:{subscription_id}" for subscription_id in found]
    empty(Letter.objects.filter(about__in=abouts))
    Subscription.objects.filter(pk__in=found).delete()
    return len(found)


def other_comments_of(contact: Contact) -> list[Comment]:
    """Comments that came from the same e-mail and still say so, without the contact's own."""
    if not contact.email:
        return []
    same = Comment.objects.filter(contact__email__iexact=contact.email)
    return list(same.exclude(pk=contact.pk).select_related("plan").order_by("plan", "number"))


def _says_something(comment: Comment) -> bool:
    """Whether there are words of it that are not hidden yet."""
    hidden = Q(text=HIDDEN, proposal="", rationale="")
    return CommentVersion.objects.filter(comment=comment).exclude(hidden).exists()


def _hide_names(erasure: Erasure, contact: Contact, *, in_answers: bool) -> None:
    for said in (contact.name, contact.email):
        hide_person(erasure.comment, said)
        if in_answers:
            hide_in_answers(erasure.comment, said)
        else:
            mentions.note(erasure, said)


def _erase_contact(comment: Comment, contact: Contact, *, subscriptions: bool) -> None:
    if subscriptions and contact.email:
        end_subscriptions(Subscription.objects.filter(email__iexact=contact.email))
    contact.delete()
    comment.refresh_from_db()


def _without(contact: Contact | None, reason: str) -> str:
    """A reason that does not tell again what is erased for it."""
    if contact is None:
        return reason.strip()
    return hidden_in(reason.strip(), contact.name, contact.email)
