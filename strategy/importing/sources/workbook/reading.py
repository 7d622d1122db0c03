"""A workbook's sheets, each a table. Values of formulas are those that were last reckoned.

Cells are read row by row, so that the memory depends on what is in them and not on the file.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from strategy.importing.layout import Line
from strategy.importing.refusal import ImportRefused, shortened
from strategy.importing.sources import grid, packed
from strategy.importing.sources.blocks import LeftOut, Source, Table, Why
from strategy.importing.sources.workbook.facts import Facts, cell_name, facts_of, refuse_many_texts
from strategy.importing.sources.workbook.shown import shown

MAIN = "xl/workbook.xml"
MOST_SHEETS = 100
# In bytes; 300,000 cells of 80 characters, each another text, are 30 million.
LARGEST_STRINGS = 60_000_000
# So many cells are named in a refusal.
NAMED = 10


class Sheet(NamedTuple):
    """`page` counts the sheets from 1; `part` is where its cells are."""

    page: int
    name: str
    part: str
    is_hidden: bool


def read(data: bytes) -> Source:
    """Raises ImportRefused."""
    package = packed.opened(data, MAIN)
    _refuse_strings(package)
    reader = _Reader()
    # First, for it is what keeps a bomb from the library.
    facts = {sheet: _facts(package, sheet) for sheet in _sheets(package) if sheet.part}
    with _said_in_words():
        book = load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=False
        )
        for sheet, said in facts.items():
            if sheet.name in book.sheetnames:
                reader.read(sheet, said, book[sheet.name])
        book.close()
    return Source("xlsx", reader.blocks, reader.left_out)


def _refuse_strings(package: packed.Package) -> None:
    """Texts stand apart from the cells, and the library keeps all of them at once."""
    for one in package.tree("[Content_Types].xml").iter("Override"):
        name = one.get("PartName", "").removeprefix("/")
        if "sharedStrings" in one.get("ContentType", "") and name in package.names:
            if package.archive.getinfo(name).file_size > LARGEST_STRINGS:
                raise packed.too_much()
            with packed.broken_is_refused(), package.archive.open(name) as part:
                refuse_many_texts(part)


@contextmanager
def _said_in_words() -> Iterator[None]:
    """The library warns of what it leaves out, and raises anything at a broken file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except (ImportRefused, MemoryError):
            raise
        except Exception as error:
            raise packed.damaged() from error


def _sheets(package: packed.Package) -> list[Sheet]:
    related = package.related(MAIN)
    found = package.tree(MAIN).findall("sheets/sheet")
    if len(found) > MOST_SHEETS:
        told = _("The workbook has more than %(most)d sheets.")
        raise ImportRefused(told % {"most": MOST_SHEETS})
    return [
        Sheet(page, one.get("name", ""), related.get(one.get("id"), ""), _is_hidden(one))
        for page, one in enumerate(found, start=1)
    ]


def _is_hidden(sheet: Any) -> bool:
    return sheet.get("state", "visible") != "visible"


def _facts(package: packed.Package, sheet: Sheet) -> Facts:
    try:
        with packed.broken_is_refused(), package.archive.open(sheet.part) as part:
            return facts_of(part)
    except ImportRefused as refusal:
        raise ImportRefused(_on_sheet(sheet, str(refusal))) from refusal


def _on_sheet(sheet: Sheet, reason: str) -> str:
    return _("Sheet “%(sheet)s”: %(reason)s") % {"sheet": shortened(sheet.name), "reason": reason}


