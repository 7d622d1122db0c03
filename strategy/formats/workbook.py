"""An edition as an Excel workbook in which every text is a text."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from strategy.formats.packing import without_times
from strategy.formats.paragraphs import imprint, warning
from strategy.formats.table import COLUMNS, records
from strategy.models import Edition

# In characters: level, tier, code, text, description, lead, due, two of the parent, key, address;
# then of the card three roles, two deadlines, seven texts, costs and indicators.
WIDTHS = (8, 18, 10, 70, 50, 28, 18, 12, 38, 38, 60) + (28,) * 3 + (18,) * 2 + (40,) * 9
HEADER_ROW = 2
# In the 16-bit units in which Excel counts.
LONGEST_CELL = 32_767
LAST_ROW = 1_048_576
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# What XML cannot hold, or changes, and what looks like such a character already written.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_CUT_CHARACTER = re.compile(r"_(?:x[0-9A-F]{0,4})?\Z")


class Sheet(NamedTuple):
    """A table as one sheet: `said` stands above its head; `widths` of columns are in characters.

    `choices` are offered in the columns of those numbers, counted from nought, beneath the head.
    """

    name: str
    said: str
    columns: Sequence[str]
    widths: Sequence[int]
    records: Sequence[Iterable[str | int]]
    choices: Mapping[int, Sequence[str]] = MappingProxyType({})


def content(edition: Edition) -> bytes:
    """The file. Three queries; needs `edition.plan` at hand."""
    said = " – ".join(filter(None, (edition.cover.title, imprint(edition), warning(edition))))
    columns = [str(column) for column in COLUMNS]
    sheet = Sheet(pgettext("sheet", "Plan"), said, columns, WIDTHS, list(records(edition)))
    return workbook_of(sheet, _properties(edition))


def workbook_of(table: Sheet, properties: DocumentProperties) -> bytes:
    """A workbook of that one sheet; the same values give the same bytes."""
    workbook = Workbook(write_only=True)
    workbook.properties = properties
    sheet = workbook.create_sheet(table.name)
    _arrange(sheet, table.widths)
    for column, choices in table.choices.items():
        sheet.data_validations.append(_choice(_letter(column + 1), choices))
    bold, wrapped = _style(sheet, font=_BOLD), _style(sheet, alignment=_WRAPPED)
    sheet.append(_cells(sheet, [table.said], bold))
    sheet.append(_cells(sheet, table.columns, bold))
    for record in table.records:
        sheet.append(_cells(sheet, record, wrapped))
    last = f"{_letter(len(table.columns))}{HEADER_ROW + len(table.records)}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}"
    return without_times(_saved(workbook))


def _saved(workbook: Workbook) -> bytes:
    """As `workbook.save()`, which would write the time of the day among the properties."""
    saved = io.BytesIO()
    ExcelWriter(workbook, ZipFile(saved, "w", ZIP_DEFLATED)).save()
    return saved.getvalue()


def _properties(edition: Edition) -> DocumentProperties:
    published_at = edition.published_at
    return DocumentProperties(
        title=edition.cover.title,
        subject=imprint(edition),
        creator=settings.CITY_NAME,
        language="cs-CZ",
        created=published_at,
        modified=published_at,
    )


def _arrange(sheet: Worksheet, widths: Sequence[int]) -> None:
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[_letter(number)].width = width


def _choice(column: str, choices: Sequence[str]) -> DataValidation:
    """A list to choose from in a column; what else is written there stays, too."""
    listed = ",".join(choices).replace('"', '""')
    rows = f"{column}{HEADER_ROW + 1}:{column}{LAST_ROW}"
    return DataValidation(
        type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False, sqref=rows
    )


def _style(sheet: Worksheet, **given: object) -> StyleArray:
    """A style to share: setting it anew on each cell takes a third of the time."""
    cell = WriteOnlyCell(sheet)
    for name, value in given.items():
        setattr(cell, name, value)
    return cell._style


def _cells(sheet: Worksheet, values: Iterable[str | int], style: StyleArray) -> list[Cell | None]:
    return [_cell(sheet, value, style) if value != "" else None for value in values]


def _cell(sheet: Worksheet, value: str | int, style: StyleArray) -> Cell:
    """A number, or a text that is a text whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    cell._style = style
    if isinstance(value, str):
        # By its property, openpyxl would take "=1+1" for a formula and "#REF!" for an error.
        cell._value, cell.data_type = written(value), "s"
    else:
        cell.value = value
    return cell


def written(text: str) -> str:
    """Text as a workbook writes it: what XML cannot hold as `_x0007_`, as Excel does.

    Cut where it is longer than a cell may be.

    >>> written("zvonek\\x07"), written("_x0007_")
    ('zvonek_x0007_', '_x005F_x0007_')
    """
    found = _UNWRITABLE.sub(lambda one: f"_x{ord(one.group()):04X}_", text)
    units = found.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return found
    kept = units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore")
    return _CUT_CHARACTER.sub("", kept) + "…"


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1)
