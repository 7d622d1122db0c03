"""The formats in which the settlement table can be taken away."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from openpyxl.packaging.core import DocumentProperties

from comments.table import COLUMNS
from comments.tables import word
from comments.tables.contents import Table
from strategy.formats.separated import separated
from strategy.formats.workbook import Sheet, workbook_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

_OFFICE = "application/vnd.openxmlformats-officedocument"


class Format(NamedTuple):
    """`content` makes the whole file of a table; `name` is for the reader who chooses."""

    extension: str
    name: "StrPromise"
    content_type: str
    content: Callable[[Table], bytes]


def workbook(table: Table) -> bytes:
    """One sheet with a column for each of the table's, to sort, filter and count."""
    sheet = Sheet(
        name=pgettext("sheet", "Settlement"),
        said=" – ".join([table.title, *table.said]),
        columns=table.columns,
        widths=[column.width for column in COLUMNS],
        records=table.records,
    )
    at = table.edition.published_at
    properties = DocumentProperties(
        title=table.title,
        creator=settings.CITY_NAME,
        language="cs-CZ",
        created=at,
        modified=at,
    )
    return workbook_of(sheet, properties)


def separated_values(table: Table) -> bytes:
    """A line for each of the table's; formulas are kept off as in every CSV of the portal."""
    return separated(table.columns, table.records)


FORMATS = {
    made.extension: made
    for made in (
        Format("xlsx", _("Excel (XLSX)"), f"{_OFFICE}.spreadsheetml.sheet", workbook),
        Format(
            "csv",
            _("Table as text (CSV)"),
            "text/csv; charset=utf-8; header=present",
            separated_values,
        ),
        Format("docx", _("Word (DOCX)"), f"{_OFFICE}.wordprocessingml.document", word.content),
    )
}