class _Reader:
    """Gathers what the sheets hold; a sheet's rows count as the sheet numbers them."""

    def __init__(self) -> None:
        self.blocks: list[Line | Table] = []
        self.left_out: list[LeftOut] = []
        self.cells = 0

    def read(self, sheet: Sheet, facts: Facts, cells: Any) -> None:
        self.cells += facts.cells
        grid.refuse_full(self.cells)
        if sheet.is_hidden:
            self._leave_out(sheet, 0, sheet.name, Why.HIDDEN)
        elif not facts.cells:
            self._leave_out(sheet, 0, sheet.name, Why.EMPTY_SHEET)
        else:
            _refuse_unreckoned(sheet, facts)
            self._read_cells(sheet, facts, cells)

    def _read_cells(self, sheet: Sheet, facts: Facts, cells: Any) -> None:
        # What the file says of its own extent need not be true.
        cells.reset_dimensions()
        taken = list(_rows(cells, facts))
        rows = [texts for texts, _is_bold in taken]
        _refuse_faults(sheet, facts, rows)
        _spread(rows, facts)
        self._name_hidden(sheet, facts, rows)
        numbered = [
            (number, _visible(row, facts))
            for number, row in enumerate(rows, start=1)
            if number not in facts.hidden_rows
        ]
        bold = [taken[number - 1][1] for number, _row in numbered]
        first = next((number for number, row in numbered if any(row)), 1)
        table = grid.table(numbered, number=first, page=sheet.page, name=sheet.name, bold=bold)
        if table:
            self.blocks.append(table)

    def _name_hidden(self, sheet: Sheet, facts: Facts, rows: list[list[str]]) -> None:
        for number in sorted(facts.hidden_rows):
            if number <= len(rows) and (words := _words(rows[number - 1])):
                told = _("row %(row)d: %(text)s") % {"row": number, "text": words}
                self._leave_out(sheet, number, told, Why.HIDDEN)
        for column in sorted(facts.hidden_columns):
            if words := _words([row[column - 1] for row in rows if column <= len(row)]):
                named = {"column": get_column_letter(column), "text": words}
                self._leave_out(sheet, 1, _("column %(column)s: %(text)s") % named, Why.HIDDEN)

    def _leave_out(self, sheet: Sheet, number: int, text: str, why: Why) -> None:
        self.left_out.append(LeftOut(number, sheet.page, text, why))


def _words(texts: list[str]) -> str:
    said = (text.replace("\n", " ") for text in texts if text)
    return shortened(" | ".join(dict.fromkeys(said)))


def _rows(cells: Any, facts: Facts) -> Iterator[tuple[list[str], bool]]:
    """Texts of each row from the first, and whether all of them are bold."""
    for row in cells.iter_rows(max_row=facts.last_row, max_col=facts.last_column):
        held = [cell for cell in row if cell.value is not None]
        is_bold = bool(held) and all(cell.font.b for cell in held)
        yield [shown(cell.value, _format(cell)) for cell in row], is_bold


def _format(cell: Any) -> str:
    """Cells without content have no format, and do not need one."""
    return "" if cell.value is None or isinstance(cell.value, str) else cell.number_format


def _refuse_unreckoned(sheet: Sheet, facts: Facts) -> None:
    shown_ones = [
        place
        for place in facts.unreckoned
        if place[0] not in facts.hidden_rows and place[1] not in facts.hidden_columns
    ]
    if shown_ones:
        told = _(
            "These cells hold formulas without a value: %(cells)s. Open the file in Excel, save "
            "it and choose it again, or put the values there."
        )
        raise ImportRefused(_on_sheet(sheet, told % {"cells": _named(shown_ones)}))


_ERRORS = frozenset(
    ["#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)


def _refuse_faults(sheet: Sheet, facts: Facts, rows: list[list[str]]) -> None:
    places = [
        (row, column)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text[:1] == "#" and text in _ERRORS and row not in facts.hidden_rows
    ]
    if places:
        told = _("These cells hold an error of the sheet: %(cells)s. Put the values there.")
        raise ImportRefused(_on_sheet(sheet, told % {"cells": _named(places)}))


def _named(places: list[tuple[int, int]]) -> str:
    names = ", ".join(cell_name(row, column) for row, column in places[:NAMED])
    rest = len(places) - NAMED
    if rest <= 0:
        return names
    return _("%(cells)s and %(count)d more") % {"cells": names, "count": rest}


def _spread(rows: list[list[str]], facts: Facts) -> None:
    """Put the text of a merged cell into all that it covers."""
    covered = 0
    for left, top, right, bottom in facts.merged:
        covered += (min(bottom, len(rows)) - top + 1) * (min(right, facts.last_column) - left + 1)
        grid.refuse_full(covered)
        if top > len(rows) or left > facts.last_column:
            continue
        text = rows[top - 1][left - 1]
        for row in rows[top - 1 : bottom]:
            width = min(right, facts.last_column) - left + 1
            row[left - 1 : left - 1 + width] = [text] * width


def _visible(row: list[str], facts: Facts) -> list[str]:
    if not facts.hidden_columns:
        return row
    return [text for column, text in enumerate(row, start=1) if column not in facts.hidden_columns]
