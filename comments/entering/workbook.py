"""A workbook of comments, read row by row with nothing taken for granted.

It comes from outside the portal: its size is bounded before it is opened, and every cell is
taken for what it is.
"""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from comments.entering.comparing import as_compared
from strategy.characters import plain

# In bytes: of the file as it is sent, and of what it holds once unpacked.
LARGEST = 1_000_000
LARGEST_UNPACKED = 30_000_000
MOST_ROWS = 1_000
# Rows above the head, and columns that are looked at.
_ABOVE = 10
_WIDTH = 30
_CZECH_DAY = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})")

Value = str | date | bool


class WorkbookRefused(Exception):
    """Why a file cannot be read at all; its text is for the reader."""


class Faulty(NamedTuple):
    """A cell that cannot be taken, and why."""

    message: str


class Row(NamedTuple):
    """A row of the sheet by its number there: values by the head of their column."""

    number: int
    values: dict[str, Value | Faulty]


def rows_of(content: bytes, head: str) -> tuple[list[str], list[Row]]:
    """The heads of the first sheet, and its rows that hold something.

    The head is the row with a cell that says `head`; heads are compared in small letters.
    Raises WorkbookRefused.
    """
    _refuse_large(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return _read(book.worksheets[0], as_compared(head))
    except WorkbookRefused:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken file makes of the library
        raise WorkbookRefused(_("The file cannot be read. Save it anew as .xlsx.")) from None


def _refuse_large(content: bytes) -> None:
    if len(content) > LARGEST:
        raise WorkbookRefused(_("The file is larger than 1 MB. Please cut it into more files."))
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except BadZipFile:
        raise WorkbookRefused(_("This is no workbook of the kind .xlsx.")) from None
    if unpacked > LARGEST_UNPACKED:
        raise WorkbookRefused(_("The file holds more than can be read."))


def _read(sheet: Any, head: str) -> tuple[list[str], list[Row]]:
    # What the file says of its own extent need not be true.
    sheet.reset_dimensions()
    cells = sheet.iter_rows(max_col=_WIDTH, max_row=_ABOVE + MOST_ROWS + 1)
    numbered = enumerate(cells, start=1)
    heads = _heads(islice(numbered, _ABOVE), head)
    rows = [row for number, cells in numbered if (row := _row(number, heads, cells)).values]
    if len(rows) > MOST_ROWS or (rows and rows[-1].number > _ABOVE + MOST_ROWS):
        told = _("The sheet has more than %(count)s rows. Please cut it into more files.")
        raise WorkbookRefused(told % {"count": number_format(MOST_ROWS, force_grouping=True)})
    return [name for name in heads if name], rows


def _heads(rows: Iterator[tuple[int, Any]], head: str) -> list[str]:
    for _number, cells in rows:
        names = [as_compared(_said(cell.value)) for cell in cells]
        if head in names:
            return names
    raise WorkbookRefused(
        _("No row of the first sheet is headed “%(head)s”. Please use our file.") % {"head": head}
    )


def _row(number: int, heads: list[str], cells: Iterable[Any]) -> Row:
    pairs = zip(heads, cells, strict=False)
    taken = {name: _taken(cell) for name, cell in pairs if name and cell.value is not None}
    return Row(number, {name: value for name, value in taken.items() if value != ""})


def _taken(cell: Any) -> Value | Faulty:
    if cell.data_type == "f":
        return Faulty(_("There is a formula. Put its value here."))
    if cell.data_type == "e":
        return Faulty(_("There is an error of the sheet."))
    if isinstance(cell.value, bool):
        return cell.value
    if isinstance(cell.value, datetime):
        return cell.value.date()
    return cell.value if isinstance(cell.value, date) else _said(cell.value)


def _said(value: Any) -> str:
    """A value as a text; a whole number without the point of a broken one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return plain(unescape(str(value))).strip() if value is not None else ""


def day_of(value: Value) -> date | None:
    """A day written as a date, as “26. 6. 2018” or as “2018-06-26”; None where it is none."""
    if not isinstance(value, str):
        return value if isinstance(value, date) else None
    try:
        if match := _CZECH_DAY.fullmatch(value):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(value)
    except ValueError:
        return None
