"""Values of indicators: recorded, corrected and taken back, each with its history."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from strategy import editing, numbers
from strategy.auditing.noting import note_written
from strategy.editing import Author
from strategy.models import Channel, Indicator, PageRevision, Reading
from strategy.progress import states

BATCH = 500
_TOO_FINE = re.compile(r"[-−]?[0-9]+[.,][0-9]{5,}")


class ReadingRefused(Exception):
    """Why a value cannot be recorded; its text is for the reader.

    `number` says which of several it is about, counted from 0.
    """

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.number = number


class Measured(NamedTuple):
    """A value to be recorded. `method_change` says what is measured otherwise from that day on."""

    indicator: Indicator
    day: date
    value: Decimal
    source: str
    document: str = ""
    note: str = ""
    method_change: str = ""


# Its columns in a reading.
SAID = Measured._fields[1:]


def record(one: Measured, *, by: Author = None, channel: str = Channel.DESK) -> Reading:
    """Record a value of an indicator, which needs its `item` and that one's `edition` at hand.

    Otherwise as `record_all`.
    """
    return record_all([one], by=by, channel=channel)[0]


def record_all(
    measured: Sequence[Measured], *, by: Author = None, channel: str = Channel.DESK
) -> list[Reading]:
    """Record values of indicators of one plan: all of them, or none. About ten queries.

    What is recorded already with the very same words is not recorded again. Raises
    ReadingRefused, and ValidationError by field of Reading.
    """
    if not measured:
        return []
    plan_id = measured[0].indicator.item.edition.plan_id
    with transaction.atomic():
        PageRevision.raise_for(plan_id)
        rows = _rows(plan_id, measured, channel)
        # The same may be given twice.
        made = {(row.indicator_key, row.day): row for row in rows if row.pk is None}
        author = by if by is not None and by.is_authenticated else None
        bulk_create_with_history(
            list(made.values()), Reading, batch_size=BATCH, default_user=author
        )
        for first in list(made.values())[:1]:
            note_written(first)
        states.refresh(plan_id, {row.item_key for row in made.values()})
        return rows


def correct(reading: Reading, read: int, by: Author = None, **values: object) -> Reading:
    """Change what a reading says in one step of its history; the indicator stays.

    `read` is `editing.version_of` the reading that the author had before them. Raises
    editing.Outdated, and ValidationError.
    """
    with transaction.atomic():
        PageRevision.raise_for(reading.plan_id)
        if isinstance(day := values.get("day"), date):
            _refuse_future(day)
        return editing.change(reading, read, by, **values)


def withdraw(reading: Reading, read: int, by: Author = None) -> None:
    """Take back what should not have been recorded; that it was stays in its history.

    Raises editing.Outdated, and ReadingRefused where it is gone already.
    """
    with transaction.atomic():
        PageRevision.raise_for(reading.plan_id)
        current = Reading.objects.select_for_update().filter(pk=reading.pk).first()
        if current is None:
            raise ReadingRefused(_("Someone has taken this reading back in the meantime."))
        editing.refuse_outdated(current, read)
        editing.signed(current, by).delete()
        states.refresh(current.plan_id, [current.item_key])


def in_force(plan_id: int, keys: set[UUID]) -> dict[UUID, Indicator]:
    """Those indicators of the plan's edition in force, with their measures. Two queries."""
    edition = states.current_edition(plan_id)
    found = Indicator.objects.filter(item__edition=edition).select_related("item")
    few = found.filter(key__in=keys) if len(keys) <= BATCH else found
    return {one.key: one for one in few if one.key in keys} if edition else {}


def recorded(keys: set[UUID]) -> dict[tuple[UUID, date], Reading]:
    """What is recorded of those indicators, by indicator and day. A query for each BATCH."""
    listed = list(keys)
    parts = (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))
    rows = (Reading.objects.filter(indicator_key__in=part) for part in parts)
    return {(one.indicator_key, one.day): one for found in rows for one in found}


def says_the_same(before: Reading, one: Measured) -> bool:
    """Whether a value is what was recorded already, word for word."""
    return all(getattr(before, name) == getattr(one, name) for name in SAID[1:])


def taken(before: Reading) -> str:
    """That a day has its value, and which; it may be corrected, not recorded anew."""
    told = _("For %(day)s the value %(value)s is recorded already. Correct it there.")
    day = date_format(before.day, "DATE_FORMAT")
    return told % {"day": day, "value": numbers.in_czech(before.value)}


def value_in(typed: str, unit: str = "") -> Decimal | None:
    """The number that somebody typed, perhaps with the unit behind it; None for nothing.

    Raises ValidationError with a sentence for the reader.

    >>> value_in("1 250,5 km", "km")
    Decimal('1250.5')
    """
    given = "".join(typed.split())
    suffix = "".join(unit.split())
    if suffix and given.casefold().endswith(suffix.casefold()):
        # A unit alone is no number, and is not taken for nothing either.
        given = given[: -len(suffix)] or given
    if _TOO_FINE.fullmatch(given):
        raise ValidationError(_("Round the number to four decimal places at most."))
    return numbers.read(given)


def _rows(plan_id: int, measured: Sequence[Measured], channel: str) -> list[Reading]:
    """A row for each value, checked; of what is recorded already the one that stands."""
    keys = {one.indicator.key for one in measured}
    indicators, rows, found = in_force(plan_id, keys), recorded(keys), []
    for number, one in enumerate(measured):
        place = (one.indicator.key, one.day)
        if one.indicator.key not in indicators:
            raise ReadingRefused(_("The plan in force does not hold this indicator."), number)
        before = rows.get(place)
        if before and not says_the_same(before, one):
            raise ReadingRefused(taken(before), number)
        rows[place] = before or _row(plan_id, indicators[one.indicator.key], one, channel)
        found.append(rows[place])
    return found


def check(one: Measured) -> None:
    """Raise ValidationError by field where a value could not be recorded, whatever is there."""
    _refuse_future(one.day)
    said = {name: getattr(one, name) for name in SAID}
    Reading(**said).clean_fields(exclude=["plan", "item_key", "indicator_key", "channel"])


def _row(plan_id: int, indicator: Indicator, one: Measured, channel: str) -> Reading:
    check(one)
    return Reading(
        plan_id=plan_id,
        item_key=indicator.item.key,
        indicator_key=indicator.key,
        channel=channel,
        **{name: getattr(one, name) for name in SAID},
    )


def _refuse_future(day: date) -> None:
    if day > localdate():
        raise ValidationError({"day": _("That day is yet to come; nothing is measured on it.")})
