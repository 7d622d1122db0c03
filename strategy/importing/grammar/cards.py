"""A card: a table with a row for each label of one measure, or of several below one another."""

import re

from strategy.importing.grammar import columns, labels
from strategy.importing.grammar.cells import Cells, Row
from strategy.importing.grammar.columns import Column, text_of
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import SPELT
from strategy.importing.grammar.line_marks import Mark, Sort
from strategy.importing.grammar.pieces import Cell
from strategy.importing.verdicts import Rule, Span

HEAD_WITH_CODE = re.compile(rf"(?:{SPELT.pattern})\s+(?:c\.\s*)?(?=[^\s\div]*[\div])\S+")


class Cards(Cells):
    """Reads cards; `key` is the level that their labels name."""

    def read(self, rows: list[Row]) -> None:
        """Read one table of labels and values."""
        self.key = _key_of_card(rows)
        for row in rows:
            self._card_row(row)

    def _card_row(self, row: Row) -> None:
        """A row of a card: label and value, once or twice; a row across it is read as a line."""
        cells = [
            cell for place, cell in enumerate(row) if place == 0 or not _same(cell, row[place - 1])
        ]
        doubled = [cell for place, cell in enumerate(row) if place and _same(cell, row[place - 1])]
        self.say([cell for cell in doubled if cell], Rule.SAME_CELL)
        if len([cell for cell in cells if cell]) == 1:
            self.lines([[cell for cell in cells if cell]])
            return
        step = 2 if len(cells) % 2 == 0 else len(cells)
        for place in range(0, len(cells), step):
            self._pair(cells[place], cells[place + 1 : place + step])

    def _pair(self, label: Cell, values: list[Cell]) -> None:
        builder = self.builder
        if not label:
            self.lines([values])
            return
        column = columns.column_of(text_of(label).rstrip(" :"))
        head = self.opens(label[0])
        if head and head.code:
            self._card_head(label, head, values)
        elif column.part in (Part.LEVEL, Part.TITLE, Part.CODE):
            self._card_title(label, column, values)
        elif builder.draft is None:
            self.say([label, *values], Rule.BEFORE_PLAN)
        else:
            part = (
                Part(column.part) if column.is_known and column.part != "ordinal" else Part.REMARK
            )
            rule = Rule.COLUMN if column.is_known else Rule.UNKNOWN_COLUMN
            for piece in label:
                builder.ledger.say(
                    Span(piece.index, 0, len(piece.text)), rule, draft=builder.draft, part=part
                )
            for cell in values:
                self.put(cell, part, text_of(label).rstrip(" :"), rule)

    def _card_head(self, label: Cell, head: Mark, values: list[Cell]) -> None:
        self.builder.line(label[0])
        self._title(label[1:], values)

    def _card_title(self, label: Cell, column: Column, values: list[Cell]) -> None:
        """ "Název opatření | X", "Číslo | 1.1", "Opatření | 1.1 X"."""
        builder = self.builder
        key = column.key or self.key
        pieces = [piece for cell in values for piece in cell]
        code = text_of(pieces).strip(" .)") if column.part == Part.CODE else ""
        mark = Mark(Sort.HEAD, 0, len(label[0].text), key, code=code, rule=Rule.LABEL)
        if column.part != Part.LEVEL and builder.completes(mark):
            builder.complete(mark, label[0], Span(label[0].index, 0, 0))
        elif pieces and column.part != Part.CODE:
            self.begin(pieces, key, "")
            for piece in label:
                builder.ledger.say(
                    Span(piece.index, 0, len(piece.text)),
                    Rule.LABEL,
                    draft=builder.draft,
                    part=Part.LEVEL,
                )
            return
        else:
            builder.begin(mark, label[0], key, code, Span(label[0].index, 0, 0))
        if column.part == Part.CODE:
            self.say_code(pieces)
            self._title(label[1:], [])
        else:
            self._title(label[1:], values)

    def _title(self, rest: Cell, values: list[Cell]) -> None:
        builder = self.builder
        for piece in rest:
            builder.ledger.say(
                Span(piece.index, 0, len(piece.text)), Rule.LABEL, draft=builder.draft
            )
        for cell in values:
            for piece in cell:
                builder.add_text(Span(piece.index, 0, len(piece.text)), Rule.WORDING)


def is_card(rows: list[Row]) -> bool:
    """Most rows begin with a label, and have something beside it."""
    if not rows or len(rows[0]) < 2:
        return False
    firsts = [text_of(row[0]) for row in rows]
    labelled = sum(
        _is_label(row[0]) and text != above
        for row, text, above in zip(rows, firsts, ["", *firsts], strict=False)
        if text
    )
    filled = sum(bool(row[0]) for row in rows)
    return labelled > 0 and labelled * 2 > filled


def _is_label(cell: Cell) -> bool:
    text = text_of(cell)
    word = flat(text).rstrip(" :")
    has_code = HEAD_WITH_CODE.fullmatch(word) is not None
    return has_code or labels.whole(text) is not None or SPELT.fullmatch(word) is not None


def _key_of_card(rows: list[Row]) -> str:
    """The level that a card's labels name, such as "Název opatření"; a measure where none does."""
    heads = [columns.column_of(text_of(cell).rstrip(" :")) for row in rows for cell in row]
    named = (head.key for head in heads if head.part in (Part.LEVEL, Part.TITLE, Part.CODE))
    return next((key for key in named if key), "opatreni")


def _same(cell: Cell, other: Cell) -> bool:
    return bool(cell) and text_of(cell) == text_of(other)
