"""Whether a file is the portal's own table, and which of its columns is which."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from strategy.formats.separated import unguarded
from strategy.formats.table import COLUMNS, Record
from strategy.importing.faults import Fault
from strategy.importing.levels import folded
from strategy.importing.sources import Source, Table, Why

# Rows that may stand above the head.
_ABOVE = 10
# Any table of measures may have a wording and a level; these only ours has.
_OURS = ({"text", "tier", "key"}, {"text", "tier", "level"})


class Row(NamedTuple):
    """A row by its number in the sheet; texts by the field of Record that their column is."""

    number: int
    cells: dict[str, str]


class Own(NamedTuple):
    """The rows of our table, what is wrong with it as a whole, and which columns it has."""

    rows: list[Row]
    faults: list[Fault]
    fields: frozenset[str]


def label(field: str) -> str:
    """The head of a field's column."""
    return str(COLUMNS[Record._fields.index(field)])


def own_table(source: Source) -> Own | None:
    """The rows of our own table; None where the file is another."""
    for table in source.tables if source.kind in {"xlsx", "csv"} else []:
        for place, cells in enumerate(table.rows[:_ABOVE]):
            fields = [_fields().get(folded(cell), "") for cell in cells]
            if any(ours <= set(fields) for ours in _OURS):
                faults = [*_of_heads(cells, fields), *_hidden(source)]
                rows = list(_rows(source, table, place, fields))
                return Own(rows, faults, frozenset(fields) - {""})
    return None


def _fields() -> dict[str, str]:
    return {folded(str(head)): field for head, field in zip(COLUMNS, Record._fields, strict=True)}


def _of_heads(cells: list[str], fields: list[str]) -> Iterator[Fault]:
    for cell, field in zip(cells, fields, strict=True):
        if cell and not field:
            yield Fault(0, cell, _("We know no such column."))
    for field, count in Counter(filter(None, fields)).items():
        if count > 1:
            yield Fault(0, label(field), _("The sheet has this column twice."))


def _hidden(source: Source) -> Iterator[Fault]:
    """What a filter hides would be missing, and so be taken out of the plan."""
    for left in source.left_out:
        if left.why is Why.HIDDEN and left.number:
            told = _("Something is hidden here (%(text)s). Take filters off, so that all is shown.")
            yield Fault(left.number, "", told % {"text": left.text})


def _rows(source: Source, table: Table, head: int, fields: list[str]) -> Iterator[Row]:
    is_csv = source.kind == "csv"
    for place in range(head + 1, len(table.rows)):
        cells = {
            field: cell for field, cell in zip(fields, table.rows[place], strict=True) if field
        }
        if is_csv:
            cells = {field: unguarded(cell) for field, cell in cells.items()}
        # A spreadsheet counts the rows of a CSV, not its lines.
        yield Row(place + 1 if is_csv else table.row_numbers[place], cells)
