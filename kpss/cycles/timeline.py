"""A timeline as the data of an SVG that the server draws: a row for each plan, or for each phase.

Places across are per cent of the drawing, so that it is as wide as its reader's screen while its
letters stay as large as the text around; places down are pixels.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import NamedTuple

# What is left of the scale, for the line that leads from a plan to the next one.
RAIL, MARGIN, INDENT = 2.0, 6.0, 4.0
LABEL_CHARACTERS = 32
LINE, BAR, MARK, ROOM = 20, 12, 4, 18
AXIS = 24
MOST_TICKS = 7
STEPS = (1, 2, 5, 10, 20, 50, 100)
LEAST_WIDTH = 0.8
# A tick nearer to the end than that has no room for its year.
ROOM_FOR_YEAR = 0.14


class Span(NamedTuple):
    """From a day to a day, both within; `is_open` where no source gives one of them."""

    begins: date
    ends: date
    is_open: bool = False


class Row(NamedTuple):
    """`depth` 1 is an action plan under the plan above it; `is_next` follows the row before it."""

    label: str
    note: str = ""
    span: Span | None = None
    marks: Sequence[Span] = ()
    depth: int = 0
    is_next: bool = False


class Box(NamedTuple):
    """Ready to print: x and width in per cent, y in pixels."""

    x: str
    y: str
    width: str
    is_open: bool


class Text(NamedTuple):
    x: str
    y: str
    text: str


class Rail(NamedTuple):
    """A dot beside a plan, and where the line to the plan before or above it goes up.

    `up_to` is empty where there is none; `trunk` is the place across of that plan's dot.
    """

    x: str
    y: str
    trunk: str
    up_to: str


class DrawnRow(NamedTuple):
    labels: list[Text]
    note: Text | None
    bar: Box | None
    marks: list[Box]
    rail: Rail


class Drawing(NamedTuple):
    rows: list[DrawnRow]
    ticks: list[Text]
    height: str
    bar_height: str = str(BAR)
    mark_height: str = str(MARK)


class Scale(NamedTuple):
    """The days that the drawing reaches over: whole years."""

    first: int
    last: int

    def at(self, day: date, *, days: int = 0) -> float:
        """Per cent of the drawing at which a day begins, or one some days after it."""
        begins = date(self.first, 1, 1).toordinal()
        whole = date(self.last + 1, 1, 1).toordinal() - begins
        return MARGIN + (100 - MARGIN) * (day.toordinal() + days - begins) / whole

    def ticks(self) -> Iterator[int]:
        years = self.last + 1 - self.first
        step = next((step for step in STEPS if years / step <= MOST_TICKS), STEPS[-1])
        first = self.first + -self.first % step
        last = self.last + 1 - years * ROOM_FOR_YEAR
        return (year for year in range(first, self.last + 1, step) if year <= last)


def draw(rows: Sequence[Row]) -> Drawing | None:
    """Nothing where no row has a day."""
    scale = _scale(rows)
    if scale is None:
        return None
    top, before = AXIS, ""
    drawn: list[DrawnRow] = []
    for row in rows:
        drawn.append(_row(row, top, scale, before if row.depth or row.is_next else ""))
        before = before if row.depth else drawn[-1].rail.y
        top += _height(row)
    ticks = [
        Text(_number(scale.at(date(year, 1, 1))), str(AXIS - 8), str(year))
        for year in scale.ticks()
    ]
    return Drawing(drawn, ticks, str(top))


def _scale(rows: Sequence[Row]) -> Scale | None:
    spans = [span for row in rows for span in (row.span, *row.marks) if span]
    if not spans:
        return None
    return Scale(min(span.begins.year for span in spans), max(span.ends.year for span in spans))


def _row(row: Row, top: int, scale: Scale, before: str) -> DrawnRow:
    left = _number(MARGIN + INDENT * row.depth)
    texts = [
        Text(left, str(top + LINE * number), line) for number, line in enumerate(_lines(row), 1)
    ]
    note_at = top + LINE * (len(texts) + 1)
    marks_top = top + LINE * (len(texts) + bool(row.note)) + 8
    bar_top = marks_top + MARK + 2
    return DrawnRow(
        labels=texts,
        note=Text(left, str(note_at), row.note) if row.note else None,
        bar=_box(row.span, bar_top, scale) if row.span else None,
        marks=[_box(mark, marks_top, scale) for mark in row.marks],
        rail=Rail(_number(RAIL + INDENT * row.depth), str(top + LINE - 5), _number(RAIL), before),
    )


def _lines(row: Row) -> list[str]:
    return wrap(row.label, LABEL_CHARACTERS - 4 * row.depth)


def _height(row: Row) -> int:
    text = LINE * (len(_lines(row)) + bool(row.note))
    return text + 8 + MARK + 2 + BAR + ROOM


def _box(span: Span, top: int, scale: Scale) -> Box:
    begins, ends = scale.at(span.begins), scale.at(span.ends, days=1)
    width = max(ends - begins, LEAST_WIDTH)
    return Box(_number(min(begins, 100 - width)), str(top), _number(width), span.is_open)


def _number(per_cent: float) -> str:
    return f"{per_cent:.2f}"
