"""Tables: a row for each measure, or a row for each label of one measure's card.

Higher levels stand in columns further left, in rows across the whole table, or in headings
above it. A table without a head that is as wide as the one before goes on from it.
"""

import re

from strategy.importing.codes import UPPER
from strategy.importing.grammar import columns, labels, numbering
from strategy.importing.grammar.building import Builder
from strategy.importing.grammar.columns import Column, text_of
from strategy.importing.grammar.field_words import LISTS, Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import SPELT
from strategy.importing.grammar.line_marks import Mark, Sort
from strategy.importing.grammar.marks import marks_of
from strategy.importing.grammar.pieces import Cell, Grid, Piece
from strategy.importing.grammar.survey import LETTERS, ROMAN
from strategy.importing.verdicts import Certainty, Rule, Span

ROWS_BEFORE_HEAD = 4
EMPTY = frozenset(["-", "–", "—", "x", "/", "n/a", "…", "..."])
HEAD_WITH_CODE = re.compile(rf"(?:{SPELT.pattern})\s+(?:c\.\s*)?\S*[\div]\S*")
COUNTING = (ROMAN, LETTERS, tuple(map(str, range(1, 100))))
COUNTED = re.compile(rf"(?P<code>[{UPPER}]|[IVX]{{1,5}}|\d{{1,2}})[)]?\s+(?=[{UPPER}„])")
Row = list[Cell]


