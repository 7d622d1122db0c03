"""Resolutions: proposed to a body, changed until they have approved an edition, adopted.

A resolution and its parts are one whole: whoever changes any of it says which version they
have read, as in `strategy.editing`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.editing import Author, Outdated, signed
from strategy.models import Edition, PageRevision, Resolution, ResolutionPart

# One part of a resolution by its fields: those of PART_WORDING.
Part = dict[str, Any]

# What a change of a resolution may touch; its parts beside it.
WORDING = (
    "body",
    "session",
    "agenda_item",
    "adopted",
    "date",
    "date_in_words",
    "votes_for",
    "votes_against",
    "votes_abstained",
    "report",
)
PART_WORDING = ("verb", "subject", "wording", "addressee", "due")


class ResolutionRefused(Exception):
    """Why a resolution cannot be changed; its text is for the reader."""


def record(edition: Edition, parts: Sequence[Part], by: Author = None, **fields: Any) -> Resolution:
    """A new resolution of an edition, with its parts in their order.

    `fields` are those of WORDING. Raises ValidationError by field.
    """
    with transaction.atomic():
        PageRevision.hold(edition.plan_id)
        resolution = Resolution(
            edition=Edition.objects.select_for_update().get(pk=edition.pk), **fields
        )
        _save(resolution, parts, by)
        return resolution


def change(
    resolution: Resolution, version: int, parts: Sequence[Part], by: Author = None, **changes: Any
) -> Resolution:
    """Change fields of WORDING, and the parts to exactly these; one step of history.

    `version` is the one that the author of the change has read. Raises Outdated,
    ResolutionRefused once it has approved an edition, and ValidationError by field.
    """
    with transaction.atomic():
        # In the order of publishing, which then keeps the resolution for good.
        PageRevision.hold(resolution.edition.plan_id)
        edition = Edition.objects.select_for_update().get(pk=resolution.edition_id)
        current = Resolution.objects.select_for_update().get(pk=resolution.pk)
        current.edition = edition
        if not _differs(current, parts, changes):
            return current
        if current.has_approved:
            raise ResolutionRefused(
                _("An edition stands approved by this resolution. It stays as it was adopted.")
            )
        if current.version != version:
            raise Outdated(current)
        for name, value in changes.items():
            setattr(current, name, value)
        current.version += 1
        _save(current, parts, by)
        return current


def delete(resolution: Resolution, by: Author = None) -> None:
    """Take back a proposal. Raises ResolutionRefused for what a body has adopted."""
    with transaction.atomic():
        current = Resolution.objects.select_for_update().get(pk=resolution.pk)
        if current.adopted:
            raise ResolutionRefused(_("What a body has adopted cannot be deleted."))
        _marked(current, by, timezone.now()).delete()


def parts_of(resolution: Resolution) -> list[Part]:
    """The parts by their fields, in their order. One query."""
    return list(resolution.parts.order_by("position").values(*PART_WORDING))


def _differs(current: Resolution, parts: Sequence[Part], changes: dict[str, Any]) -> bool:
    changed = any(getattr(current, name) != value for name, value in changes.items())
    return changed or list(parts) != parts_of(current)


def _save(resolution: Resolution, parts: Sequence[Part], by: Author) -> None:
    """Write the whole under one moment of history; pages that show it become stale."""
    moment = timezone.now()
    resolution.full_clean()
    if resolution.adopted and not parts:
        raise ValidationError(_("Add at least one part, for what was adopted says something."))
    _marked(resolution, by, moment).save()
    known = {part.position: part for part in resolution.parts.all()}
    for position, fields in enumerate(parts, start=1):
        part = known.pop(position, None) or ResolutionPart(resolution=resolution, position=position)
        if part.pk is None or any(getattr(part, name) != fields[name] for name in PART_WORDING):
            for name in PART_WORDING:
                setattr(part, name, fields[name])
            part.full_clean()
            _marked(part, by, moment).save()
    for gone in known.values():
        _marked(gone, by, moment).delete()
    if not resolution.edition.is_draft:
        PageRevision.raise_for(resolution.edition.plan_id)


def _marked(row: Any, by: Author, moment: datetime) -> Any:
    """The row with what its record of history will say."""
    row._history_date = moment
    return signed(row, by)
