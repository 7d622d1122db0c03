"""An edition as a Word document with real headings, for who has to paste it elsewhere."""

import io
import re
from datetime import UTC, datetime

from django.conf import settings
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from lxml.etree import SubElement, _Element

from strategy.formats.packing import without_times
from strategy.formats.paragraphs import (
    Paragraph,
    address,
    codes_explained,
    imprint,
    paragraphs,
    printable,
    warning,
)
from strategy.models import Edition
from strategy.outline import Row, with_cards
from strategy.typography import hold_together

LANGUAGE = "cs-CZ"
# What Word's own styles go down to.
DEEPEST_HEADING = 9
DEEPEST_LIST = 3

_PARAGRAPH, _PROPERTIES, _STYLE, _VALUE = map(qn, ("w:p", "w:pPr", "w:pStyle", "w:val"))
_RUN, _RUN_PROPERTIES, _BOLD, _TEXT = map(qn, ("w:r", "w:rPr", "w:b", "w:t"))
_SPACE = qn("xml:space")
_BREAKS = re.compile("([\n\t])")
_BREAK_ELEMENTS = {"\n": qn("w:br"), "\t": qn("w:tab")}


def content(edition: Edition) -> bytes:
    """The file. Two queries; needs `edition.plan` at hand."""
    return document(edition, with_cards(edition))


def document(edition: Edition, rows: list[Row]) -> bytes:
    made = Document()
    introduce(made, edition.cover.title, imprint(edition), edition.published_at)
    styles = style_ids(made)
    body, end = made.element.body, made.element.body.sectPr
    body.remove(end)
    for style, code, said in [*_opening(edition, rows), *map(_styled, paragraphs(rows))]:
        add_paragraph(body, styles[style], code, said)
    body.append(end)
    return saved(made)


def introduce(made: DocumentType, title: str, subject: str, at: datetime | None) -> None:
    """The document's language and what it says of itself; nothing of the time of the day."""
    language = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:val"), LANGUAGE)
    properties = made.core_properties
    properties.title = printable(title)[:255]
    properties.subject = subject
    properties.author = properties.last_modified_by = settings.CITY_NAME
    properties.comments = ""
    properties.language = LANGUAGE
    if at:
        properties.created = properties.modified = at.astimezone(UTC)


def style_ids(made: DocumentType) -> dict[str, str]:
    """What the styles of paragraphs are called in the file, by the names that readers see."""
    return {
        style.name: style.style_id for style in made.styles if style.type == WD_STYLE_TYPE.PARAGRAPH
    }


def saved(made: DocumentType) -> bytes:
    """The file; the same document gives the same bytes."""
    written = io.BytesIO()
    made.save(written)
    return without_times(written.getvalue())


def _opening(edition: Edition, rows: list[Row]) -> list[tuple[str, str, str]]:
    said = [
        ("Title", edition.cover.title),
        ("Subtitle", imprint(edition)),
        ("Intense Quote", warning(edition)),
        ("Normal", address(edition)),
        ("Normal", edition.cover.summary),
        ("Normal", codes_explained(rows)),
    ]
    return [(style, "", printable(text)) for style, text in said if text]


def _styled(paragraph: Paragraph) -> tuple[str, str, str]:
    """(style, code in bold, text) of a paragraph."""
    if paragraph.kind == "heading":
        style = f"Heading {min(paragraph.depth, DEEPEST_HEADING)}"
        return style, "", f"{paragraph.label} {paragraph.text}"
    if paragraph.kind == "measure":
        return _list_style("List Bullet", paragraph.depth), paragraph.label, paragraph.text
    style = _list_style("List Continue", paragraph.depth) if paragraph.depth else "Normal"
    return style, "", paragraph.text


def _list_style(name: str, depth: int) -> str:
    depth = min(depth, DEEPEST_LIST)
    return name if depth == 1 else f"{name} {depth}"


def add_paragraph(body: _Element, style_id: str, bold: str, text: str) -> None:
    """A paragraph that begins with words in bold, where there are any.

    Written by hand: python-docx, which looks everything up, would take five times as long.
    """
    paragraph = SubElement(body, _PARAGRAPH)
    SubElement(SubElement(paragraph, _PROPERTIES), _STYLE).set(_VALUE, style_id)
    if bold:
        run = SubElement(paragraph, _RUN)
        SubElement(SubElement(run, _RUN_PROPERTIES), _BOLD)
        _add_text(run, bold)
        text = f" {text}" if text else ""
    _add_text(SubElement(paragraph, _RUN), hold_together(text))


def _add_text(run: _Element, text: str) -> None:
    """Line breaks and tabs are elements of their own."""
    for piece in _BREAKS.split(text):
        if piece in _BREAK_ELEMENTS:
            SubElement(run, _BREAK_ELEMENTS[piece])
        elif piece:
            written = SubElement(run, _TEXT)
            written.text = piece
            written.set(_SPACE, "preserve")
