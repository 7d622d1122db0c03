"""The consultation on an edition: announce it, extend it, and how it stands.

What was announced is kept: a consultation can only close later, and its answers can only be
promised for a later day. It is called off only before it opens and anything was said. Triggers
hold to that too (`comments/unshortened.py`).
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from comments import letters
from comments.consulting.standing import closing
from comments.models import Cancellation, Comment, Consultation, Extension, NumberSeries
from strategy import editing, editions
from strategy.characters import plain
from strategy.editing import Author
from strategy.models import Edition, PageRevision
from strategy.prepared import Given, PreparedModel

# What may be changed at any time: how to take part, and what the law gives for the answers.
OPTIONS = ("questions", "postal_address", "email", "hearing", "statutory_days")


_OF_EDITION = PreparedModel(
    Consultation.objects.filter(edition=Given("edition", BigIntegerField())).order_by()
)


class ConsultationRefused(Exception):
    """Why a consultation cannot be announced, changed or called off; for the reader."""


def of(edition: Edition) -> Consultation | None:
    """The consultation on an edition, with that edition at hand."""
    found = _OF_EDITION.first(edition=edition.pk)
    if found is not None:
        found.edition = edition
    return found


def recount(comment: Comment) -> None:
    """Make the page stale that counts every comment, shown or not, once it takes no more.

    For a deed after which one more or one less has come or waits. The comment is locked.
    """
    found = of(comment.item.edition)
    if found is not None and found.has_ended():
        PageRevision.raise_for(comment.plan_id)


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
    by: Author = None,
    **options: object,
) -> Consultation:
    """Say when the public is asked about a published edition; options are those of OPTIONS.

    Raises ConsultationRefused, and ValidationError by field.
    """
    with transaction.atomic():
        PageRevision.raise_for(edition.plan_id)
        edition = Edition.objects.select_for_update().select_related("plan").get(pk=edition.pk)
        consultation = Consultation(
            edition=edition,
            opens_at=opens_at,
            closes_at=closes_at,
            answers_promised_on=answers_promised_on,
            **options,
        )
        _refuse_announcement(consultation)
        return _save(consultation, by)


def extend(
    consultation: Consultation,
    *,
    closes_at: datetime,
    answers_promised_on: date,
    reason: str,
    read: int | None = None,
    by: Author = None,
) -> Extension:
    """Let a consultation close later, and say why.

    `read` is the version that the author of the extension has read, if any. Raises
    ConsultationRefused, and Outdated.
    """
    reason = plain(reason).strip()
    with transaction.atomic():
        consultation = _locked(consultation)
        _refuse_extension(consultation, closes_at, answers_promised_on, reason)
        if read is not None:
            editing.refuse_outdated(consultation, read)
        extension = Extension.objects.create(
            consultation=consultation,
            previous_closes_at=consultation.closes_at,
            closes_at=closes_at,
            previous_promised_on=consultation.answers_promised_on,
            promised_on=answers_promised_on,
            reason=reason,
        )
        consultation.closes_at = closes_at
        consultation.answers_promised_on = answers_promised_on
        _save(consultation, by)
        letters.extended(extension)
        return extension


def cancel(consultation: Consultation, reason: str, *, by: Author = None) -> Cancellation:
    """Call a consultation off before it opens, and say why; another can be announced then.

    It is gone with its invitations; bodies that were invited are told. Raises
    ConsultationRefused.
    """
    reason = plain(reason).strip()
    with transaction.atomic():
        # As whoever takes a comment in: of the two, one comes first.
        NumberSeries.objects.select_for_update().get_or_create(plan_id=consultation.edition.plan_id)
        if not Consultation.objects.filter(pk=consultation.pk).exists():
            raise ConsultationRefused(_("The consultation is called off already."))
        consultation = _locked(consultation)
        _refuse_cancelling(consultation, reason)
        cancellation = Cancellation.objects.create(
            edition=consultation.edition,
            consultation_key=consultation.pk,
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
            cancelled_at=timezone.now(),
            reason=reason,
        )
        letters.cancelled(consultation, reason)
        editing.signed(consultation, by).delete()
        return cancellation


def why_not_cancel(consultation: Consultation) -> str:
    """Why a consultation cannot be called off now, in words; empty where it can."""
    if consultation.opens_at <= timezone.now():
        return _("The consultation has opened; it cannot be called off any more.")
    if Comment.objects.filter(item__edition=consultation.edition_id).exists():
        return _("Somebody has commented on this text; the consultation cannot be called off.")
    return ""


def why_not_publish(draft: Edition, state: str) -> str:
    """Why a draft cannot take the place of what is consulted, in words; empty where it can.

    A consultation is never shortened, so the text that it is about stands until it closes.
    """
    replaced = editions.replaced_by(draft, state)
    found = Consultation.objects.filter(edition__in=replaced, closes_at__gt=timezone.now())
    last = found.select_related("edition").order_by("closes_at").last()
    if last is None:
        return ""
    words = _(
        "The consultation on edition %(number)d lasts until %(day)s and cannot be shortened."
        " Publish once it has closed; one that has not opened can be called off."
    )
    return words % {"number": last.edition.number, "day": closing(last.closes_at)}


def change(
    consultation: Consultation, read: int, by: Author = None, **options: object
) -> Consultation:
    """Change some of OPTIONS; `read` is the version that the author of the change has read.

    Raises Outdated, and ValidationError by field.
    """
    with transaction.atomic():
        return editing.change_locked(_locked(consultation), read, by, **options)


def _locked(consultation: Consultation) -> Consultation:
    """The row as it is now, with its edition and plan, after the plan's pages were made stale."""
    PageRevision.raise_for(consultation.edition.plan_id)
    locked = Consultation.objects.select_for_update(of=["self"])
    return locked.select_related("edition__plan").get(pk=consultation.pk)


