"""Tables: a row for each measure, or a row for each label of one measure's card.

Higher levels stand in columns further left, in rows across the whole table, or in headings
above it. A table without a head that is as wide as the one before goes on from it.
"""

from strategy.importing.grammar import columns
from strategy.importing.grammar.building import Builder
from strategy.importing.grammar.cards import Cards, is_card
from strategy.importing.grammar.cells import COUNTED, Cells, Row
from strategy.importing.grammar.columns import Column, text_of
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.line_marks import Sort
from strategy.importing.grammar.marks import marks_of
from strategy.importing.grammar.pieces import Cell, Grid
from strategy.importing.grammar.survey import LETTERS, ROMAN
from strategy.importing.verdicts import Certainty, Rule, Span

ROWS_BEFORE_HEAD = 4
EMPTY = frozenset(["-", "–", "—", "x", "/", "n/a", "…", "..."])
COUNTING = (ROMAN, LETTERS, tuple(map(str, range(1, 100))))


class Tables(Cells):
    """Reads grids through a builder, which keeps what stands above them."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self.cards = Cards(builder)
        self.head: list[Column] = []
        self.above: list[str] = []

    def read(self, grid: Grid) -> None:
        """Read one table."""
        place = self._place_of_head(grid.rows)
        if place is not None and not is_card(grid.rows):
            self._titles(grid.rows[:place])
            self._rows(grid.rows[self._take_head(grid.rows, place) :])
        elif is_card(grid.rows):
            self.cards.read(grid.rows)
        elif self.head and grid.rows and len(grid.rows[0]) == len(self.head):
            self._rows(grid.rows)
        elif self._opens_items(grid.rows):
            self.lines(grid.rows)
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
            self.say(row, Rule.TABLE_HEAD)
        return end

    def _titles(self, rows: list[Row]) -> None:
        """Rows above the head: headings of the plan, or the title of the table."""
        for row in rows:
            first = next((cell for cell in row if cell), [])
            if first and self.opens(first[0]):
                self.lines([row])
            else:
                self.say(row, Rule.CAPTION)

    def _unknown(self, rows: list[Row]) -> None:
        for row in rows:
            self.say(row, Rule.UNKNOWN_TABLE, Certainty.UNSURE)

    def _opens_items(self, rows: list[Row]) -> bool:
        """Whether cells open items by themselves, as in a table of one column."""
        return any(self.opens(piece) for row in rows for cell in row for piece in cell[:1])

    def _rows(self, rows: list[Row]) -> None:
        self.counted = _counted(rows)
        for row in rows:
            texts = [text_of(cell) for cell in row]
            if columns.is_head(columns.columns_of(row)) and self._is_head_again(texts):
                self.say(row, Rule.TABLE_HEAD)
            elif self._is_group(row):
                self._group(row)
                self.above = []
            elif flat(next((text for text in texts if text), "")).startswith(("celkem", "soucet")):
                self.say(row, Rule.CAPTION)
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
        head = self.opens(row[0][0])
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
            self.say([cell], Rule.GROUP_ROW, Certainty.LIKELY)
        self.say([other for other in row if other is not cell], Rule.SAME_CELL)

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
                self.say_code(cell)

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
            self.say([cell], Rule.SAME_CELL)
            return False
        self.begin(cell, self._key(place), code, place)
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

    def _field(self, cell: Cell, place: int, column: Column, *, begun: bool) -> None:
        repeats = self.above and place < len(self.above) and self.above[place] == text_of(cell)
        if self.builder.draft is None:
            self.say([cell], Rule.NO_ITEM)
        elif repeats and not begun:
            self.say([cell], Rule.SAME_CELL)
        elif column.part == "ordinal" or text_of(cell) in EMPTY:
            self.say([cell], Rule.COLUMN)
        else:
            known = column.is_known and column.part != Part.LEVEL
            part = Part(column.part) if known else Part.REMARK
            rule = Rule.COLUMN if known else Rule.UNKNOWN_COLUMN
            self.put(cell, part, column.label, rule)


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
