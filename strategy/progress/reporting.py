"""Saying how far a measure is: one deed for desk, link, table and source alike."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from strategy.editing import Author
from strategy.models import Channel, Edition, Item, PageRevision, ProgressReport
from strategy.progress import states


class ReportRefused(Exception):
    """Why something cannot be said of a measure; its text is for the reader."""


def report(item: Item, status: str, *, by: Author = None, **said: Any) -> ProgressReport:
    """Say how far a measure of a plan in force is; `said` are other columns of ProgressReport.

    What the last report had as its share is not carried over. Raises ReportRefused.
    """
    with transaction.atomic():
        PageRevision.raise_for(item.edition.plan_id)
        measure = _in_force(item)
        author = by if by is not None and by.is_authenticated else None
        found = ProgressReport.objects.create(
            plan_id=measure.edition.plan_id,
            item_key=measure.key,
            item=measure,
            status=status,
            by=author,
            **({"channel": Channel.DESK} | said),
        )
        states.refresh(found.plan_id, [found.item_key])
        return found


def _in_force(item: Item) -> Item:
    """The measure as the edition in force has it, whichever edition's was given."""
    edition = states.current_edition(item.edition.plan_id)
    if edition is None:
        raise ReportRefused(_("Only what was approved and is in force is reported on."))
    found = states.measures(edition).filter(key=item.key).select_related("edition").first()
    if found is None:
        raise ReportRefused(_("The plan in force does not hold this measure."))
    return found


def newest(item: Item) -> ProgressReport | None:
    """What was said of a measure last. One query."""
    found = ProgressReport.objects.filter(plan=item.edition.plan_id, item_key=item.key)
    return found.order_by("-said_at", "-pk").first()


def is_in_force(edition: Edition) -> bool:
    """Whether the measures of this very edition are being carried out."""
    current = states.current_edition(edition.plan_id)
    return current is not None and current.pk == edition.pk
