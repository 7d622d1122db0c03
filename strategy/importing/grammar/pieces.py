"""Lines and cells of a source as one row of pieces, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from strategy.importing import layout
from strategy.importing.layout import Line
from strategy.importing.sources import Table


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or one line of a table's cell. `index` is its place among all pieces; `table`,
    `row` and `column` count from 0 and are -1 for a line."""

    index: int
    line: Line
    table: int = -1
    row: int = -1
    column: int = -1

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def number(self) -> int:
        return self.line.number


Cell = list[Piece]


@dataclass(frozen=True)
class Grid:
    """A table of pieces; a cell without text has none."""

    table: Table
    rows: list[list[Cell]]


def of_blocks(blocks: Iterable[Line | Table]) -> tuple[list[Piece], list[Piece | Grid]]:
    """All pieces in reading order; and the same as lines and grids."""
    pieces: list[Piece] = []
    parts: list[Piece | Grid] = []
    tables = 0
    for block in blocks:
        if isinstance(block, Table):
            parts.append(_grid(block, tables, pieces))
            tables += 1
        else:
            pieces.append(Piece(len(pieces), block))
            parts.append(pieces[-1])
    return pieces, parts


def _grid(table: Table, number: int, pieces: list[Piece]) -> Grid:
    rows = []
    for row, cells in enumerate(table.rows):
        line_number = table.row_numbers[row] if row < len(table.row_numbers) else table.number
        rows.append(
            [
                _cell(text, line_number, (number, row, column), pieces)
                for column, text in enumerate(cells)
            ]
        )
    return Grid(table, rows)


def _cell(text: str, number: int, place: tuple[int, int, int], pieces: list[Piece]) -> Cell:
    table, row, column = place
    cell = []
    for line in layout.split(text):
        layout.refuse_long(line.text, number)
        pieces.append(
            Piece(len(pieces), line._replace(number=number), table=table, row=row, column=column)
        )
        cell.append(pieces[-1])
    return cell
