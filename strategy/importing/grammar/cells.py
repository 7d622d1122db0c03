"""Cells of tables, read through a builder."""

import re

from strategy.importing.codes import UPPER
from strategy.importing.grammar import numbering
from strategy.importing.grammar.building import Builder
from strategy.importing.grammar.columns import text_of
from strategy.importing.grammar.field_words import LISTS, Part
from strategy.importing.grammar.line_marks import Mark, Sort
from strategy.importing.grammar.marks import marks_of
from strategy.importing.grammar.pieces import Cell, Piece
from strategy.importing.verdicts import Certainty, Rule, Span

COUNTED = re.compile(rf"(?P<code>[{UPPER}]|[IVX]{{1,5}}|\d{{1,2}})[)]?\s+(?=[{UPPER}„])")
Row = list[Cell]


class Cells:
    """Reads cells through a builder, which keeps what stands above them."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.counted: frozenset[int] = frozenset()

    def say(self, row: Row, rule: Rule, certainty: Certainty = Certainty.SURE) -> None:
        for cell in row:
            for piece in cell:
                self.builder.ledger.say(Span(piece.index, 0, len(piece.text)), rule, certainty)

    def lines(self, rows: list[Row]) -> None:
        """Rows that are read as lines, merged cells once."""
        for row in rows:
            before = ""
            for cell in row:
                if before and text_of(cell) == before:
                    self.say([cell], Rule.SAME_CELL)
                    continue
                before = text_of(cell)
                for piece in cell:
                    self.builder.line(piece)

    def opens(self, piece: Piece) -> Mark | None:
        marks = marks_of(piece.text, self.builder.habits)
        return marks[0] if marks and marks[0].sort is Sort.HEAD else None

    def begin(self, cell: Cell, key: str, code: str, place: int = -1) -> None:
        """Begin an item with the wording of a cell, whose code may stand before it."""
        builder, piece = self.builder, cell[0]
        marks = marks_of(piece.text, builder.habits)
        opening = next((mark for mark in marks if mark.sort in (Sort.HEAD, Sort.CODE)), None)
        start = 0
        if place in self.counted and (counted := COUNTED.match(piece.text)):
            code, start = code or counted["code"], counted.end()
        elif opening and opening.start == 0 and opening.key in ("", key):
            code = code or self.code_before(opening)
            start = opening.end
        mark = Mark(Sort.HEAD, 0, start, key, code=code, rule=Rule.COLUMN)
        inner = [each for each in marks if each.sort is Sort.LABEL and each.start >= start]
        end = inner[0].start if inner else len(piece.text)
        builder.begin(mark, piece, key, code, Span(piece.index, start, end))
        builder.item_key = key
        if inner:
            builder.read(piece, inner[0].start, inner)
            builder.resume()
        for rest in cell[1:]:
            builder.add_text(Span(rest.index, 0, len(rest.text)), Rule.GOES_ON)

    def code_before(self, opening: Mark) -> str:
        """A code that stands before the wording; a number alone only counts the rows, unless
        other codes go on from it."""
        is_code = (
            opening.key
            or numbering.depth(opening.code) > 1
            or self.builder.habits.goes_on_from(opening.code)
        )
        return opening.code if is_code else ""

    def say_code(self, cell: Cell) -> None:
        for piece in cell:
            self.builder.ledger.say(
                Span(piece.index, 0, len(piece.text)),
                Rule.COLUMN,
                Certainty.SURE,
                self.builder.draft,
                Part.CODE,
            )

    def put(self, cell: Cell, part: Part, label: str, rule: Rule) -> None:
        """What a cell says, line by line; a line that begins small goes on from the one above."""
        builder = self.builder
        certainty = Certainty.SURE if rule is Rule.COLUMN else Certainty.LIKELY
        for number, piece in enumerate(cell):
            bullet = numbering.BULLET.match(piece.text) or numbering.NUMBER_ONLY.match(piece.text)
            start = bullet.end() if bullet and part in LISTS else 0
            whole = Span(piece.index, 0, len(piece.text))
            if number and not start and builder.entry and _goes_on(cell, number, part):
                builder.go_on(whole)
                continue
            mark = Mark(Sort.LABEL, 0, start, part, label, rule=rule, certainty=certainty)
            rest = builder.fill(mark, whole, whole._replace(start=start))
            if rest is not None:
                builder.ledger.say(
                    rest, Rule.WITH_LEAD, Certainty.UNSURE, builder.draft, Part.REMARK
                )


def _goes_on(cell: Cell, number: int, part: Part) -> bool:
    """A line that begins small goes on, unless in a list whose first line does so too."""
    if part in LISTS and cell[0].text[0].islower():
        return False
    return cell[number].text[0].islower()
