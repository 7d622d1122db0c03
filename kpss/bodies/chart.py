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
TITLE_BASELINE = 14
BAR_TOP = 22
LABEL_BASELINE = BAR_TOP + BAR_HEIGHT + 15
GAP = 2
MARK = 4


class Segment(NamedTuple):
    """A side's part of a bar. Places are numbers of the drawing's own units, ready to print."""

    side: str
    x: str
    width: str


class Label(NamedTuple):
    """What stands beneath a bar, each of the three in its own third."""

    x: str
    anchor: str
    text: str


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
    labels: list[Label]


class Chart(NamedTuple):
    bars: list[Bar]
    width: str
    height: str
    bar_height: str
    # Where the thirds of a bar meet.
    thirds: list[str]


def chart(meter: Meter) -> Chart:
    """Seats, and what was counted at the last meetings where there were any."""
    measured = [(_("Seats"), [one.filled for one in meter.sides])]
    if meter.meetings:
        measured.append((_("Present"), [one.present for one in meter.sides]))
        measured.append((_("Points raised"), [one.voice for one in meter.sides]))
    bars = [_bar(row, title, numbers) for row, (title, numbers) in enumerate(measured)]
    thirds = [str(round(WIDTH * part / 3)) for part in (1, 2)]
    return Chart(bars, str(WIDTH), str(ROW_HEIGHT * len(bars)), str(BAR_HEIGHT), thirds)


def _bar(row: int, title: str, numbers: Sequence[int]) -> Bar:
    top = row * ROW_HEIGHT
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
            segments.append(Segment(side, str(begins), str(width)))
    return segments


def _labels(numbers: Sequence[int]) -> list[Label]:
    places = [(0, "start"), (WIDTH // 2, "middle"), (WIDTH, "end")]
    return [
        Label(str(x), anchor, f"{side.label} {number}")
        for side, number, (x, anchor) in zip(Side, numbers, places, strict=True)
    ]
