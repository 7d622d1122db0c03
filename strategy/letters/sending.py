"""Sending letters: from the outbox to the mail server, each once, for as long as it takes.

A letter is claimed by moving its next attempt beyond LEASE, in one statement, so that no other
worker takes it. A worker that dies between the server's “accepted” and its own note of that leaves
the letter to be sent again after LEASE, under the same Message-ID; nothing can make that window
smaller than none, and a reader's server knows the double by that number.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.auditing.noting import note_written
from strategy.letters import folder, outbox
from strategy.letters.message import message_of
from strategy.models import Letter
from strategy.secret_links import masked

logger = logging.getLogger(__name__)

# Longer than any one sending can take: see EMAIL_TIMEOUT.
LEASE = timedelta(minutes=15)
# Letters of one connection, so that other work of the worker's gets its turn.
BATCH = 20
# After each attempt: 1, 2, 4 … 256 minutes, then every six hours; given up after two days.
DELAYS = [timedelta(minutes=2**step) for step in range(9)] + [timedelta(hours=6)] * 7
# How soon another letter is tried where the server could not be reached.
PAUSE = timedelta(minutes=1)

# Letters that nobody has asked for, to one recipient.
MOST_A_DAY = 3
DAY = timedelta(days=1)
# After that such a letter, kept back by others, is no longer worth sending.
WORTH = timedelta(days=2)


def send_waiting() -> bool:
    """Send what is due, as many as BATCH; say whether there was any. A chore of the worker's."""
    connection = get_connection()
    sent = 0
    try:
        while sent < BATCH and (letter := claim()) is not None:
            sent += 1
            if not _send(letter, connection):
                break
    finally:
        _hang_up(connection)
    return sent > 0


def send_again(letter: Letter) -> bool:
    """Put a letter that failed or was dropped into the queue once more; False where it cannot."""
    again = Letter.objects.filter(
        pk=letter.pk, state__in=[Letter.State.FAILED, Letter.State.DROPPED]
    ).exclude(to="")
    now = timezone.now()
    waiting = {"state": Letter.State.WAITING, "attempts": 0, "error": ""}
    with transaction.atomic():
        if not again.update(written_at=now, send_after=now, **waiting):
            return False
        note_written(letter)
    return True


def claim() -> Letter | None:
    """The oldest letter that is due, for this process alone until LEASE is over; or None."""
    while (letter := Letter.objects.due().first()) is not None:
        if not letter.plain:
            fulfil(letter)
            continue
        with transaction.atomic():
            full_until = None if letter.wanted else _full_until(letter.recipient)
            if full_until:
                _keep_back(letter.recipient, full_until)
            elif _lease(letter):
                return letter
    return None


def expected_at(letter: Letter) -> datetime:
    """When a waiting letter goes out, by what is known now: at once, or once its turn has come."""
    now = timezone.now()
    if letter.wanted:
        return now
    sent = Q(state=Letter.State.SENT, sent_at__gt=now - DAY)
    before = Q(state=Letter.State.WAITING, pk__lte=letter.pk)
    theirs = Letter.objects.filter(sent | before, recipient=letter.recipient, wanted=False)
    found = theirs.values_list("sent_at", flat=True)
    moments = sorted(moment for moment in found if moment)
    for _letter in range(len(found) - len(moments)):
        free = moments[-MOST_A_DAY] + DAY if len(moments) >= MOST_A_DAY else now
        moments.append(max(now, free))
    return moments[-1]


def fulfil(letter: Letter) -> None:
    """Find the words of a letter that was only promised, and keep them: no retry changes them.

    One about which there is nothing to tell any more is dropped.
    """
    unworded = Letter.objects.waiting().filter(pk=letter.pk, plain="")
    try:
        # What it tells of is locked before the letter, as by every deed.
        with transaction.atomic():
            if not outbox.WRITERS[letter.kind](letter):
                letter.state = Letter.State.DROPPED
            names = ("subject", "plain", "html", "headers", "state")
            unworded.update(**{name: getattr(letter, name) for name in names})
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001  (one letter must not keep the others back)
        logger.error("Letter %s was not put into words: %s", letter.pk, type(error).__name__)
        unworded.update(state=Letter.State.FAILED, error=type(error).__name__)


def _lease(letter: Letter) -> bool:
    """Take a letter unless another worker was quicker."""
    ours = Letter.objects.due().filter(pk=letter.pk)
    taken = ours.update(send_after=timezone.now() + LEASE, attempts=F("attempts") + 1)
    letter.attempts += 1
    return bool(taken)


def _full_until(recipient: str) -> datetime | None:
    """When there is room for one more letter that the recipient did not ask for; None: now.

    Locks their letters, so that two workers cannot fill the same room.
    """
    now = timezone.now()
    sent = Q(state=Letter.State.SENT, sent_at__gt=now - DAY)
    theirs = Letter.objects.filter(recipient=recipient, wanted=False)
    locked = theirs.filter(sent | Q(state=Letter.State.WAITING)).order_by("pk").select_for_update()
    # One being sent, or between two attempts, takes a place as well.
    moments = [
        letter.sent_at or now
        for letter in locked
        if letter.sent_at or (letter.attempts and letter.send_after > now)
    ]
    return min(moments) + DAY if len(moments) >= MOST_A_DAY else None


def _keep_back(recipient: str, until: datetime) -> None:
    due = Letter.objects.due().filter(recipient=recipient, wanted=False)
    due.filter(written_at__lt=until - WORTH).update(
        state=Letter.State.DROPPED,
        error=_("Too many letters to the same address that nobody had asked for."),
    )
    due.update(send_after=until)


def _send(letter: Letter, connection: BaseEmailBackend) -> bool:
    """Send a claimed letter and note how it went; False where the server is no use now."""
    try:
        connection.open()
    except OSError as error:
        _fail(letter, error)
        Letter.objects.due().update(send_after=timezone.now() + PAUSE)
        return False
    try:
        connection.send_messages([message_of(letter)])
    except (OSError, ValueError) as error:
        _fail(letter, error, for_good=_is_for_good(error))
        _hang_up(connection)
        return isinstance(error, SMTPException | ValueError)
    waiting = Letter.objects.waiting().filter(pk=letter.pk)
    if not waiting.update(state=Letter.State.SENT, sent_at=timezone.now(), error=""):
        # Emptied while it went out, by whoever erased what it tells of.
        folder.forget([letter.message_id])
    return True


def _fail(letter: Letter, error: Exception, *, for_good: bool = False) -> None:
    """Note a failed attempt, and when the next one is due, if any."""
    logger.warning("Letter %s was not sent: %s", letter.pk, type(error).__name__)
    note = {"error": _without_address(f"{type(error).__name__}: {error}", letter.to)}
    waiting = Letter.objects.waiting().filter(pk=letter.pk)
    if for_good or letter.attempts > len(DELAYS):
        waiting.update(state=Letter.State.FAILED, **note)
    else:
        waiting.update(send_after=timezone.now() + DELAYS[letter.attempts - 1], **note)


def _is_for_good(error: Exception) -> bool:
    """Whether the server, or our own check, has refused this very letter for ever."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError | SMTPNotSupportedError)


def _without_address(said: str, address: str) -> str:
    return masked(said.replace(address, "…") if address else said)


def _hang_up(connection: BaseEmailBackend) -> None:
    # The server may have gone before we say goodbye.
    with suppress(OSError):
        connection.close()
