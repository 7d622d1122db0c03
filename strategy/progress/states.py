"""How each measure stands, kept in one row so that lists and counts need not ask everything said.

Every deed that says something of a measure calls `refresh` in its transaction.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from strategy import due
from strategy.models import (
    Edition,
    Indicator,
    Item,
    Lead,
    MeasureState,
    ProgressReport,
    Reading,
)

BATCH = 500


def current_edition(plan_id: int) -> Edition | None:
    """The edition whose measures are carried out: the newest that was approved and still holds."""
    return approved(plan_id).first()


def approved(plan_id: int) -> "QuerySet[Edition]":
    """The approved editions of a plan, the one in force first."""
    found = Edition.objects.filter(plan=plan_id, state=Edition.State.APPROVED)
    return found.order_by("-number")


def measures(edition: Edition) -> "QuerySet[Item]":
    """The items of an edition that somebody carries out."""
    return Item.objects.filter(edition=edition, tier__is_measure=True)


def refresh(plan_id: int, keys: Collection[UUID] | None = None) -> None:
    """Make the rows of some measures anew, or of all of a plan. Nine queries for some.

    Without an approved edition in force a plan has none.
    """
    edition = current_edition(plan_id)
    stale = MeasureState.objects.filter(plan=plan_id)
    items = measures(edition) if edition else Item.objects.none()
    if keys is not None:
        stale, items = stale.filter(item_key__in=keys), items.filter(key__in=keys)
    rows = _states(plan_id, list(items), only=keys)
    stale.delete()
    MeasureState.objects.bulk_create(rows, batch_size=BATCH)


def _states(plan_id: int, items: list[Item], only: Collection[UUID] | None) -> list[MeasureState]:
    def of_plan(rows: "QuerySet[Any]") -> "QuerySet[Any]":
        found = rows.filter(plan=plan_id)
        return found if only is None else found.filter(item_key__in=only)

    reports = {report.item_key: report for report in of_plan(_newest_reports())}
    leads = of_plan(Lead.objects.filter(role=Lead.Role.LEAD))
    leading = dict(leads.filter(until=None).values_list("item_key", "organisation"))
    ended = dict(leads.values_list("item_key").annotate(Max("until")))
    readings = of_plan(Reading.objects.order_by()).values_list("indicator_key", flat=True)
    read = set(readings.distinct())
    indicators = _indicators(items)
    return [
        _state(
            plan_id,
            item,
            reports.get(item.key),
            leading.get(item.key),
            ended.get(item.key),
            [key in read for key in indicators.get(item.pk, [])],
        )
        for item in items
    ]


def _newest_reports() -> "QuerySet[ProgressReport]":
    """Of each measure what was said of it last."""
    same = ProgressReport.objects.filter(plan=OuterRef("plan"), item_key=OuterRef("item_key"))
    later = Q(said_at__gt=OuterRef("said_at")) | Q(
        said_at=OuterRef("said_at"), pk__gt=OuterRef("pk")
    )
    return ProgressReport.objects.filter(~Exists(same.filter(later))).order_by()


def _indicators(items: list[Item]) -> dict[int, list[UUID]]:
    """Keys of the indicators by the number of their item. One query."""
    found: dict[int, list[UUID]] = {}
    if items:
        # All of the edition: a list of ten thousand numbers is more than SQLite takes.
        rows = Indicator.objects.filter(item__edition=items[0].edition_id)
        few = rows.filter(item__in=items) if len(items) <= BATCH else rows
        for item, key in few.values_list("item_id", "key"):
            found.setdefault(item, []).append(key)
    return found


def _state(
    plan_id: int,
    item: Item,
    report: ProgressReport | None,
    lead: int | None,
    led_until: date | None,
    measured: list[bool],
) -> MeasureState:
    state = MeasureState(
        plan_id=plan_id,
        item=item,
        item_key=item.key,
        due_on=last_day(item.due),
        has_due=bool(item.due),
        lead_id=lead,
        leaderless_since=None if lead else led_until,
        indicators=len(measured),
        measured=sum(measured),
    )
    if report:
        state.report, state.status, state.outlook = report, report.status, report.outlook
        state.is_proven, state.said_at = report.is_proven, report.said_at
    return state


def last_day(written: str) -> date | None:
    """The last day of a deadline; None where it has none, never ends or cannot be read."""
    try:
        return due.read(written).last_day if written else None
    except ValidationError:
        return None
