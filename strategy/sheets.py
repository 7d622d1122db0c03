"""A workbook that somebody filled in, read row by row with nothing taken for granted.

It comes from outside the portal: its size is bounded before it is opened, and every cell is
taken for what it is.
"""

import binascii
import io
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from strategy.characters import as_compared, plain

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

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


class Fault(NamedTuple):
    """What is wrong: row as the sheet numbers it (0: the whole sheet), and the head of a column."""

    row: int
    column: str
    message: str


def rows_of(content: bytes, head: str, most: int | None = None) -> tuple[list[str], list[Row]]:
    """The heads of the first sheet, and its rows that hold something: at most MOST_ROWS, or `most`.

    The head is the row with a cell that says `head`; heads are compared in small letters.
    Raises WorkbookRefused.
    """
    _refuse_large(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return _read(book.worksheets[0], as_compared(head), most or MOST_ROWS)
    except WorkbookRefused:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken file makes of the library
        raise WorkbookRefused(_("The file cannot be read. Save it anew as .xlsx.")) from None


def sent_content(request: HttpRequest) -> bytes:
    """The file of a form as it was sent, or once more, in `again`, with its confirmation.

    Raises WorkbookRefused where there is none.
    """
    sent = request.FILES.get("file")
    if isinstance(sent, UploadedFile):
        # One byte more tells that it is too large.
        return sent.read(LARGEST + 1)
    try:
        content = b64decode(request.POST.get("again", ""), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise WorkbookRefused(_("Choose a file first."))
    return content


def faults_of_heads(
    heads: Sequence[str], columns: Mapping[str, "StrPromise"], needed: Iterable[str]
) -> list[Fault]:
    """What is wrong with the heads; `columns` are those that may be there, by their field."""
    known = {as_compared(str(label)) for label in columns.values()}
    labels = [str(columns[field]) for field in needed]
    faults = [
        Fault(0, label, _("This column is missing."))
        for label in labels
        if as_compared(label) not in heads
    ]
    counted = Counter(heads)
    faults += [Fault(0, head, _("We know no such column.")) for head in heads if head not in known]
    doubled = (head for head, count in counted.items() if count > 1)
    return faults + [Fault(0, head, _("This column is there twice.")) for head in doubled]


def named(row: Row, columns: Mapping[str, "StrPromise"]) -> Row:
    """The row with its values by field; what stands under other heads is left out."""
    fields = {as_compared(str(label)): field for field, label in columns.items()}
    values = {fields[head]: value for head, value in row.values.items() if head in fields}
    return Row(row.number, values)


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


def _read(sheet: Any, head: str, most: int) -> tuple[list[str], list[Row]]:
    # What the file says of its own extent need not be true.
    sheet.reset_dimensions()
    cells = sheet.iter_rows(max_col=_WIDTH, max_row=_ABOVE + most + 1)
    numbered = enumerate(cells, start=1)
    heads = _heads(islice(numbered, _ABOVE), head)
    rows = [row for number, cells in numbered if (row := _row(number, heads, cells)).values]
    if len(rows) > most or (rows and rows[-1].number > _ABOVE + most):
        told = _("The sheet has more than %(count)s rows. Please cut it into more files.")
        raise WorkbookRefused(told % {"count": number_format(most, force_grouping=True)})
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
    if isinstance(cell.value, date):
        return cell.value
    return _said(cell.value) if "%" not in str(cell.number_format) else _of_hundred(cell.value)


def _of_hundred(value: Any) -> str:
    """A share as the sheet shows it: the cell of “50 %” holds a half."""
    if not isinstance(value, int | float):
        return _said(value)
    return f"{_said(round(value * 100, 6))} %"


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
