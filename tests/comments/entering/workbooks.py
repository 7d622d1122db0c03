"""Workbooks to import: written as Excel does, with our heads."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.timezone import localdate
from openpyxl import Workbook

from comments.entering.importing import COLUMNS

HEADS = {field: str(label) for field, label in COLUMNS.items()}


def workbook(*rows: dict[str, Any], heads: Sequence[str] | None = None, above: int = 1) -> bytes:
    """A file with a row for each dict by field; what it leaves out is on paper, today, to A1.1."""
    book = Workbook()
    sheet = book.active
    for number in range(above):
        sheet.append([f"Úvodní řádek {number}"])
    sheet.append(list(HEADS.values()) if heads is None else heads)
    for row in rows:
        given = {"channel": "na papíře", "received_on": localdate(), "place": "A1.1"} | row
        sheet.append([given.get(field) for field in HEADS])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
