"""The balance of three sides as the data of an SVG that the server draws: bars cut in three."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from kpss.models import Side
from kpss.triad import Meter

WIDTH = 320
BAR_HEIGHT = 16
# From a bar's title to the next: the title, the bar, the numbers beneath.
ROW_HEIGHT = 68
# What each side is drawn by, a line for each above the bars.
KEY_LINE, KEY_BOX = 22, 14
TITLE_BASELINE = 14
BAR_TOP = 22
LABEL_BASELINE = BAR_TOP + BAR_HEIGHT + 15
GAP = 2
MARK = 4


class Segment(NamedTuple):
    """A side's part of a bar, with its number in the middle beneath.

    Places are numbers of the drawing's own units, ready to print.
    """

    side: str
    x: str
    width: str
    middle: str
    number: int


class Key(NamedTuple):
    """By what a side is drawn, and what it is called."""

    side: str
    label: str
    top: str
    baseline: str


class Bar(NamedTuple):
    """What is measured, and how much of it is each side's. `total` 0 draws an empty frame."""

    title: str
    total: int
    title_y: str
    top: str
    # From where to where the marks of the thirds reach.
    mark_top: str
    mark_bottom: str
    label_y: str
    segments: list[Segment]
    # What each of the three has: “zadavatel 3”.
    labels: list[str]


class Chart(NamedTuple):
    bars: list[Bar]
    keys: list[Key]
    width: str
    height: str
    bar_height: str
    # Where the thirds of a bar meet.
    thirds: list[str]


def chart(meter: Meter) -> Chart:
    """Seats, and what was counted at the last meetings where there were any."""
    measured = [(_("Filled seats"), [one.filled for one in meter.sides])]
    if meter.meetings:
        measured.append((_("Present"), [one.present for one in meter.sides]))
        measured.append((_("Points raised"), [one.voice for one in meter.sides]))
    bars = [_bar(row, title, numbers) for row, (title, numbers) in enumerate(measured)]
    thirds = [str(round(WIDTH * part / 3)) for part in (1, 2)]
    height = _first_bar() + ROW_HEIGHT * len(bars)
    return Chart(bars, _keys(), str(WIDTH), str(height), str(BAR_HEIGHT), thirds)


def _keys() -> list[Key]:
    return [
        Key(side.value, str(side.label), str(KEY_LINE * row), str(KEY_LINE * row + KEY_BOX - 2))
        for row, side in enumerate(Side)
    ]


def _first_bar() -> int:
    return KEY_LINE * len(Side)


def _bar(row: int, title: str, numbers: Sequence[int]) -> Bar:
    top = _first_bar() + row * ROW_HEIGHT
    return Bar(
        title=title,
        total=sum(numbers),
        title_y=str(top + TITLE_BASELINE),
        top=str(top + BAR_TOP),
        mark_top=str(top + BAR_TOP - MARK),
        mark_bottom=str(top + BAR_TOP + BAR_HEIGHT + MARK),
        label_y=str(top + LABEL_BASELINE),
        segments=_segments(numbers),
        labels=_labels(numbers),
    )


def _segments(numbers: Sequence[int]) -> list[Segment]:
    total, at, segments = sum(numbers), 0, []
    for side, number in zip(Side.values, numbers, strict=True):
        if number:
            begins, ends = (round(WIDTH * reached / total) for reached in (at, at + number))
            at += number
            # The last one ends with the bar.
            width = ends - begins - (GAP if at < total else 0)
            middle = str(begins + width // 2)
            segments.append(Segment(side, str(begins), str(width), middle, number))
    return segments


def _labels(numbers: Sequence[int]) -> list[str]:
    return [f"{side.label} {number}" for side, number in zip(Side, numbers, strict=True)]
