"""An edition as CSV, after RFC 4180 but for the semicolon between cells.

A Czech Excel opens such a file as a table at a double click: it expects semicolons, and the
byte order mark tells it that the text is UTF-8. No cell becomes a formula there: what begins
like one gets an apostrophe before it (`guarded`), which `unguarded` takes away again.
"""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

from strategy.formats.table import COLUMNS, records
from strategy.models import Edition

DELIMITER = ";"
BYTE_ORDER_MARK = "\ufeff"
# Apostrophes count in, so that every guarded text can be told from one that has its own.
_LIKE_A_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def content(edition: Edition) -> bytes:
    """The file. Three queries; needs `edition.plan` at hand."""
    return separated([str(column) for column in COLUMNS], records(edition))


def separated(columns: Iterable[str], records: Iterable[Iterable[str | int | Decimal]]) -> bytes:
    """A table as a file: its head, then a line for each record. Numbers are as Czechs write them,
    and no text, so that one below nought needs no guard."""
    written = io.StringIO(newline="")
    written.write(BYTE_ORDER_MARK)
    writer = csv.writer(written, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow(_written(cell) for cell in record)
    return written.getvalue().encode()


def _written(cell: str | int | Decimal) -> str:
    if isinstance(cell, Decimal):
        return decimal(cell)
    return guarded(cell) if isinstance(cell, str) else str(cell)


def decimal(value: Decimal | None) -> str:
    """A number as a Czech spreadsheet reads it; empty for none.

    >>> decimal(Decimal("-12.5000"))
    '-12,5'
    """
    return "" if value is None else format(value.normalize(), "f").replace(".", ",")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet might take it for a formula.

    >>> guarded("=1+1"), guarded("Podpora")
    ("'=1+1", 'Podpora')
    """
    return f"'{cell}" if _LIKE_A_FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and _LIKE_A_FORMULA.match(cell) else cell
