"""Taking in what came on paper, by e-mail or at a hearing, with its true channel and day."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from comments import receiving
from comments.models import Comment, Consultation, Invitation
from comments.receiving import BY_STAFF
from comments.rows import Said
from strategy.characters import as_compared

Invitations = Mapping[str, Invitation]


class EntryRefused(Exception):
    """Why a comment cannot be entered; its text is for the reader."""


class Entry(NamedTuple):
    """A comment as the office got it. `kind` is empty where it follows from what it speaks of.

    `name_public` only where its author consented in writing; all but channel, day and parts may
    be empty. The parts are about items of the edition that is consulted.
    """

    channel: str
    received_on: date
    parts: Sequence[Said]
    kind: str = ""
    organisation: str = ""
    name: str = ""
    name_public: bool = False
    email: str = ""


class Fault(NamedTuple):
    """What cannot be so, and the field of `Entry` or of a part where it is mended."""

    field: str
    message: str


def enter(
    consultation: Consultation,
    entry: Entry,
    *,
    key: uuid.UUID,
    invitations: Invitations | None = None,
) -> Comment:
    """Give a comment its number, as any other; what came late is taken in, too.

    What an invited body said is its answer. The same key again makes no second comment.
    Needs `consultation.edition` at hand. Raises EntryRefused and receiving.ReceivingRefused.
    """
    invitations = invited_to(consultation) if invitations is None else invitations
    for fault in faults(consultation, entry, invitations):
        raise EntryRefused(fault.message)
    invitation = invitations.get(as_compared(entry.organisation))
    return receiving.receive(
        entry.parts,
        name=entry.name,
        email=entry.email,
        speaker=_speaker(entry, invitation),
        organisation=invitation.organisation.name if invitation else entry.organisation,
        name_public=entry.name_public,
        kind=entry.kind or None,
        channel=entry.channel,
        invitation=invitation,
        received_at=_instant(entry.received_on),
        submission_key=key,
        day_only=True,
    )


def invited_to(consultation: Consultation) -> dict[str, Invitation]:
    """The invitations to a consultation, by the name of the body and by its abbreviation."""
    found = {}
    for invitation in consultation.invitations.select_related("organisation"):
        body = invitation.organisation
        for name in (body.name, body.abbreviation):
            if name:
                found[as_compared(name)] = invitation
    return found


def faults(consultation: Consultation, entry: Entry, invitations: Invitations) -> Iterator[Fault]:
    """What keeps an entry from being taken in, in the order of the form."""
    if entry.channel not in BY_STAFF:
        yield Fault("channel", _("Say how the comment came."))
    yield from _of_day(consultation, entry.received_on)
    if entry.kind == Comment.Kind.NONE and len(entry.parts) > 1:
        yield Fault("kind", _("“No comments” is one point."))
    if entry.name_public and not entry.name:
        yield Fault("name_public", _("There is no name to be shown."))
    weighed = any(part.weight for part in entry.parts)
    if weighed and as_compared(entry.organisation) not in invitations:
        yield Fault("weight", _("Only the comment of an invited body has a weight."))


def _of_day(consultation: Consultation, day: date) -> Iterator[Fault]:
    opened = localdate(consultation.opens_at)
    if day > localdate():
        yield Fault("received_on", _("This day is still to come."))
    elif day < opened:
        told = _("The consultation opened on %(day)s; nothing can have come before.")
        yield Fault("received_on", told % {"day": date_format(opened, "DATE_FORMAT")})


def _speaker(entry: Entry, invitation: Invitation | None) -> str:
    if invitation and not invitation.organisation.is_outside:
        return Comment.Speaker.DEPARTMENT
    return Comment.Speaker.ORGANISATION if entry.organisation else Comment.Speaker.CITIZEN


def _instant(day: date) -> datetime:
    """Noon of the day, for no hour is known; in the morning of today, now."""
    return min(make_aware(datetime.combine(day, time(12))), timezone.now())
