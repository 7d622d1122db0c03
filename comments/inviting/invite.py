"""Ask bodies by name for comments: who is asked, the invitation, and the two reminders."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from comments import letters
from comments.models import Consultation, Invitation
from comments.privacy.erasing import drop_waiting
from strategy.auditing.noting import note_written
from strategy.days import start_of
from strategy.models import Organisation

# Before the last day, the day of the first reminder. The second comes on the last day.
AHEAD = timedelta(days=7)
# What a letter to an invited body speaks of.
AT_HAND = ("organisation", "consultation__edition__plan")


class InvitingRefused(Exception):
    """Why a body cannot be invited, or no longer left out; its text is for the reader."""


def choose(consultation: Consultation, organisations: Collection[Organisation]) -> int:
    """Put bodies on the list of a consultation, without a letter yet; returns how many are new.

    Raises InvitingRefused where the consultation has ended, and for a body without an e-mail.
    """
    _refuse_ended(consultation)
    for organisation in organisations:
        _refuse_without_email(organisation)
    with transaction.atomic():
        before = consultation.invitations.count()
        Invitation.objects.bulk_create(
            [
                Invitation(consultation=consultation, organisation=each, email=each.email)
                for each in organisations
            ],
            ignore_conflicts=True,
        )
        added = consultation.invitations.count() - before
        if added:
            note_written(consultation)
        return added


def leave_out(invitation: Invitation) -> None:
    """Take a body off the list again. Raises InvitingRefused once its letter is written."""
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.invited_at is not None:
            raise InvitingRefused(_("This body was invited already; that cannot be taken back."))
        invitation.delete()


def invite(consultation: Consultation) -> int:
    """Write to all on the list whom nobody has written to; returns how many they were.

    Raises InvitingRefused where the consultation has ended.
    """
    with transaction.atomic():
        _refuse_ended(consultation)
        waiting = consultation.invitations.select_for_update(of=["self"]).filter(invited_at=None)
        found = list(waiting.select_related(*AT_HAND).order_by("pk"))
        for one in found:
            one.invited_at = timezone.now()
        Invitation.objects.bulk_update(found, ["invited_at"])
        letters.invitations(found)
        if found:
            note_written(consultation)
        return len(found)


def invite_again(invitation: Invitation, email: str) -> None:
    """Write to a body once more, to an address that staff have mended. Raises InvitingRefused.

    The link that went to another address opens nothing any more, and what waits to go there is
    dropped.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvitingRefused(error.messages[0]) from None
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=["self"]).select_related(*AT_HAND)
        invitation = locked.get(pk=invitation.pk)
        _refuse_ended(invitation.consultation)
        if email != invitation.email:
            drop_waiting(f"comments.invitation:{invitation.pk}")
        invitation.email, invitation.invited_at = email, timezone.now()
        invitation.save(update_fields=["email", "invited_at"])
        letters.invitations([invitation])


def remind_next() -> bool:
    """Remind one body that is to be reminded now; whether there was any. A chore of the worker."""
    for consultation in _closing_soon():
        moment, last_day = newest_reminder(consultation)
        if moment and (invitation := _to_remind(consultation, moment).first()):
            _remind(invitation, moment, last_day=last_day)
            return True
    return False


def newest_reminder(consultation: Consultation) -> tuple[datetime | None, bool]:
    """The beginning, in Prague, of the last day of reminding that has come, if any.

    And whether that is the last day of the consultation itself.
    """
    for ahead in (timedelta(0), AHEAD):
        day = consultation.last_day - ahead
        if day <= localdate():
            return start_of(day), not ahead
    return None, False


def _closing_soon() -> QuerySet[Consultation]:
    """Open consultations with a day of reminding behind them, of which bodies know."""
    soon = timezone.now() + AHEAD + timedelta(days=1)
    found = Consultation.objects.open().filter(closes_at__lte=soon)
    return found.filter(invitations__invited_at__isnull=False).distinct().order_by("closes_at")


def _to_remind(consultation: Consultation, moment: datetime) -> QuerySet[Invitation]:
    """Who was invited before that moment, and neither reminded nor heard of since."""
    told = consultation.invitations.annotate(told_at=Coalesce("reminded_at", "invited_at"))
    return told.unanswered().filter(told_at__lt=moment).order_by("pk")


def _remind(invitation: Invitation, moment: datetime, *, last_day: bool) -> None:
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=["self"]).select_related(*AT_HAND)
        invitation = locked.get(pk=invitation.pk)
        # Another worker may have been quicker.
        if invitation.reminded_at is None or invitation.reminded_at < moment:
            invitation.reminded_at = timezone.now()
            invitation.save(update_fields=["reminded_at"])
            letters.reminder(invitation, last_day=last_day)


def _refuse_ended(consultation: Consultation) -> None:
    if consultation.has_ended():
        raise InvitingRefused(_("The consultation has ended."))


def _refuse_without_email(organisation: Organisation) -> None:
    if not organisation.email:
        raise InvitingRefused(
            _("%(body)s has no e-mail. Fill it in first.") % {"body": organisation}
        )
