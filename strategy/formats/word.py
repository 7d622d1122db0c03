"""An edition as a Word document with real headings, for who has to paste it elsewhere."""

import io
from datetime import UTC

from django.conf import settings
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P

from strategy.formats.packing import without_times
from strategy.formats.paragraphs import (
    Paragraph,
    address,
    imprint,
    paragraphs,
    printable,
    warning,
)
from strategy.models import Edition
from strategy.outline import Row, outline
from strategy.typography import hold_together

LANGUAGE = "cs-CZ"
# What Word's own styles go down to.
DEEPEST_HEADING = 9
DEEPEST_LIST = 3


def content(edition: Edition) -> bytes:
    """The file. One query; needs `edition.plan` at hand."""
    return document(edition, outline(edition).rows)


def document(edition: Edition, rows: list[Row]) -> bytes:
    made = Document()
    _introduce(made, edition)
    styles = {
        style.name: style.style_id for style in made.styles if style.type == WD_STYLE_TYPE.PARAGRAPH
    }
    end = made.element.body.sectPr
    for style, code, said in [*_opening(edition), *map(_styled, paragraphs(rows))]:
        end.addprevious(_paragraph(styles[style], code, said))
    saved = io.BytesIO()
    made.save(saved)
    return without_times(saved.getvalue())


def _introduce(made: DocumentType, edition: Edition) -> None:
    """The document's language and what it says of itself; nothing of the time of the day."""
    language = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:val"), LANGUAGE)
    properties = made.core_properties
    properties.title = printable(edition.cover.title)[:255]
    properties.subject = imprint(edition)
    properties.author = properties.last_modified_by = settings.CITY_NAME
    properties.comments = ""
    properties.language = LANGUAGE
    if edition.published_at:
        properties.created = properties.modified = edition.published_at.astimezone(UTC)


def _opening(edition: Edition) -> list[tuple[str, str, str]]:
    said = [
        ("Title", edition.cover.title),
        ("Subtitle", imprint(edition)),
        ("Intense Quote", warning(edition)),
        ("Normal", address(edition)),
        ("Normal", edition.cover.summary),
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


def _paragraph(style_id: str, code: str, text: str) -> CT_P:
    """Made by hand: python-docx would look the style and the place up for each paragraph."""
    paragraph: CT_P = OxmlElement("w:p")
    paragraph.style = style_id
    if code:
        run = paragraph.add_r()
        run.get_or_add_rPr().append(OxmlElement("w:b"))
        run.text = code
        text = f" {text}"
    paragraph.add_r().text = hold_together(text)
    return paragraph
