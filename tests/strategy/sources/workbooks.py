"""Workbooks made for tests."""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook


def book(*rows, change=None) -> bytes:
    """A workbook of one sheet with these rows; `change` is called with the sheet."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Opatření"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(made)


def saved(made: Workbook) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def repacked(data: bytes, changed=None, added=None) -> bytes:
    """The file with parts replaced: {name: function of bytes}, and others added: {name: bytes}."""
    content = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as before, ZipFile(content, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            change = (changed or {}).get(name)
            after.writestr(name, change(part) if change else part)
        for name, part in (added or {}).items():
            after.writestr(name, part)
    return content.getvalue()


def with_cells(xml: str) -> bytes:
    """A workbook whose rows are this very XML."""

    def put(part: bytes) -> bytes:
        rows = b"<sheetData>" + xml.encode() + b"</sheetData>"
        return re.sub(rb"<sheetData\s*/>|<sheetData></sheetData>", rows, part)

    return repacked(book(), {"xl/worksheets/sheet1.xml": put})


def with_shared(texts: str, cells: str) -> bytes:
    """A workbook as Excel writes it: its texts, XML too, stand apart from the cells."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return repacked(
        with_cells(cells),
        {"[Content_Types].xml": lambda types: types.replace(b"</Types>", override.encode())},
        {"xl/sharedStrings.xml": f'<sst xmlns="{space}">{texts}</sst>'.encode()},
    )
