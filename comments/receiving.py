"""Take a comment in: number it, keep its wording, never twice; and see that its e-mail is right."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import consultation, letters, limits, rows, settlement
from comments.checking import doubts
from comments.models import Comment, Consultation, Contact, Invitation
from comments.privacy.erasing import drop_waiting
from comments.privacy.searching import about
from comments.rows import Beside, Said
from strategy import languages
from strategy.auditing.noting import note_written
from strategy.ledger import entries as ledger
from strategy.letters import outbox
from strategy.limits import LimitReached, Use, take
from strategy.models import Item
from strategy.prepared import in_one_go

# Channels by which somebody at the office brings a comment in; its own date counts.
BY_STAFF = (Comment.Channel.PAPER, Comment.Channel.EMAIL, Comment.Channel.HEARING)


class ReceivingRefused(Exception):
    """Why a comment cannot be taken in; its text is for the reader."""


def receive(
    parts: Sequence[Said],
    *,
    name: str,
    consulted: Consultation | None = None,
    email: str = "",
    speaker: str = Comment.Speaker.CITIZEN,
    organisation: str = "",
    name_public: bool = False,
    kind: str | None = None,
    channel: str = Comment.Channel.WEB,
    invitation: Invitation | None = None,
    received_at: datetime | None = None,
    submission_key: uuid.UUID | None = None,
    day_only: bool = False,
    uses: Sequence[Use] = (),
    marks: Sequence[str] = (),
) -> Comment:
    """Register a comment of at least one part and give it the next number of its plan.

    All parts are about items of one edition, with `item.edition` at hand; `consulted` is the
    consultation on it where it was read with it, else it is asked for. A submission key that
    was received already returns the comment it made. `received_at` is an aware instant, by
    default now. A comment from the web with an e-mail waits until that is confirmed; one that
    says “no comments” is noted at once. An import may speak of any text, the office of one that
    was consulted, the web of one that is open. `uses` are limits that a new comment counts
    against, `marks` what was odd about its way here, as codes of `checking.doubts`.
    Raises ReceivingRefused and LimitReached.
    """
    submission_key = submission_key or uuid.uuid4()
    item = parts[0].item
    # Looked for before anybody has to wait.
    doubted = (
        _doubts(parts, marks, name=name, organisation=organisation, email=email)
        if channel == Comment.Channel.WEB
        else {}
    )
    comment = Comment(
        plan_id=item.edition.plan_id,
        item=item,
        item_key=item.key,
        kind=kind or _kind_of(item),
        channel=channel,
        state=_first_state(channel, email, invitation),
        speaker=speaker,
        organisation=organisation,
        name_public=name_public,
        invitation=invitation,
        submission_key=submission_key,
        received_at=received_at or timezone.now(),
        received_on_day_only=day_only,
        **doubted,
    )
    # Who answers under a link from a letter has shown that the address is theirs.
    confirmed_at = comment.received_at if invitation else None
    told = {"email": email, "confirmed_at": confirmed_at, "language": _language(comment)}
    beside = rows.beside(comment, parts, name=name, **told)
    try:
        with transaction.atomic():
            _refuse_closed(item, channel, consulted)
            take(uses)
            _register(comment, beside)
            _refuse_cancelled(item, channel)
    except (ReceivingRefused, LimitReached, rows.SentBefore):
        # What was taken in is known even where no more is.
        known = rows.sent_before(submission_key)
        if known is None:
            raise
        return known
    return comment


def _register(comment: Comment, beside: Beside) -> None:
    """Keep a new comment with all that belongs to it. Raises SentBefore."""
    rows.write_comment(comment)
    with in_one_go():
        rows.write_history(comment)
        beside.write(comment)
        letters.received(comment, beside.contact)
    if comment.kind == Comment.Kind.NONE:
        _note(comment)
    if comment.channel != Comment.Channel.WEB:
        consultation.recount(comment)
    if comment.channel in BY_STAFF:
        note_written(comment)


def confirm(comment: Comment) -> Comment:
    """Note that its sender's e-mail is right; what waited for that is received now.

    Done once however often it is asked for. Other letters to the same mailbox go out at once;
    what was sent under its address is still confirmed each by its own link, for anybody may have
    typed the address. Raises ReceivingRefused.
    """
    with transaction.atomic():
        comment, contact = _locked(comment)
        if comment.state == Comment.State.EXPIRED or contact is None or not contact.email:
            raise ReceivingRefused(_("This comment waits for no confirmation any more."))
        if contact.confirmed_at is None:
            contact.confirmed_at = timezone.now()
            contact.save(update_fields=["confirmed_at"])
            outbox.want(contact.email)
        return _let_in(comment)


def go_on_without_email(comment: Comment, uses: Sequence[Use] = ()) -> Comment:
    """Receive a comment that waits for its e-mail's confirmation, and forget the e-mail.

    `uses` are the limits of comments without one. Raises ReceivingRefused and LimitReached.
    """
    with transaction.atomic():
        comment, contact = _waiting(comment)
        take(uses)
        drop_waiting(about(comment))
        _change_email(comment, contact, "")
        ledger.record("email.forgotten", comment=str(comment.submission_key))
        return _let_in(comment)


def correct_email(comment: Comment, email: str, uses: Sequence[Use] = ()) -> Comment:
    """Ask for the confirmation again, at another address where the first was mistyped.

    Links sent to the former address hold no more. Raises ReceivingRefused and LimitReached.
    """
    with transaction.atomic():
        comment, contact = _waiting(comment)
        take([(limits.LETTERS, comment.pk), *uses])
        drop_waiting(about(comment))
        if email != contact.email:
            _change_email(comment, contact, email)
        letters.confirmation_again(comment, contact)
        return comment


def ask_again(comment: Comment, uses: Sequence[Use] = ()) -> Comment:
    """Send the link of confirmation once more. Raises ReceivingRefused and LimitReached."""
    with transaction.atomic():
        comment, contact = _locked(comment)
        if contact is None or contact.confirmed_at or comment.state == Comment.State.EXPIRED:
            raise ReceivingRefused(_("This comment waits for no confirmation any more."))
        take([(limits.LETTERS, comment.pk), *uses])
        letters.confirmation_again(comment, contact)
        return comment


def _note(comment: Comment) -> None:
    """“No comments” needs nobody to settle it."""
    for point in comment.points.all():
        settlement.note(point, at=comment.received_at)


def _refuse_closed(item: Item, channel: str, consulted: Consultation | None) -> None:
    if channel == Comment.Channel.IMPORT:
        return
    found = consulted or consultation.of(item.edition)
    if found is None:
        raise ReceivingRefused(_("No consultation on this text has been announced."))
    if channel not in BY_STAFF and not found.is_open():
        raise ReceivingRefused(_("This text takes no comments."))


def _refuse_cancelled(item: Item, channel: str) -> None:
    """Now that the number is ours, for who calls a consultation off takes the same lock.

    Once it is open, as for whoever writes on the web, it can no longer be called off.
    """
    if channel in BY_STAFF:
        _refuse_closed(item, channel, None)


def _doubts(parts: Sequence[Said], marks: Sequence[str], **sender: str) -> dict[str, object]:
    """What a comment from the web is kept with for whoever checks it. One query."""
    texts = [text for said in parts for text in (said.text, said.proposal, said.rationale) if text]
    found = doubts.of(texts, marks=marks, **sender)
    return {"score": found.score, "doubts": found.codes}


def _waiting(comment: Comment) -> tuple[Comment, Contact]:
    """A comment that waits for its confirmation, locked, and who sent it."""
    comment, contact = _locked(comment)
    if comment.state != Comment.State.UNCONFIRMED or contact is None:
        raise ReceivingRefused(_("This comment waits for no confirmation any more."))
    return comment, contact


def _locked(comment: Comment) -> tuple[Comment, Contact | None]:
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    return comment, Contact.objects.filter(comment=comment).first()


def _let_in(comment: Comment) -> Comment:
    if comment.state == Comment.State.UNCONFIRMED:
        comment.state = Comment.State.RECEIVED
        comment.save()
        consultation.recount(comment)
    return comment


def _change_email(comment: Comment, contact: Contact, email: str) -> None:
    """Forget an address that was wrong; links that were sent to it open nothing any more."""
    contact.email = email
    contact.save(update_fields=["email"])
    comment.link_key = uuid.uuid4()
    # Nothing that history tells has changed.
    Comment.objects.filter(pk=comment.pk).update(link_key=comment.link_key)


def _first_state(channel: str, email: str, invitation: Invitation | None) -> str:
    confirms = channel == Comment.Channel.WEB and email and invitation is None
    return Comment.State.UNCONFIRMED if confirms else Comment.State.RECEIVED


def _language(comment: Comment) -> str:
    """That of the page on which it was written; what the office brings in comes on paper."""
    return languages.asked_in() if comment.channel == Comment.Channel.WEB else ""


def _kind_of(item: Item) -> str:
    return Comment.Kind.GENERAL if item.parent_id is None else Comment.Kind.PART
