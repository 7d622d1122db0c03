"""The cells of a table in Word, with what is merged."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from strategy.importing.sources.word.styles import is_set, value

MOST_SPANNED = 100
_AROUND_ROWS = frozenset(["sdt", "sdtContent", "ins", "customXml"])


class Cell(NamedTuple):
    """`span` columns wide; `goes_on` says that it is the lower part of the one above."""

    element: Any
    column: int
    span: int
    goes_on: bool


class Row(NamedTuple):
    """`is_head` where Word repeats it on every page."""

    cells: list[Cell]
    is_head: bool


def rows_of(table: Any) -> list[Row]:
    """Its rows without those that a tracked change took away."""
    found = (_row(element) for element in _wrapped(table, "tr") if not _is_gone(element))
    return [row for row in found if row.cells]


def width(rows: list[Row]) -> int:
    return max((row.cells[-1].column + row.cells[-1].span for row in rows), default=0)


def texts(rows: list[Row], text_of: Callable[[Any], str]) -> list[list[str]]:
    """The text of every place of the grid; a merged cell's in each that it covers."""
    written: list[list[str]] = []
    columns = width(rows)
    for row in rows:
        line = [""] * columns
        for cell in row.cells:
            above = written[-1][cell.column] if written and cell.goes_on else ""
            text = text_of(cell.element) or above
            line[cell.column : cell.column + cell.span] = [text] * cell.span
        written.append(line)
    return written


def _wrapped(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND_ROWS:
            yield from _wrapped(child, tag)


def _is_gone(row: Any) -> bool:
    return row.find("trPr/del") is not None


def _row(element: Any) -> Row:
    cells: list[Cell] = []
    column = _count(value(element, "trPr/gridBefore"), 0)
    for cell in _wrapped(element, "tc"):
        span = _count(value(cell, "tcPr/gridSpan"), 1)
        merged = cell.find("tcPr/vMerge")
        goes_on = merged is not None and merged.get("val", "continue") == "continue"
        cells.append(Cell(cell, column, span, goes_on))
        column += span
    head = element.find("trPr/tblHeader")
    return Row(cells, head is not None and is_set(head))


def _count(text: str | None, otherwise: int) -> int:
    return min(int(text), MOST_SPANNED) if text and text.isdecimal() else otherwise
