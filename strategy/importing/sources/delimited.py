"""CSV: semicolons, commas, tabs or pipes between cells, line breaks inside quotes."""

import csv
import io
import re
from collections import Counter

from django.utils.translation import gettext as _

from strategy.importing import layout
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import grid
from strategy.importing.sources.blocks import Source, Table

DELIMITERS = ";\t,|"
SAMPLE = 50
# Excel's own word for the delimiter, on the first line.
_SAID = re.compile(r"sep=(?P<delimiter>.)\n", re.IGNORECASE)

Numbered = list[tuple[int, list[str]]]


def read(data: bytes) -> Source:
    """One table, its rows numbered by the lines on which they begin. Raises ImportRefused."""
    text = layout.decode(data).removeprefix("\ufeff")
    said = _SAID.match(text)
    delimiter = said["delimiter"] if said else _delimiter(text)
    rows = _rows(text[said.end() :] if said else text, delimiter, first=2 if said else 1)
    grid.refuse_wide(max((len(cells) for _number, cells in rows), default=0))
    table = grid.table(rows, number=rows[0][0] if rows else 1)
    blocks: list[layout.Line | Table] = [table] if table else []
    return Source("csv", blocks, [])


def _delimiter(text: str) -> str:
    """The one that cuts most of the first rows into the same number of cells, over one."""
    return max(DELIMITERS, key=lambda one: _evenness(text, one))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for _number, cells in zip(range(SAMPLE), reader, strict=False):
            widths[len(cells)] += len(cells) > 1
    except csv.Error:
        return (0, 0)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _rows(text: str, delimiter: str, first: int) -> Numbered:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Numbered = []
    number = first
    try:
        for cells in reader:
            rows.append((number, [grid.cleaned(cell) for cell in cells]))
            number = first + reader.line_num
            grid.refuse_long(len(rows))
    except csv.Error:
        told = _("quotation marks are not closed here, or a cell is too long.")
        raise ImportRefused(told, number) from None
    return rows
