"""Saying how far a measure is: one deed for desk, link, table and source alike."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.editing import Author
from strategy.models import Channel, Edition, Item, PageRevision, ProgressReport
from strategy.progress import states

Outlook = ProgressReport.Outlook
Status = ProgressReport.Status

# The same said once more within that time is a form that was sent twice.
ONE_SENDING = timedelta(minutes=10)
EVIDENCE = ("evidence", "evidence_number", "evidence_link", "resolution")
# What is in other tables is checked by the database.
_ROWS = {"plan", "item", "by", "organisation", "resolution"}


class ReportRefused(Exception):
    """Why something cannot be said of a measure; its text is for the reader."""


class ReportOutdated(ReportRefused):
    """Somebody has said something since it was read; `newest` is what stands now."""

    def __init__(self, newest: ProgressReport) -> None:
        super().__init__(_("Somebody has reported on the measure in the meantime."))
        self.newest = newest


def report(
    item: Item, status: str, *, by: Author = None, seen: int | None = None, **said: Any
) -> ProgressReport:
    """Say how far a measure of a plan in force is; `said` are other columns of ProgressReport.

    What the last report had as its share is not carried over. `seen` is the number of the newest
    report that the author has read, 0 where there was none. The same said twice within
    ONE_SENDING is one report. Raises ReportRefused, ReportOutdated, and ValidationError by field.
    """
    with transaction.atomic():
        PageRevision.raise_for(item.edition.plan_id)
        measure = _in_force(item)
        author = by if by is not None and by.is_authenticated else None
        found = ProgressReport(
            plan_id=measure.edition.plan_id,
            item_key=measure.key,
            item=measure,
            status=status,
            by=author,
            **({"channel": Channel.DESK} | said),
        )
        _judge(found)
        if seen is not None and (before := newest(measure)) and before.pk != seen:
            return _as_before(found, before)
        found.save()
        states.refresh(found.plan_id, [found.item_key])
        return found


def answer(
    item: Item, outlook: str, *, seen: int | None = None, by: Author = None, **said: Any
) -> ProgressReport:
    """Say of a measure by one click how it goes on; the status follows from that.

    “No change” holds on to everything that was said last, evidence too, unless there is a newer.
    Otherwise as `report`.
    """
    with transaction.atomic():
        PageRevision.hold(item.edition.plan_id)
        before = newest(item)
        if outlook == Outlook.NO_CHANGE and before is not None:
            said = _held(before, said)
        status = status_after(outlook, before)
        return report(item, status, by=by, seen=seen, outlook=outlook, **said)


def status_after(outlook: str, before: ProgressReport | None) -> str:
    """The status that an outlook means after what was said last."""
    if outlook == Outlook.DONE:
        return Status.DONE
    if outlook == Outlook.ON_TRACK:
        return Status.UNDER_WAY
    last = before.status if before else Status.NOT_BEGUN
    # What is at risk has not ended, whatever was said before.
    if outlook == Outlook.AT_RISK and last != Status.NOT_BEGUN:
        return Status.UNDER_WAY
    return last


def newest(item: Item) -> ProgressReport | None:
    """What was said of a measure last. One query."""
    found = ProgressReport.objects.filter(plan=item.edition.plan_id, item_key=item.key)
    return found.order_by("-said_at", "-pk").first()


def is_in_force(edition: Edition) -> bool:
    """Whether the measures of this very edition are being carried out."""
    current = states.current_edition(edition.plan_id)
    return current is not None and current.pk == edition.pk


def _in_force(item: Item) -> Item:
    """The measure as the edition in force has it, whichever edition's was given."""
    edition = states.current_edition(item.edition.plan_id)
    if edition is None:
        raise ReportRefused(_("Only what was approved and is in force is reported on."))
    found = states.measures(edition).filter(key=item.key).select_related("edition").first()
    if found is None:
        raise ReportRefused(_("The plan in force does not hold this measure."))
    return found


def _judge(said: ProgressReport) -> None:
    said.clean_fields(exclude=_ROWS)
    if said.share is not None and said.share > 100:
        raise ValidationError({"share": _("A share is at most 100 per cent.")})
    if said.evidence_number and not said.is_proven:
        raise ValidationError({"evidence": _("Say which document this number is of.")})


def _as_before(said: ProgressReport, before: ProgressReport) -> ProgressReport:
    """What stands, if it is the very same that was just to be said once more."""
    told = ("status", "outlook", "share", "commentary", "channel", "organisation_id", "by_id")
    same = (*told, "evidence", "evidence_number", "evidence_link", "resolution_id")
    is_fresh = timezone.now() - before.said_at < ONE_SENDING
    if is_fresh and all(getattr(said, name) == getattr(before, name) for name in same):
        return before
    raise ReportOutdated(before)


def _held(before: ProgressReport, said: dict[str, Any]) -> dict[str, Any]:
    """What is said, with the share of before, and its evidence where none is given."""
    held: dict[str, Any] = {"share": before.share}
    if not any(said.get(name) for name in EVIDENCE):
        held |= {name: getattr(before, name) for name in EVIDENCE}
    return held | {name: value for name, value in said.items() if value or name not in held}
