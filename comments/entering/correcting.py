"""The e-mail of a comment that the office entered, where it was mistyped."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import letters
from comments.models import Comment, Contact
from comments.privacy.erasing import drop_waiting
from comments.privacy.searching import about
from comments.receiving import BY_STAFF
from strategy import languages

# As the history of the comment has it.
CORRECTED = gettext_lazy("the e-mail was corrected")


class CorrectingRefused(Exception):
    """Why an e-mail is not corrected; its text is for the reader."""


def correct_email(comment: Comment, email: str) -> Comment:
    """Write to who sent a comment at another address; none where it is empty.

    Links that went to the former one open nothing any more, what waits to go there is dropped,
    and the receipt goes to the new one. Raises CorrectingRefused.
    """
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment.pk)
        contact = Contact.objects.filter(comment=comment).first()
        if refusal := why_not(comment, contact):
            raise CorrectingRefused(refusal)
        if contact is None or contact.email == email:
            return comment
        drop_waiting(about(comment))
        _change(contact, email, confirmed=comment.invitation_id is not None)
        comment.link_key = uuid.uuid4()
        comment._change_reason = languages.in_own(CORRECTED)  # type: ignore[attr-defined]
        comment.save()
        letters.confirmation_again(comment, contact)
        return comment


def why_not(comment: Comment, contact: Contact | None) -> str:
    """Why the e-mail cannot be corrected, in words; empty where it can."""
    if comment.channel not in BY_STAFF:
        return _("Who writes on the web mends the e-mail there.")
    if contact is None:
        return _("Nothing is known any more of who sent this comment.")
    return ""


def _change(contact: Contact, email: str, *, confirmed: bool) -> None:
    """What somebody else did at the former address, such as ending the letters, holds no more."""
    contact.email, contact.wants_letters = email, True
    contact.confirmed_at = timezone.now() if confirmed and email else None
    contact.save(update_fields=["email", "wants_letters", "confirmed_at"])
