"""Words that stand beside one another: rows of a page, and the pieces of a row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from strategy.importing.sources import grid
from strategy.importing.sources.pdf.pages import Word

# In sizes of the type: a wider gap parts columns, not words.
WIDEST_GAP = 1.2
# Of sizes in one row; a note's mark has three fifths of its word's.
LARGEST_RATIO = 1.9
NEAR_ROWS = 4
# What a raised figure may stand for behind a unit; elsewhere it refers to a note.
_UNIT = re.compile(r"(?:^|\W)(?:m|km|cm|mm|dm|CO)$")
_MARK = re.compile(r"\d{1,3}[),]?|\*{1,3}")


@dataclass(frozen=True)
class Row:
    """Words from left to right. `text` has no marks of notes."""

    words: tuple[Word, ...]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def row_of(words: Iterable[Word]) -> Row:
    ordered = tuple(sorted(words, key=lambda word: word.left))
    main = max(ordered, key=lambda word: (len(word.text) > 1, word.size, len(word.text)))
    return Row(
        ordered,
        text_of(ordered),
        ordered[0].left,
        min(word.top for word in ordered),
        max(word.right for word in ordered),
        max(word.bottom for word in ordered),
        main.size,
        all(word.bold for word in ordered if any(map(str.isalnum, word.text))) and main.bold,
    )


def rows_of(words: Iterable[Word]) -> list[Row]:
    """The words row by row, from the top.

    Those that overlap by half their height stand beside one another. A large letter at the side of
    two rows goes with the one that is nearer in size.
    """
    rows: list[list[Word]] = []
    spans: list[Word] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        near = range(len(rows) - 1, max(-1, len(rows) - NEAR_ROWS), -1)
        at = next((index for index in near if _beside(word, spans[index])), None)
        if at is None:
            rows.append([word])
            spans.append(word)
            continue
        rows[at].append(word)
        if word.bottom - word.top > spans[at].bottom - spans[at].top:
            spans[at] = word
    return sorted((row_of(row) for row in rows), key=lambda row: row.middle)


def pieces_of(row: Row) -> list[Row]:
    """The row cut where its gaps are wider than between words."""
    pieces: list[list[Word]] = [[row.words[0]]]
    for word in row.words[1:]:
        before = max(one.right for one in pieces[-1])
        if word.left - before > WIDEST_GAP * max(word.size, row.size * 0.8):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return [row_of(piece) for piece in pieces]


def text_of(words: Iterable[Word]) -> str:
    """The words as one text, without raised figures that refer to notes."""
    text = ""
    above: Word | None = None
    for word in words:
        if _is_mark(word, above, text):
            continue
        text += word.text if word.glued or not text else f" {word.text}"
        above = word
    return grid.cleaned(grid.spaced(text)).replace("\n", " ")


def marks_in(words: Iterable[Word]) -> list[str]:
    """The raised figures that refer to notes, such as "1" or "*"."""
    pairs = pairwise(words)
    return [word.text.rstrip("),") for above, word in pairs if _is_mark(word, above, above.text)]


def _beside(word: Word, other: Word) -> bool:
    overlap = min(word.bottom, other.bottom) - max(word.top, other.top)
    high, low = max(word.size, other.size), min(word.size, other.size)
    least = min(word.bottom - word.top, other.bottom - other.top)
    return overlap >= 0.5 * least and high <= LARGEST_RATIO * low


def _is_mark(word: Word, above: Word | None, text: str) -> bool:
    if above is None or not word.glued:
        return False
    is_raised = word.size <= 0.8 * above.size and word.bottom < above.bottom - 0.1 * above.size
    return is_raised and _MARK.fullmatch(word.text) is not None and not _UNIT.search(text)
