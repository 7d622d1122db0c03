"""What a sheet's XML says beside the values of its cells, read as a stream.

The library that reads the values says none of it where it reads row by row.
"""

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils import get_column_letter, range_boundaries

from strategy.importing.sources import grid

MOST_MERGED = 50_000
# More than Excel has rows: many a sheet has a format in all of them.
MOST_SEEN = 2_000_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")

Area = tuple[int, int, int, int]


@dataclass
class Facts:
    """Rows and columns count from 1. `merged` are areas as (column, row, last column, last row).

    `last_row` and `last_column` are those of the last cells that hold something; `unreckoned`
    names the cells of formulas whose value is not kept.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    unreckoned: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    # Elements of rows and cells, though they hold nothing.
    seen: int = 0


def facts_of(part: IO[bytes]) -> Facts:
    """Raises ExpatError, ValueError, and ImportRefused for too many rows, columns or cells."""
    reader = _Reader()
    reader.parser.ParseFile(part)
    return reader.facts


def refuse_many_texts(part: IO[bytes]) -> None:
    """Raise ImportRefused where the texts that stand apart are more than half the cells allowed."""
    count = 0

    def begin(tag: str, _said: dict[str, str]) -> None:
        nonlocal count
        count += tag.endswith(" si")
        grid.refuse_full(2 * count)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.ParseFile(part)


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


class _Reader:
    """Goes through the XML once; `row` and `column` are where it stands."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.row = self.column = 0
        self.is_text = self.has_formula = self.has_value = self.in_value = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._begin_cell(said)
        elif name in {"v", "is"}:
            # A formula may well give an empty text; no other value is empty.
            self.in_value = True
            self.has_value = self.has_value or self.is_text
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self._begin_row(said)
        elif name == "col" and said.get("hidden") in {"1", "true"}:
            last = min(int(said["max"]), grid.MOST_COLUMNS)
            self.facts.hidden_columns.update(range(int(said["min"]), last + 1))
        elif name == "mergeCell" and len(self.facts.merged) < MOST_MERGED:
            self.facts.merged.append(_area(said["ref"]))

    def _count(self) -> None:
        self.facts.seen += 1
        if self.facts.seen > MOST_SEEN:
            grid.refuse_full(self.facts.seen)

    def _begin_row(self, said: dict[str, str]) -> None:
        self._count()
        self.row = int(said.get("r", self.row + 1))
        self.column = 0
        if said.get("hidden") in {"1", "true"}:
            self.facts.hidden_rows.add(self.row)

    def _begin_cell(self, said: dict[str, str]) -> None:
        self._count()
        self.column += 1
        if found := _REFERENCE.fullmatch(said.get("r", "")):
            self.row, self.column = int(found[2]), _number(found[1])
        self.is_text = said.get("t") == "str"
        self.has_formula = self.has_value = False

    def _characters(self, text: str) -> None:
        self.has_value = self.has_value or (self.in_value and bool(text))

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in {"v", "is"}:
            self.in_value = False
        elif name == "c" and (self.has_value or self.has_formula):
            self._take_cell()

    def _take_cell(self) -> None:
        facts = self.facts
        facts.cells += 1
        facts.last_row = max(facts.last_row, self.row)
        facts.last_column = max(facts.last_column, self.column)
        grid.refuse_long(facts.last_row)
        grid.refuse_wide(facts.last_column)
        grid.refuse_full(facts.cells)
        if self.has_formula and not self.has_value:
            facts.unreckoned.append((self.row, self.column))


def _number(letters: str) -> int:
    """Of a column: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _area(reference: str) -> Area:
    left, top, right, bottom = range_boundaries(reference)
    if None in {left, top, right, bottom}:
        raise ValueError(reference)
    return left, top, right, bottom