def _save(consultation: Consultation, by: Author) -> Consultation:
    consultation.full_clean()
    editing.signed(consultation, by).save()
    return consultation


def _refuse_announcement(consultation: Consultation) -> None:
    if not consultation.edition.is_live:
        raise ConsultationRefused(_("Only a published text that still stands is consulted."))
    if Consultation.objects.filter(edition=consultation.edition).exists():
        raise ConsultationRefused(_("A consultation on this edition is announced already."))
    opens, closes = map(_on_the_wall, (consultation.opens_at, consultation.closes_at))
    if closes - opens < Consultation.LEAST:
        raise ConsultationRefused(
            _("People need at least %(days)d days.") % {"days": Consultation.LEAST.days}
        )
    _refuse_early_promise(consultation.answers_promised_on, consultation.last_day)


def _refuse_extension(
    consultation: Consultation, closes_at: datetime, promised_on: date, reason: str
) -> None:
    if not consultation.edition.is_live:
        raise ConsultationRefused(_("This text no longer stands; it takes no more comments."))
    if consultation.closes_at <= timezone.now():
        raise ConsultationRefused(_("The consultation has closed; it cannot be extended."))
    if closes_at <= consultation.closes_at:
        raise ConsultationRefused(_("A consultation can be extended, not shortened."))
    if promised_on < consultation.answers_promised_on:
        raise ConsultationRefused(_("The answers can be promised for a later day, not an earlier."))
    _refuse_early_promise(promised_on, Consultation(closes_at=closes_at).last_day)
    if not reason:
        raise ConsultationRefused(_("Say why the consultation is extended."))


def _refuse_cancelling(consultation: Consultation, reason: str) -> None:
    if refusal := why_not_cancel(consultation):
        raise ConsultationRefused(refusal)
    if not reason:
        raise ConsultationRefused(_("Say why the consultation is called off."))


def _refuse_early_promise(promised_on: date, last_day: date) -> None:
    if promised_on < last_day:
        raise ConsultationRefused(
            _("The answers cannot be promised for a day before the consultation ends.")
        )


def _on_the_wall(instant: datetime) -> datetime:
    """What the clocks in Prague show, by which fourteen days are fourteen days in spring too."""
    return localtime(instant).replace(tzinfo=None)
