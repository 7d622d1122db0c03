"""The consultation on an edition: announce it, extend it, and how it stands."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Consultation, Extension
from strategy.models import Edition, PageRevision


class ConsultationRefused(Exception):
    """Why a consultation cannot be announced or changed; its text is for the reader."""


def of(edition: Edition) -> Consultation | None:
    """The consultation on an edition, with that edition at hand."""
    found = Consultation.objects.filter(edition=edition).first()
    if found is not None:
        found.edition = edition
    return found


def is_open(edition: Edition) -> bool:
    """Whether comments on that edition are taken now. One query."""
    found = of(edition)
    return found is not None and found.is_open()


def announce(
    edition: Edition,
    *,
    opens_at: datetime,
    closes_at: datetime,
    answers_promised_on: date,
    **fields: object,
) -> Consultation:
    """Say when the public is asked about a published edition. Raises ConsultationRefused."""
    if closes_at - opens_at < Consultation.LEAST:
        raise ConsultationRefused(
            _("People need at least %(days)d days.") % {"days": Consultation.LEAST.days}
        )
    with transaction.atomic():
        PageRevision.raise_for(edition.plan_id)
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        if not edition.is_live:
            raise ConsultationRefused(_("Only a published text that still stands is consulted."))
        if Consultation.objects.filter(edition=edition).exists():
            raise ConsultationRefused(_("A consultation on this edition is announced already."))
        return Consultation.objects.create(
            edition=edition,
            opens_at=opens_at,
            closes_at=closes_at,
            answers_promised_on=answers_promised_on,
            **fields,
        )


def extend(
    consultation: Consultation,
    *,
    closes_at: datetime,
    answers_promised_on: date,
    reason: str,
) -> Extension:
    """Let a consultation close later, and say why. Raises ConsultationRefused."""
    with transaction.atomic():
        PageRevision.raise_for(consultation.edition.plan_id)
        consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
        _refuse_extension(consultation, closes_at, reason)
        extension = Extension.objects.create(
            consultation=consultation,
            previous_closes_at=consultation.closes_at,
            closes_at=closes_at,
            previous_promised_on=consultation.answers_promised_on,
            promised_on=answers_promised_on,
            reason=reason.strip(),
        )
        consultation.closes_at = closes_at
        consultation.answers_promised_on = answers_promised_on
        consultation.save()
        return extension


def _refuse_extension(consultation: Consultation, closes_at: datetime, reason: str) -> None:
    if consultation.closes_at <= timezone.now():
        raise ConsultationRefused(_("The consultation has closed; it cannot be extended."))
    if closes_at <= consultation.closes_at:
        raise ConsultationRefused(_("A consultation can be extended, not shortened."))
    if not reason.strip():
        raise ConsultationRefused(_("Say why the consultation is extended."))
