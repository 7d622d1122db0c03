"""The settlement table as a Word document, for who goes on working with it."""

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml.etree import SubElement, _Element

from comments.table import GROUPS, Line, cells
from comments.tables.contents import Table
from strategy.formats.paragraphs import printable
from strategy.formats.word import add_paragraph, introduce, saved, style_ids

# Of the groups, in millimetres; together what the margins of a page across leave.
WIDTHS = (14, 45, 38, 82, 82)
TEXT_SIZE = Pt(9)
TWENTIETHS_IN_MM = 56.7


def content(table: Table) -> bytes:
    """The file."""
    made = Document()
    introduce(made, table.title, "", table.edition.published_at)
    _lay_across(made)
    made.styles["Normal"].font.size = TEXT_SIZE
    styles = style_ids(made)
    body, end = made.element.body, made.element.body.sectPr
    body.remove(end)
    add_paragraph(body, styles["Title"], "", printable(table.title))
    for said in table.said:
        add_paragraph(body, styles["Normal"], "", printable(said))
    if table.lines:
        _add_table(body, styles["Normal"], table.lines)
    body.append(end)
    return saved(made)


def _lay_across(made: DocumentType) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)


def _add_table(body: _Element, style: str, lines: list[Line]) -> None:
    """Written by hand: python-docx needs a second for a few dozen rows."""
    table = SubElement(body, qn("w:tbl"))
    properties = SubElement(table, qn("w:tblPr"))
    SubElement(properties, qn("w:tblStyle")).set(qn("w:val"), "TableGrid")
    SubElement(properties, qn("w:tblLayout")).set(qn("w:type"), "fixed")
    grid = SubElement(table, qn("w:tblGrid"))
    for width in WIDTHS:
        SubElement(grid, qn("w:gridCol")).set(qn("w:w"), str(round(width * TWENTIETHS_IN_MM)))
    _add_head(table, style)
    for line in lines:
        row = SubElement(table, qn("w:tr"))
        for pieces in cells(line).values():
            cell = _add_cell(row)
            for piece in pieces:
                title = f"{piece.title}:" if piece.title else ""
                add_paragraph(cell, style, title, printable(piece.text))


def _add_head(table: _Element, style: str) -> None:
    """The row of heads, repeated on each page."""
    row = SubElement(table, qn("w:tr"))
    SubElement(SubElement(row, qn("w:trPr")), qn("w:tblHeader"))
    for title in GROUPS.values():
        add_paragraph(_add_cell(row), style, str(title), "")


def _add_cell(row: _Element) -> _Element:
    return SubElement(row, qn("w:tc"))
