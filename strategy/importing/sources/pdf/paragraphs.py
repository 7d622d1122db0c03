"""Rows that go on from one another, put together; words that a row's end had cut made whole."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from strategy.importing import codes, headings
from strategy.importing.sources.pdf.rows import Row

# In sizes of the type.
LARGER = 1.08
SAME_SIZE = 0.6
WIDEST_PITCH = 1.9
# In points.
HANGING = 2.5
LONGEST_BOLD_HEADING = 200
_HYPHENS = "-\u2010\u00ad"
_OPENS = re.compile(
    rf"(?:{headings.BULLET.pattern}|[-–—]\s|o\s(?=\S)|\(?(?:\d{{1,3}}|[a-z]|[ivx]{{1,4}})[.)]\s(?!\d)"
    rf"|{codes.NUMBERED}(?:[.)]?\s|[.)]?$))"
)
_BULLET = re.compile(rf"{headings.BULLET.pattern}|[-–—]\s|o\s(?=\S)|\(?(?:\d{{1,2}}|[a-z])\)\s")
_SENTENCE_END = (".", "!", "?", ":", ";")


@dataclass(frozen=True)
class Type:
    """The type of a document: size of its text, larger sizes from the largest, distance of rows.

    `pitch` is from row to row, in sizes.
    """

    size: float
    larger: list[float]
    pitch: float
    is_bold: bool

    def heading(self, row: Row) -> int:
        """Depth of a heading in this type from 1, 0 where it is the text's."""
        if row.size > self.size * LARGER:
            return 1 + sum(size > row.size + SAME_SIZE for size in self.larger)
        bold = row.bold and not self.is_bold and row.size > self.size - SAME_SIZE
        return len(self.larger) + 1 if bold else 0


@dataclass(frozen=True)
class Paragraph:
    """`left` is where it begins on the page, `blank` the room above it in rows."""

    text: str
    heading: int
    is_bullet: bool
    bold: bool
    left: float
    blank: bool


def type_of(pages: list[list[Row]]) -> Type:
    """Of the rows of a document, page by page; there is one at least."""
    rows = [row for page in pages for row in page]
    letters: Counter[float] = Counter()
    for row in rows:
        letters[row.size] += len(row.text)
    size = letters.most_common(1)[0][0] if letters else 10.0
    larger: list[float] = []
    for one in sorted(letters, reverse=True):
        if one > size * LARGER and (not larger or larger[-1] - one > SAME_SIZE):
            larger.append(one)
    bold = sum(len(row.text) for row in rows if row.bold) > sum(letters.values()) / 2
    return Type(size, larger, _pitch(pages), bold)


def _pitch(pages: list[list[Row]]) -> float:
    """From row to row inside paragraphs: where a small letter begins the lower one."""
    found = [
        (below.bottom - above.bottom) / below.size
        for page in pages
        for above, below in pairwise(page)
        if below.text[:1].islower() and above.left - 2 <= below.left <= above.right
    ]
    inside = [pitch for pitch in found if 0.8 < pitch < WIDEST_PITCH * 1.2]
    return median(inside) if inside else 1.4


def paragraphs(rows: list[Row], kind: Type) -> list[Paragraph]:
    """The paragraphs of one column, from its rows in order."""
    right = max((row.right for row in rows), default=0)
    groups: list[list[Row]] = []
    for row in rows:
        if groups and _goes_on(groups[-1], row, right, kind):
            groups[-1].append(row)
        else:
            groups.append([row])
    blanks = [True] + [
        below[0].bottom - above[-1].bottom > kind.pitch * below[0].size * 1.25
        for above, below in pairwise(groups)
    ]
    return [_paragraph(group, kind, blank) for group, blank in zip(groups, blanks, strict=False)]


def opens(text: str) -> bool:
    """Whether a row begins with a bullet or a number, and so a paragraph."""
    return _OPENS.match(text) is not None


def put_together(text: str, rest: str) -> str:
    """Two rows as one text; a word cut in two is made whole.

    >>> put_together("sociál-", "ních"), put_together("česko-", "-německý")
    ('sociálních', 'česko-německý')
    """
    if not text or not rest:
        return text or rest
    if text[-1] in _HYPHENS and len(text) > 1 and text[-2].isalpha():
        if rest[0] in _HYPHENS:
            return text[:-1] + "-" + rest[1:]
        if rest[0].islower() and not re.match(r"li\b", rest):
            return text[:-1] + rest
        return text[:-1] + "-" + rest
    return f"{text} {rest}"


def _goes_on(group: list[Row], row: Row, right: float, kind: Type) -> bool:
    above = group[-1]
    if abs(above.size - row.size) > SAME_SIZE or opens(row.text):
        return False
    if kind.heading(above) != kind.heading(row):
        return False
    pitch = (row.bottom - above.bottom) / row.size
    if not 0 < pitch <= min(WIDEST_PITCH, kind.pitch * 1.25) or not _is_in_line(group, row):
        return False
    if above.text[-1] in _HYPHENS and row.text[0].islower():
        return True
    if row.text[0].islower() or row.text[0] in "(,;&/":
        return not above.text.endswith(_SENTENCE_END[:3]) or _is_full(above, row, right)
    return _is_full(above, row, right)


def _is_in_line(group: list[Row], row: Row) -> bool:
    """Whether a row stands where a paragraph would go on: not indented anew."""
    above, step = group[-1], 1.2 * row.size
    is_centred = abs((above.left + above.right) - (row.left + row.right)) < step
    if is_centred or abs(row.left - above.left) <= step:
        return True
    # Behind a bullet or a number the first row hangs out; in prose it is indented.
    hangs = any(abs(word.left - row.left) < HANGING for word in above.words[1:4])
    return len(group) == 1 and (hangs or -4 * row.size <= row.left - above.left < 0)


def _is_full(above: Row, row: Row, right: float) -> bool:
    """Whether the first word of a row would not have fitted on the one above."""
    first = row.words[0]
    return above.right + 0.25 * row.size + (first.right - first.left) > right - 0.2 * row.size


def _paragraph(group: list[Row], kind: Type, blank: bool) -> Paragraph:
    text = ""
    for row in group:
        text = put_together(text, row.text)
    text = text.replace("\u00ad", "").replace("\u2010", "-")
    bold = all(row.bold for row in group)
    depth = kind.heading(group[0])
    by_weight = depth > len(kind.larger)
    if by_weight and (len(text) > LONGEST_BOLD_HEADING or text.endswith(":")):
        depth = 0
    is_bullet = not depth and _BULLET.match(text) is not None
    return Paragraph(text, depth, is_bullet, bold, group[0].left, blank)
