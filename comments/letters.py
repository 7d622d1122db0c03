"""What the portal writes to people about comments: each letter is one function.

All of them go to the outbox, in the transaction of the deed that calls them. Of what happens to a
comment its author hears only at an address that was confirmed, and as long as they want to.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.timezone import localdate

from comments import links
from comments.links import Purpose
from comments.models import (
    Comment,
    CommentVersion,
    Consultation,
    Contact,
    Extension,
    Invitation,
    Settlement,
    Subscription,
)
from strategy import languages, naming
from strategy.letters import outbox
from strategy.models import Item, Letter, Organisation
from strategy.templatetags.letters import clock, weekday

RECEIPT = "comment_received"
_ABOUT_COMMENT = "comments.comment:"


def received(comment: Comment, contact: Contact) -> None:
    """The receipt: the number and every word, and where the e-mail is to be confirmed."""
    if comment.channel != Comment.Channel.IMPORT:
        _promise_receipt(comment, contact, once=f"{_about(comment)}:received")


def confirmation_again(comment: Comment, contact: Contact) -> None:
    """The receipt once more, because its sender asked for it or mended the address."""
    _promise_receipt(comment, contact)


def put_receipt_into_words(letter: Letter) -> bool:
    """Write what was promised about a comment as it stands now; False where nobody waits for it.

    Raises DoesNotExist where there is no such comment.
    """
    comments = Comment.objects.select_related("plan").select_for_update(of=["self"])
    comment = comments.get(pk=int(letter.about.removeprefix(_ABOUT_COMMENT)))
    contact = Contact.objects.filter(comment=comment, email=letter.to).first()
    if contact is None:
        return False
    # Where the source gives a day only, no time is made up.
    told = weekday if comment.received_on_day_only else clock
    with languages.of_reader(contact.language):
        received = told(comment.received_at)
    waits = comment.state == Comment.State.UNCONFIRMED
    context = {"parts": _parts(comment), "waits": waits, "received": received}
    given = _of_author(comment, contact) | context
    no_more = links.url(*links.no_letters(comment))
    outbox.put_into_words(letter, given, no_more, contact.language)
    return True


def receipt_of(comment: Comment) -> Letter | None:
    """The newest receipt, however it stands."""
    receipts = Letter.objects.filter(kind=RECEIPT, about=_about(comment))
    return receipts.order_by("pk").last()


def published(comment: Comment) -> None:
    """That the comment passed the check and can be read by all; said once."""
    _tell_author("comment_published", comment, {}, "published")


def rejected(comment: Comment) -> None:
    """That the comment will not be shown, and why."""
    context = {"contact_email": settings.CONTACT_EMAIL}
    _tell_author("comment_rejected", comment, context, f"rejected-{comment.rejection}")


def amended(comment: Comment) -> None:
    """That a newer wording passed the check and stands in the place of the former."""
    _tell_author("comment_amended", comment, {}, f"amended-{comment.version}")


def amendment_refused(comment: Comment) -> None:
    """That a newer wording will not be shown, why, and that the former stays."""
    context = {"contact_email": settings.CONTACT_EMAIL}
    once = f"amendment-refused-{comment.refused_version}"
    _tell_author("comment_amendment_refused", comment, context, once)


def withdrawn(comment: Comment) -> None:
    """That the comment was withdrawn, so that nobody but its author does so unnoticed."""
    _tell_author("comment_withdrawn", comment, {})


def answered(settlements: Iterable[Settlement]) -> None:
    """Answers that were just published, to the authors: one letter for each comment.

    Needs `point.comment` at hand. Three queries, however many they are.
    """
    by_comment = groupby(
        sorted(settlements, key=lambda answer: (answer.point.comment_id, answer.point.position)),
        key=lambda answer: answer.point.comment,
    )
    answers = {comment.pk: (comment, list(of_one)) for comment, of_one in by_comment}
    prefetch_related_objects([comment for comment, _of_one in answers.values()], "plan")
    contacts = {contact.pk: contact for contact in _listening().filter(comment__in=answers)}
    outbox.put(
        _to_author("comment_answered", comment, contacts[comment.pk], _told(of_one))
        for comment, of_one in answers.values()
        if comment.pk in contacts
    )


def _told(answers: list[Settlement]) -> dict[str, object]:
    return {"answers": answers, "changed": any(answer.changed_item_id for answer in answers)}


def subscription_confirm(subscription: Subscription, item: Item) -> None:
    """The link by which somebody confirms that they want the news of an item, or of its plan."""
    outbox.post(
        "subscription_confirm",
        subscription.email,
        {
            "plan": subscription.plan,
            "part": f"{item.code} {item.text}".strip() if item.parent_id else "",
            "confirm_url": links.url(Purpose.SUBSCRIPTION, subscription.pk),
        },
        about=f"comments.subscription:{subscription.pk}",
        language=subscription.language,
    )


def news(
    subscription: Subscription, *, fresh: Sequence[Comment], settled: Sequence[Comment]
) -> None:
    """Which comments are new and which were answered, by number. Needs `plan` and their items."""
    plan = subscription.plan
    outbox.post(
        "news",
        subscription.email,
        {
            "plan": plan,
            "plan_url": _whole(plan.get_absolute_url()),
            "fresh": [(comment, _whole(comment.get_absolute_url())) for comment in fresh],
            "settled": [(comment, _whole(comment.get_absolute_url())) for comment in settled],
        },
        about=f"comments.subscription:{subscription.pk}",
        wanted=True,
        unsubscribe_url=links.url(Purpose.UNSUBSCRIBE, subscription.pk),
        language=subscription.language,
    )


def invitations(invited: Iterable[Invitation]) -> None:
    """The city asks bodies by name to comment, with the link under which each answers.

    Needs `organisation` and `consultation.edition.plan` at hand. One query.
    """
    outbox.put(_to_invited("invitation", one, {}, f"invited-{one.invited_at}") for one in invited)


def reminder(invitation: Invitation, *, last_day: bool) -> None:
    """That the consultation closes in a week, or today, and the body has not answered yet."""
    closes_at = invitation.consultation.closes_at
    once = f"reminded-{closes_at.isoformat()}-{last_day:d}"
    outbox.put([_to_invited("invitation_reminder", invitation, {"last_day": last_day}, once)])


def extended(extension: Extension) -> None:
    """That a consultation closes later, to the bodies that were invited to it."""
    invited = Invitation.objects.filter(
        consultation=extension.consultation, invited_at__isnull=False
    ).select_related("organisation", "consultation__edition__plan")
    once = f"extended-{extension.pk}"
    outbox.put(
        _to_invited("consultation_extended", invitation, {"extension": extension}, once)
        for invitation in invited
    )


def cancelled(consultation: Consultation, reason: str) -> None:
    """That a consultation is called off, to the bodies that were invited to it."""
    invited = consultation.invitations.invited()
    outbox.put(
        _to_invited("consultation_cancelled", one, {"reason": reason}, "cancelled")
        for one in invited.select_related("organisation", "consultation__edition__plan")
    )


def assigned(organisation: Organisation) -> None:
    """That comments wait to be settled by a body of the city; one letter a day."""
    outbox.post(
        "points_assigned",
        organisation.email,
        {"organisation": organisation, "desk_url": _whole(reverse("comments:desk"))},
        about=f"strategy.organisation:{organisation.pk}",
        once=f"assigned:{organisation.pk}:{localdate()}",
        wanted=True,
    )


def _promise_receipt(comment: Comment, contact: Contact, once: str = "") -> None:
    """Many comments may come at once; the worker has the time to write."""
    wanted = contact.confirmed_at is not None
    about = _about(comment)
    outbox.put([outbox.promise(RECEIPT, contact.email, about=about, once=once, wanted=wanted)])


def _tell_author(kind: str, comment: Comment, context: dict[str, Any], once: str = "") -> None:
    contact = _listening().filter(comment=comment).first()
    if contact is not None:
        outbox.put([_to_author(kind, comment, contact, context, once)])


def _listening() -> QuerySet[Contact]:
    """Authors who confirmed the address and have not ended the letters."""
    return Contact.objects.filter(wants_letters=True, confirmed_at__isnull=False).exclude(email="")


def _to_author(
    kind: str, comment: Comment, contact: Contact, context: dict[str, Any], once: str = ""
) -> Letter:
    about = _about(comment)
    return outbox.compose(
        kind,
        contact.email,
        _of_author(comment, contact) | context,
        about=about,
        once=f"{about}:{once}" if once else "",
        wanted=contact.confirmed_at is not None,
        unsubscribe_url=links.url(*links.no_letters(comment)),
        language=contact.language,
    )


def _of_author(comment: Comment, contact: Contact) -> dict[str, object]:
    """What every letter to the author of a comment can tell."""
    return {
        "comment": comment,
        "comment_url": _whole(comment.get_absolute_url()),
        "mine_url": links.url(*links.mine(comment)),
        "confirm_url": "" if contact.confirmed_at else _confirm_url(contact),
    }


def _about(comment: Comment) -> str:
    return f"{_ABOUT_COMMENT}{comment.pk}"


def _confirm_url(contact: Contact) -> str:
    # Where the address is changed meanwhile, the link that went to the former confirms nothing.
    return links.url(Purpose.CONFIRMATION, contact.pk, contact.email)


def _to_invited(kind: str, invitation: Invitation, context: dict[str, Any], once: str) -> Letter:
    consultation = invitation.consultation
    given = {
        "invitation": invitation,
        "consultation": consultation,
        "plan": consultation.edition.plan,
        "edition_url": _whole(consultation.edition.get_absolute_url()),
        "answer_url": links.url(*links.invited(invitation)),
    }
    about = f"comments.invitation:{invitation.pk}"
    return outbox.compose(
        kind, invitation.email, given | context, about=about, once=f"{about}:{once}"
    )


def _parts(comment: Comment) -> QuerySet[CommentVersion]:
    newest = CommentVersion.objects.filter(comment=comment, number=comment.newest_version)
    return newest.select_related("item").order_by("part")


def _whole(path: str) -> str:
    return naming.absolute(path)
