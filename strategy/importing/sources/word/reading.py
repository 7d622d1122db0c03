"""From document.xml to lines and tables, in one walk, for the numbers of lists count along."""

from typing import Any

from strategy.importing.layout import Line
from strategy.importing.sources import grid, noise, packed
from strategy.importing.sources.blocks import LeftOut, Source, Table, Why
from strategy.importing.sources.word import runs, tables
from strategy.importing.sources.word.notes import Notes
from strategy.importing.sources.word.numbering import Numbering
from strategy.importing.sources.word.runs import Said
from strategy.importing.sources.word.styles import Styles, value

MAIN = "word/document.xml"
DEEPEST_NESTING = 20
# What holds paragraphs inside a cell.
_HOLDERS = frozenset(["tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "ins", "txbxContent"])


def read(data: bytes) -> Source:
    """Raises ImportRefused."""
    package = packed.opened(data, MAIN)
    styles = Styles(_tree(package, "styles"))
    reader = _Reader(styles, Numbering(_tree(package, "numbering"), styles), Notes(package))
    with packed.broken_is_refused():
        body = package.tree(MAIN).find("body")
        if body is not None:
            reader.read_all(body)
        reader.finish()
    return Source("docx", reader.blocks, reader.left_out + list(reader.notes.running()))


def _tree(package: packed.Package, name: str) -> Any:
    part = f"word/{name}.xml"
    return package.tree(part) if part in package.names else None


class _Reader:
    """`number` counts the lines and rows so far; `depth` how deep it stands in other things."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self.styles, self.numbering, self.notes = styles, numbering, notes
        self.blocks: list[Line | Table] = []
        self.left_out: list[LeftOut] = []
        self.number = self.depth = 0
        self.after_blank = False
        # What goes on in the next paragraph, since the end of its own was deleted.
        self.open = Said()

    def read_all(self, parent: Any) -> None:
        self.depth += 1
        for child in parent if self.depth <= DEEPEST_NESTING else ():
            if child.tag == "p":
                self._read_paragraph(child)
            elif child.tag == "tbl":
                self._read_table(child)
            elif child.tag == "sdt" and _is_contents(child):
                self._leave_contents_out(child)
            elif child.tag in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "txbxContent"}:
                self.read_all(child)
        self.depth -= 1

    def finish(self) -> None:
        """Name what the last paragraph was, should its end be deleted."""
        self._name_what_is_missing(self.open)

    def _leave_contents_out(self, contents: Any) -> None:
        for paragraph in contents.iter("p"):
            text = _cleaned(runs.said_by(paragraph, self.styles).text).replace("\n", " ")
            self._leave_out(text, Why.CONTENTS)

    def _read_paragraph(self, paragraph: Any) -> None:
        said, self.open = self.open.followed_by(runs.said_by(paragraph, self.styles)), Said()
        if runs.is_struck_out(paragraph):
            self.open = said
            return
        self._name_what_is_missing(said)
        if self.styles.is_of_contents(paragraph):
            self._leave_out(_cleaned(said.text), Why.CONTENTS)
        else:
            self._add_lines(paragraph, said)
        for box in said.boxes:
            self.read_all(box)

    def _name_what_is_missing(self, said: Said) -> None:
        self._leave_out(_cleaned(said.deleted), Why.DELETED)
        self._leave_out(_cleaned(said.hidden), Why.HIDDEN)
        for kind, identifier in said.notes:
            self._leave_out(self.notes.text(kind, identifier), Why.FOOTNOTE)

    def _add_lines(self, paragraph: Any, said: Said) -> None:
        text = _cleaned(said.text)
        depth = self.styles.heading(paragraph)
        label, bullet = self._label(paragraph)
        if not text:
            self.after_blank = bool(self.blocks)
            return
        # In a heading a line break only divides it on paper.
        parts = [text.replace("\n", " ")] if depth else text.split("\n")
        parts[0] = f"{label} {parts[0]}".strip()
        for part in parts:
            self._add(part, heading=depth, bullet=0 if depth else bullet, bold=said.is_bold)
            bullet = 0

    def _label(self, paragraph: Any) -> tuple[str, int]:
        """The number or bullet before a paragraph, and the depth of its list from 1."""
        place = self.styles.numbered(paragraph)
        if place is None:
            return "", 0
        place = self.numbering.place_by_style(place, paragraph)
        return self.numbering.label(place), place.level + 1

    def _add(self, text: str, *, heading: int, bullet: int, bold: bool) -> None:
        if not heading and (why := noise.why(text)):
            self._leave_out(text, why)
            return
        self.number += 1
        line = Line(self.number, text, after_blank=self.after_blank)
        self.blocks.append(line._replace(heading=heading, bullet=bullet, bold=bold))
        self.after_blank = False

    def _read_table(self, table: Any) -> None:
        rows = tables.rows_of(table)
        columns = tables.width(rows)
        grid.refuse_long(len(rows))
        grid.refuse_wide(columns)
        if columns <= 1:
            # A frame around text, not a table.
            for row in rows:
                self.read_all(row.cells[0].element)
        else:
            self._add_table(rows)

    def _add_table(self, rows: list[tables.Row]) -> None:
        first = self.number + 1
        numbered = [(first + at, row) for at, row in enumerate(tables.texts(rows, self._cell_text))]
        bold = [row.is_head or self._is_bold(row) for row in rows]
        if found := grid.table(numbered, number=first, bold=bold):
            self.blocks.append(found)
            self.number += len(rows)
            self.after_blank = True

    def _cell_text(self, parent: Any) -> str:
        """The paragraphs of a cell, each on a line; those of a table in it too."""
        self.depth += 1
        children = parent if self.depth <= DEEPEST_NESTING else ()
        parts = [self._text_in_cell(child) for child in children]
        self.depth -= 1
        return "\n".join(part for part in parts if part)

    def _text_in_cell(self, element: Any) -> str:
        if element.tag != "p":
            return self._cell_text(element) if element.tag in _HOLDERS else ""
        said = runs.said_by(element, self.styles)
        self._name_what_is_missing(said)
        text = _cleaned(said.text)
        label, _bullet = self._label(element)
        lines = [f"{label} {text}".strip() if text else ""]
        return "\n".join(lines + [self._cell_text(box) for box in said.boxes])

    def _is_bold(self, row: tables.Row) -> bool:
        said = [
            runs.said_by(paragraph, self.styles)
            for cell in row.cells
            for paragraph in cell.element.findall("p")
        ]
        weights = [one.is_bold for one in said if one.text.strip()]
        return bool(weights) and all(weights)

    def _leave_out(self, text: str, why: Why) -> None:
        if text:
            self.left_out.append(LeftOut(self.number + 1, 0, text, why))


def _cleaned(text: str) -> str:
    return grid.cleaned(grid.spaced(text))


def _is_contents(element: Any) -> bool:
    gallery = value(element, "sdtPr/docPartObj/docPartGallery") or ""
    return "contents" in gallery.lower()
