"""Values of many indicators from a workbook: first all that is wrong with it, then all or nothing.

The template names each indicator of a plan in force with its key; a row without a value says
nothing, and a copied row a further day.
"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from strategy.editing import Author
from strategy.formats.separated import decimal
from strategy.measures import readings
from strategy.measures.readings import Measured, ReadingRefused
from strategy.models import Channel, Indicator, Plan, Reading
from strategy.numbers import written
from strategy.progress import states
from strategy.sheets import Fault, Faulty, Row, Value, day_of, faults_of_heads, named, rows_of

MOST_ROWS = 5_000
# What is read, by the heads of its columns, in the order of the template.
COLUMNS = {
    "key": gettext_lazy("Key of the indicator"),
    "code": gettext_lazy("Measure"),
    "name": gettext_lazy("Indicator"),
    "unit": gettext_lazy("Unit"),
    "baseline": gettext_lazy("Baseline"),
    "target": gettext_lazy("Target"),
    "newest": gettext_lazy("The newest value"),
    "day": gettext_lazy("State on"),
    "value": gettext_lazy("Value"),
    "source": pgettext_lazy("reading", "Source"),
    "document": gettext_lazy("Link to the document"),
    "note": gettext_lazy("Note"),
    "method_change": gettext_lazy("Change of method"),
}
NEEDED = ("key", "day", "value", "source")


class Planned(NamedTuple):
    """A value that the sheet holds; `is_known` says that it was recorded before."""

    row: int
    measured: Measured
    is_known: bool

    @property
    def written(self) -> str:
        return written(self.measured.value)


class Import(NamedTuple):
    """What an import would do. With a fault it does nothing."""

    planned: list[Planned]
    faults: list[Fault]

    @property
    def new(self) -> list[Planned]:
        return [one for one in self.planned if not one.is_known]


def of_plan(plan: Plan, keys: Collection[UUID] | None) -> list[Indicator]:
    """The indicators of a plan in force that somebody may record values of, in reading order.

    `keys` are those of the measures that they answer for, None for all. Two queries.
    """
    edition = states.current_edition(plan.pk)
    rows = Indicator.objects.filter(item__edition=edition).select_related("item__edition")
    found = rows.order_by("item__lft", "position") if edition else []
    return [one for one in found if keys is None or one.item.key in keys]


def template_rows(indicators: Sequence[Indicator]) -> list[list[str]]:
    """A row for each indicator, ready to be filled in. A query for each BATCH."""
    newest: dict[UUID, Reading] = {}
    known = readings.recorded({one.key for one in indicators})
    for (key, _day), reading in sorted(known.items(), key=lambda one: one[1].day):
        newest[key] = reading
    return [_template_row(one, newest.get(one.key)) for one in indicators]


def plan_import(indicators: Sequence[Indicator], content: bytes) -> Import:
    """Read a workbook and say what importing it would do; changes nothing.

    Raises sheets.WorkbookRefused.
    """
    heads, rows = rows_of(content, str(COLUMNS["value"]), MOST_ROWS)
    faults = faults_of_heads(heads, COLUMNS, NEEDED)
    reading = _Reading(indicators)
    of_values = (named(row, COLUMNS) for row in rows)
    planned = [made for row in of_values if _says_something(row) and (made := reading.planned(row))]
    if not planned and not reading.faults and not faults:
        faults.append(Fault(0, "", _("No row of the sheet has a value.")))
    return Import(planned, faults + reading.faults)


def import_all(indicators: Sequence[Indicator], content: bytes, by: Author = None) -> list[Planned]:
    """Record what a workbook holds and was not recorded before: all of it, or nothing.

    Raises sheets.WorkbookRefused and ReadingRefused.
    """
    with transaction.atomic():
        found = plan_import(indicators, content)
        if found.faults:
            raise ReadingRefused(_("The sheet has to be mended first; nothing was recorded."))
        new = found.new
        readings.record_all([one.measured for one in new], by=by, channel=Channel.SHEET)
        return new


class _Reading:
    """Rows of one sheet on their way to values; what is wrong gathers in `faults`."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self.indicators = {str(one.key): one for one in indicators}
        self.known = readings.recorded({one.key for one in indicators})
        self.seen: dict[tuple[UUID, date], int] = {}
        self.faults: list[Fault] = []

    def planned(self, row: Row) -> Planned | None:
        """The value of a row; None where anything is wrong with it."""
        before = len(self.faults)
        for field, taken in row.values.items():
            if isinstance(taken, Faulty):
                self._fault(row, field, taken.message)
        indicator = self._indicator(row)
        day, value = self._day(row), self._number(row, indicator.unit if indicator else "")
        words = {name: _text(row, name) for name in readings.SAID[2:]}
        if not words["source"]:
            self._fault(row, "source", _("Say where the number is from."))
        if indicator is None or day is None or value is None:
            return None
        measured = Measured(indicator, day, value, **words)
        self._judge(row, measured)
        if len(self.faults) > before:
            return None
        return Planned(row.number, measured, (indicator.key, day) in self.known)

    def _indicator(self, row: Row) -> Indicator | None:
        key = _text(row, "key").lower()
        if not key:
            self._fault(row, "key", _("Copy here the key of the indicator from our file."))
            return None
        if key not in self.indicators:
            self._fault(row, "key", _("Of no indicator of this plan that you may record."))
        return self.indicators.get(key)

    def _day(self, row: Row) -> date | None:
        day = day_of(_value(row, "day"))
        if day is None:
            self._fault(row, "day", _("Write the day as 26. 6. 2018."))
        return day

    def _number(self, row: Row, unit: str) -> Decimal | None:
        try:
            value = readings.value_in(_text(row, "value"), unit)
        except ValidationError as error:
            self._fault(row, "value", error.messages[0])
            return None
        if value is None:
            self._fault(row, "value", _("Write the value."))
        return value

    def _judge(self, row: Row, one: Measured) -> None:
        """What the deed would refuse, said at the column that it is about."""
        try:
            readings.check(one)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                self._fault(row, field if field in COLUMNS else "value", messages[0])
        place = (one.indicator.key, one.day)
        first = self.seen.setdefault(place, row.number)
        if first != row.number:
            told = _("Row %(row)d has a value of this day already.")
            self._fault(row, "day", told % {"row": first})
        before = self.known.get(place)
        if before and not readings.says_the_same(before, one):
            self._fault(row, "value", readings.taken(before))

    def _fault(self, row: Row, field: str, message: str) -> None:
        column = str(COLUMNS[field])
        # One reason for each cell is enough; those of a row stand together.
        if not any((it.row, it.column) == (row.number, column) for it in self.faults[-20:]):
            self.faults.append(Fault(row.number, column, message))


def _template_row(indicator: Indicator, newest: Reading | None) -> list[str]:
    told = {
        "key": str(indicator.key),
        "code": indicator.item.code or indicator.item.text,
        "name": indicator.name,
        "unit": indicator.unit,
        "baseline": decimal(indicator.baseline),
        "target": decimal(indicator.target),
        "newest": _in_words(newest) if newest else "",
    }
    return [told.get(name, "") for name in COLUMNS]


def _in_words(reading: Reading) -> str:
    return f"{decimal(reading.value)} ({date_format(reading.day, 'DATE_FORMAT')})"


def _says_something(row: Row) -> bool:
    """Whether anything was filled in beside what the template has."""
    return any(field in row.values for field in readings.SAID)


def _value(row: Row, field: str) -> Value:
    value = row.values.get(field, "")
    return "" if isinstance(value, Faulty) else value


def _text(row: Row, field: str) -> str:
    value = _value(row, field)
    return " ".join(value.split()) if isinstance(value, str) else str(value)