class Tables:
    """Reads grids through a builder, which keeps what stands above them."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.head: list[Column] = []
        self.above: list[str] = []
        self.counted: frozenset[int] = frozenset()

    def read(self, grid: Grid) -> None:
        """Read one table."""
        place = self._place_of_head(grid.rows)
        if place is not None and not _is_card(grid.rows):
            self._lines(grid.rows[:place])
            self._rows(grid.rows[self._take_head(grid.rows, place) :])
        elif _is_card(grid.rows):
            for row in grid.rows:
                self._card_row(row)
        elif self.head and grid.rows and len(grid.rows[0]) == len(self.head):
            self._rows(grid.rows)
        elif self._opens_items(grid.rows):
            self._lines(grid.rows)
        else:
            self._unknown(grid.rows)
        self.builder.close()

    def _place_of_head(self, rows: list[Row]) -> int | None:
        return next(
            (
                place
                for place, row in enumerate(rows[:ROWS_BEFORE_HEAD])
                if columns.is_head(columns.columns_of(row))
            ),
            None,
        )

    def _take_head(self, rows: list[Row], place: int) -> int:
        """Take the head, of one row or of two; returns where the body begins."""
        self.head = columns.columns_of(rows[place])
        self.above = []
        end = place + 1
        if end < len(rows):
            second = columns.columns_of(rows[end])
            same = [flat(text_of(one)) == flat(text_of(two)) for one, two in _pairs(rows, place)]
            if any(same) and any(not each for each in same) and _all_known(second, same):
                self.head = [_lower(high, low) for high, low in zip(self.head, second, strict=True)]
                end += 1
        for row in rows[place:end]:
            self._say(row, Rule.TABLE_HEAD)
        return end

    def _say(self, row: Row, rule: Rule, certainty: Certainty = Certainty.SURE) -> None:
        for cell in row:
            for piece in cell:
                self.builder.ledger.say(Span(piece.index, 0, len(piece.text)), rule, certainty)

    def _lines(self, rows: list[Row]) -> None:
        """Rows that are read as lines, merged cells once."""
        for row in rows:
            before = ""
            for cell in row:
                if before and text_of(cell) == before:
                    self._say([cell], Rule.SAME_CELL)
                    continue
                before = text_of(cell)
                for piece in cell:
                    self.builder.line(piece)

    def _unknown(self, rows: list[Row]) -> None:
        for row in rows:
            self._say(row, Rule.UNKNOWN_TABLE, Certainty.UNSURE)

    def _opens_items(self, rows: list[Row]) -> bool:
        """Whether cells open items by themselves, as in a table of one column."""
        return any(self._heads(piece) for row in rows for cell in row for piece in cell[:1])

    def _heads(self, piece: Piece) -> Mark | None:
        marks = marks_of(piece.text, self.builder.habits)
        return marks[0] if marks and marks[0].sort is Sort.HEAD else None

    def _rows(self, rows: list[Row]) -> None:
        self.counted = _counted(rows)
        for row in rows:
            texts = [text_of(cell) for cell in row]
            if columns.is_head(columns.columns_of(row)) and self._is_head_again(texts):
                self._say(row, Rule.TABLE_HEAD)
            elif self._is_group(row):
                self._group(row)
                self.above = []
            elif flat(next((text for text in texts if text), "")).startswith(("celkem", "soucet")):
                self._say(row, Rule.CAPTION)
            else:
                self._row(row)
                self.above = texts

    def _is_head_again(self, texts: list[str]) -> bool:
        same = sum(
            flat(text) == flat(column.label) for text, column in zip(texts, self.head, strict=False)
        )
        return same * 2 > len(texts)

    def _is_group(self, row: Row) -> bool:
        texts = [text_of(cell) for cell in row]
        filled = [text for text in texts if text]
        if len(filled) > 1 and len(set(filled)) == 1:
            return len(filled) == len(texts)
        if len(filled) != 1 or len(texts) < 2 or not row[0]:
            return False
        head = self._heads(row[0][0])
        return head is not None and head.key not in {column.key for column in self.head}

    def _group(self, row: Row) -> None:
        """A row across the table: a heading by its word or code, else the title of an area."""
        cell = next(cell for cell in row if cell)
        piece = cell[0]
        marks = marks_of(piece.text, self.builder.habits)
        if marks and marks[0].sort in (Sort.HEAD, Sort.CODE):
            self.builder.read(piece, 0, marks)
            for rest in cell[1:]:
                self.builder.add_text(Span(rest.index, 0, len(rest.text)), Rule.GOES_ON)
        else:
            self.builder.stop()
            self.builder.area = text_of(cell)
            self._say([cell], Rule.GROUP_ROW, Certainty.LIKELY)
        self._say([other for other in row if other is not cell], Rule.SAME_CELL)

    def _row(self, row: Row) -> None:
        """One row: the items it begins, from the highest, then what is said of the lowest."""
        items = self._item_columns()
        begun = False
        for place in items:
            begun = self._item(row, place, begun=begun) or begun
        for place, cell in enumerate(row):
            column = self.head[place] if place < len(self.head) else Column("", "", "")
            if place in items or column.part == Part.CODE or not cell:
                continue
            self._field(cell, place, column, begun=begun)
        for place, cell in enumerate(row):
            if place < len(self.head) and self.head[place].part == Part.CODE:
                self._say_code(cell)

    def _item_columns(self) -> list[int]:
        """The columns that hold items; where none does, the first that describes them."""
        for parts in ((Part.LEVEL, Part.TITLE), (Part.DESCRIPTION,), (Part.ACTIVITY,)):
            found = [place for place, column in enumerate(self.head) if column.part in parts]
            if found:
                return _one_of_each(found, self.head)
        return []

    def _item(self, row: Row, place: int, *, begun: bool) -> bool:
        cell = row[place]
        code, code_cell = self._code(row, place)
        if not cell or (text_of(cell) in EMPTY and not code):
            return False
        if (
            not begun
            and self.above
            and self.above[place] == text_of(cell)
            and (not code_cell or self.above[code_cell] == code)
        ):
            self._say([cell], Rule.SAME_CELL)
            return False
        self._begin(cell, self._key(place), code, place)
        return True

    def _key(self, place: int) -> str:
        return self.head[place].key or self.builder.list_key or "opatreni"

    def _code(self, row: Row, place: int) -> tuple[str, int]:
        """The code in a column of its own for the items of a column, and where it stands."""
        for at, column in enumerate(self.head):
            if column.part != Part.CODE or at >= len(row):
                continue
            belongs = column.key == self.head[place].key if column.key else self._is_lowest(place)
            if belongs:
                return text_of(row[at]).strip(" .)"), at
        return "", 0

    def _is_lowest(self, place: int) -> bool:
        return place == self._item_columns()[-1]

    def _begin(self, cell: Cell, key: str, code: str, place: int = -1) -> None:
        """Begin an item with the wording of a cell, whose code may stand before it."""
        builder, piece = self.builder, cell[0]
        marks = marks_of(piece.text, builder.habits)
        opening = next((mark for mark in marks if mark.sort in (Sort.HEAD, Sort.CODE)), None)
        start = 0
        if place in self.counted and (counted := COUNTED.match(piece.text)):
            code, start = code or counted["code"], counted.end()
        elif opening and opening.start == 0 and opening.key in ("", key):
            code = code or self._code_before(opening)
            start = opening.end
        mark = Mark(Sort.HEAD, 0, start, key, code=code, rule=Rule.COLUMN)
        inner = [each for each in marks if each.sort is Sort.LABEL and each.start >= start]
        end = inner[0].start if inner else len(piece.text)
        builder._begin(mark, piece, key, code, Span(piece.index, start, end))
        builder.item_key = key
        if inner:
            builder.read(piece, inner[0].start, inner)
            builder.resume()
        for rest in cell[1:]:
            builder.add_text(Span(rest.index, 0, len(rest.text)), Rule.GOES_ON)

    def _code_before(self, opening: Mark) -> str:
        """A code that stands before the wording; a number alone only counts the rows, unless
        other codes go on from it."""
        is_code = (
            opening.key
            or numbering.depth(opening.code) > 1
            or self.builder.habits.goes_on_from(opening.code)
        )
        return opening.code if is_code else ""

    def _say_code(self, cell: Cell) -> None:
        for piece in cell:
            self.builder.ledger.say(
                Span(piece.index, 0, len(piece.text)),
                Rule.COLUMN,
                Certainty.SURE,
                self.builder.draft,
                Part.CODE,
            )

    def _field(self, cell: Cell, place: int, column: Column, *, begun: bool) -> None:
        repeats = self.above and place < len(self.above) and self.above[place] == text_of(cell)
        if self.builder.draft is None:
            self._say([cell], Rule.NO_ITEM)
        elif repeats and not begun:
            self._say([cell], Rule.SAME_CELL)
        elif column.part == "ordinal" or text_of(cell) in EMPTY:
            self._say([cell], Rule.COLUMN)
        else:
            known = column.is_known and column.part != Part.LEVEL
            part = Part(column.part) if known else Part.REMARK
            rule = Rule.COLUMN if known else Rule.UNKNOWN_COLUMN
            self._put(cell, part, column.label, rule)

    def _put(self, cell: Cell, part: Part, label: str, rule: Rule) -> None:
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

    def _card_row(self, row: Row) -> None:
        """A row of a card: label and value, once or twice; a row across it is read as a line."""
        cells = [
            cell for place, cell in enumerate(row) if place == 0 or not _same(cell, row[place - 1])
        ]
        doubled = [cell for place, cell in enumerate(row) if place and _same(cell, row[place - 1])]
        self._say([cell for cell in doubled if cell], Rule.SAME_CELL)
        if len([cell for cell in cells if cell]) == 1:
            self._lines([[cell for cell in cells if cell]])
            return
        step = 2 if len(cells) % 2 == 0 else len(cells)
        for place in range(0, len(cells), step):
            self._pair(cells[place], cells[place + 1 : place + step])

    def _pair(self, label: Cell, values: list[Cell]) -> None:
        builder = self.builder
        if not label:
            self._lines([values])
            return
        column = columns.column_of(text_of(label).rstrip(" :"))
        head = self._heads(label[0])
        if head and head.code:
            self._card_head(label, head, values)
        elif column.part in (Part.LEVEL, Part.TITLE, Part.CODE):
            self._card_title(label, column, values)
        elif builder.draft is None:
            self._say([label, *values], Rule.BEFORE_PLAN)
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
                self._put(cell, part, text_of(label).rstrip(" :"), rule)

    def _card_head(self, label: Cell, head: Mark, values: list[Cell]) -> None:
        self.builder.line(label[0])
        self._title(label[1:], values)

    def _card_title(self, label: Cell, column: Column, values: list[Cell]) -> None:
        """ "Název opatření | X", "Číslo | 1.1", "Opatření | 1.1 X"."""
        builder = self.builder
        key = column.key or builder.item_key or "opatreni"
        pieces = [piece for cell in values for piece in cell]
        code = text_of(pieces).strip(" .)") if column.part == Part.CODE else ""
        mark = Mark(Sort.HEAD, 0, len(label[0].text), key, code=code, rule=Rule.LABEL)
        if column.part != Part.LEVEL and builder._completes(mark):
            builder._complete(mark, label[0], Span(label[0].index, 0, 0))
        elif pieces and column.part != Part.CODE:
            self._begin(pieces, key, "")
            for piece in label:
                builder.ledger.say(
                    Span(piece.index, 0, len(piece.text)),
                    Rule.LABEL,
                    draft=builder.draft,
                    part=Part.LEVEL,
                )
            return
        else:
            builder._begin(mark, label[0], key, code, Span(label[0].index, 0, 0))
        if column.part == Part.CODE:
            self._say_code(pieces)
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


def _pairs(rows: list[Row], place: int) -> list[tuple[Cell, Cell]]:
    return list(zip(rows[place], rows[place + 1], strict=False))


def _all_known(second: list[Column], same: list[bool]) -> bool:
    return all(column.is_known or equal for column, equal in zip(second, same, strict=False))


def _counted(rows: list[Row]) -> frozenset[int]:
    """The columns whose cells begin by counting, A B C, I II or 1 2 3, without a full stop."""
    counted = set()
    for place in range(len(rows[0]) if rows else 0):
        texts = dict.fromkeys(text_of(row[place]) for row in rows if row[place])
        found = [COUNTED.match(text) for text in texts]
        codes = [match["code"] for match in found if match]
        goes_up = any(codes == list(row[: len(codes)]) for row in COUNTING)
        if len(codes) == len(found) > 1 and goes_up:
            counted.add(place)
    return frozenset(counted)


def _lower(high: Column, low: Column) -> Column:
    """What two rows of a head say together: "Indikátor" over "název" is the indicator itself."""
    is_same = low.part in ("", Part.TITLE) and high.part not in ("", Part.LEVEL)
    return high if is_same or not low.is_known else low


def _one_of_each(places: list[int], head: list[Column]) -> list[int]:
    """Of two columns for one level the one with the title."""
    titles = {head[place].key for place in places if head[place].part == Part.TITLE}
    return [
        place for place in places if head[place].part == Part.TITLE or head[place].key not in titles
    ]


def _same(cell: Cell, other: Cell) -> bool:
    return bool(cell) and text_of(cell) == text_of(other)


def _goes_on(cell: Cell, number: int, part: Part) -> bool:
    """A line that begins small goes on, unless in a list whose first line does so too."""
    if part in LISTS and cell[0].text[0].islower():
        return False
    return cell[number].text[0].islower()


def _is_card(rows: list[Row]) -> bool:
    """Most rows begin with a label, and have something beside it."""
    if not rows or len(rows[0]) < 2:
        return False
    labelled = sum(_is_label(row[0]) for row in rows if row[0])
    filled = sum(bool(row[0]) for row in rows)
    return labelled > 0 and labelled * 2 > filled


def _is_label(cell: Cell) -> bool:
    text = text_of(cell)
    word = flat(text).rstrip(" :")
    has_code = HEAD_WITH_CODE.fullmatch(word) is not None
    return has_code or labels.whole(text) is not None or SPELT.fullmatch(word) is not None
