"""Columns of text and tables without lines, told by gaps that stand below one another.

Rows with gaps in the same places make a band. Its columns are text to be read one after another
where they are full of words from edge to edge; otherwise the band is a table.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

from strategy.importing import codes, headings
from strategy.importing.sources.pdf.paragraphs import put_together
from strategy.importing.sources.pdf.rows import Row, pieces_of, row_of

# In sizes of the type.
NARROWEST_GUTTER = 0.5
FARTHEST = 3.0
# A column of text: so many rows, so full, with so many words in each on average.
FEWEST_ROWS, FULL, FEWEST_WORDS = 5, 0.7, 3.5
_MARKER = re.compile(
    rf"(?:{headings.BULLET.pattern}|[-–—o]|[A-Z]|\(?(?:\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,4}})[.)]"
    rf"|{codes.NUMBERED}[.)]?)"
)

Gutter = tuple[float, float]


@dataclass(frozen=True)
class Cells:
    """A table that is only aligned: texts of its rows, and whether each is bold."""

    top: float
    rows: list[list[str]]
    bold: list[bool]


def parts_of(rows: list[Row]) -> list[list[Row] | Cells]:
    """What stands on a page in reading order: runs of rows of one column, and tables."""
    parts: list[list[Row] | Cells] = []
    run: list[Row] = []
    at = 0
    while at < len(rows):
        band, gutters = _band(rows, at)
        found = _parted(band, gutters) if gutters else None
        if found is None:
            run.append(rows[at])
            at += 1
            continue
        parts += [run, *found]
        run = []
        at += len(band)
    return [part for part in [*parts, run] if part]


def _pieces(row: Row) -> list[Row]:
    """The pieces of a row; a bullet or a number goes with the text behind it."""
    pieces = pieces_of(row)
    is_item = len(pieces) == 2 and _MARKER.fullmatch(pieces[0].text)
    return [row] if is_item else pieces


def _band(rows: list[Row], start: int) -> tuple[list[Row], list[Gutter]]:
    """The rows from here on that leave the same gaps free, and those gaps."""
    pieces = _pieces(rows[start])
    gutters = [(left.right, right.left) for left, right in pairwise(pieces)]
    if not gutters:
        return [], []
    end = start + 1
    while end < len(rows) and rows[end].top - rows[end - 1].bottom < FARTHEST * rows[end].size:
        left_free = _free(gutters, rows[end])
        if not left_free:
            break
        gutters = left_free
        end += 1
    return _trimmed(rows[start:end], gutters), gutters


def _free(gutters: list[Gutter], row: Row) -> list[Gutter]:
    """What a row leaves free of each gap."""
    words = row.words if len(_pieces(row)) > 1 else (row,)
    left_free = (_widest(gutter, [(word.left, word.right) for word in words]) for gutter in gutters)
    return [
        (left, right) for left, right in left_free if right - left >= NARROWEST_GUTTER * row.size
    ]


def _widest(gutter: Gutter, taken: list[Gutter]) -> Gutter:
    """The widest part of a gap that nothing stands in."""
    free = [gutter]
    for start, end in taken:
        free = [
            part
            for left, right in free
            for part in ((left, min(right, start)), (max(left, end), right))
            if part[1] > part[0]
        ]
    return max(free, key=lambda part: part[1] - part[0], default=(0.0, 0.0))


def _trimmed(band: list[Row], gutters: list[Gutter]) -> list[Row]:
    """Without rows at the end that stand in one column and apart from what is above."""
    while len(band) > 1 and _columns_used(band[-1], gutters) == {0}:
        gap = band[-1].top - band[-2].bottom
        if gap <= 0.6 * band[-1].size:
            break
        band = band[:-1]
    return band


def _columns_used(row: Row, gutters: list[Gutter]) -> set[int]:
    return {_column(piece, gutters) for piece in _pieces(row)}


def _column(piece: Row, gutters: list[Gutter]) -> int:
    middle = (piece.left + piece.right) / 2
    return sum(middle > (left + right) / 2 for left, right in gutters)


def _parted(band: list[Row], gutters: list[Gutter]) -> list[list[Row] | Cells] | None:
    """A band as columns of text or as a table; None where it is neither."""
    columns = [_of_column(band, gutters, column) for column in range(len(gutters) + 1)]
    if all(_is_text(column) for column in columns):
        return list(columns)
    shared = sum(len(_columns_used(row, gutters)) > 1 for row in band)
    if shared >= (2 if len(columns) > 2 else 3):
        return [_cells(band, gutters)]
    return None


def _of_column(band: list[Row], gutters: list[Gutter], column: int) -> list[Row]:
    found = (
        [word for word in row.words if _column_of_word(word.left, word.right, gutters) == column]
        for row in band
    )
    return [row_of(words) for words in found if words]


def _column_of_word(left: float, right: float, gutters: list[Gutter]) -> int:
    middle = (left + right) / 2
    return sum(middle > (start + end) / 2 for start, end in gutters)


def _is_text(column: list[Row]) -> bool:
    if len(column) < FEWEST_ROWS:
        return False
    width = max(row.right for row in column) - min(row.left for row in column)
    is_full = median(row.right - row.left for row in column) >= FULL * width
    return is_full and mean(len(row.words) for row in column) >= FEWEST_WORDS


def _cells(band: list[Row], gutters: list[Gutter]) -> Cells:
    groups = _table_rows(band, gutters)
    texts = [
        [_text(_of_column(group, gutters, column)) for column in range(len(gutters) + 1)]
        for group in groups
    ]
    return Cells(band[0].top, texts, [all(row.bold for row in group) for group in groups])


def _text(rows: list[Row]) -> str:
    text = ""
    for row in rows:
        text = put_together(text, row.text)
    return text


def _table_rows(band: list[Row], gutters: list[Gutter]) -> list[list[Row]]:
    """Rows of text that make one row of the table: wider gaps part them, or the first column."""
    gaps = [below.top - above.bottom for above, below in pairwise(band)]
    least = min(gaps)
    wide = [gap > least + 0.35 * band[0].size for gap in gaps]
    begins = [0 in _columns_used(row, gutters) for row in band[1:]]
    if not any(wide):
        wide = begins
    groups = [[band[0]]]
    for row, is_new in zip(band[1:], wide, strict=True):
        if is_new:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups
