"""Taking a message in, dealing with it, and forgetting it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from strategy import limits, naming
from strategy.auditing.noting import note_written
from strategy.ledger import entries as ledger
from strategy.letters import outbox
from strategy.limits import Limit
from strategy.models import Feedback, Letter
from strategy.progress import hiding
from strategy.statement import office

# Messages from one address.
ADDRESS = Limit("feedback", 5, timedelta(minutes=15))
BATCH = 50


def send(key: uuid.UUID, *, kind: str, page: str, text: str, email: str, address: str) -> Feedback:
    """Take a message in and tell the office; the same `key` again is the same message.

    `address` is the sender's, whose messages are counted. Raises LimitReached.
    """
    with transaction.atomic():
        said = {"kind": kind, "page": page, "text": text, "email": email}
        # First, for the second of two equal forms waits here until the first is in.
        made, is_new = Feedback.objects.get_or_create(submission_key=key, defaults=said)
        if is_new:
            limits.take([(ADDRESS, address), (limits.NETWORK, limits.network_of(address))])
            _tell_office(made)
        return made


def settle(feedback: Feedback, by: User | AnonymousUser) -> None:
    """Say that it was dealt with; saying so again changes nothing."""
    waiting = Feedback.objects.filter(pk=feedback.pk, settled_at=None)
    author = by if by.is_authenticated else None
    with transaction.atomic():
        if waiting.update(settled_at=timezone.now(), settled_by=author):
            note_written(feedback)


def erase(feedback: Feedback, by: User | AnonymousUser) -> None:
    """Take out what its sender wrote, the e-mail, and the letter that held it; it stays counted."""
    with transaction.atomic():
        note_written(feedback)
        outbox.empty(Letter.objects.filter(about=_about(feedback)))
        settle(feedback, by)
        Feedback.objects.filter(pk=feedback.pk).update(
            text="", email="", page="", erased_at=timezone.now()
        )
        ledger.record("feedback.erased", key=str(feedback.submission_key))
        for clean in hiding.cleaning:
            clean()


def expire() -> bool:
    """Delete what was dealt with as long ago as contacts are kept; says whether there was any.

    A chore of the worker.
    """
    over = timezone.now() - timedelta(days=settings.CONTACT_DAYS)
    with transaction.atomic():
        found = Feedback.objects.filter(settled_at__lte=over).order_by("pk")[:BATCH]
        kept = list(found.values_list("pk", flat=True))
        outbox.empty(Letter.objects.filter(about__in=[f"strategy.feedback:{pk}" for pk in kept]))
        Feedback.objects.filter(pk__in=kept).delete()
        return bool(kept)


def _tell_office(feedback: Feedback) -> None:
    context = {
        "feedback": feedback,
        "office_url": naming.absolute(reverse("strategy:feedback_read", args=[feedback.pk])),
    }
    outbox.post("feedback", office.email(), context, about=_about(feedback), wanted=True)


def _about(feedback: Feedback) -> str:
    return f"strategy.feedback:{feedback.pk}"
