"""Bars from zero, each with its number beside it, as the data of an SVG that the server draws."""

from collections.abc import Sequence
from textwrap import shorten
from typing import NamedTuple

WIDTH = 320
BAR_HEIGHT = 14
ROW_HEIGHT = 44
LABEL_BASELINE = 14
BAR_TOP = 20
# What is left beside the longest bar for its number.
NUMBER_WIDTH = 64
LABEL_CHARACTERS = 44


class Measured(NamedTuple):
    """What a bar shows: a number, and how much of it is of a kind that is drawn full.

    Without a `part` the whole bar is full.
    """

    label: str
    number: int
    part: int | None = None

    @property
    def said(self) -> str:
        return str(self.number) if self.part is None else f"{self.part} / {self.number}"


class Bar(NamedTuple):
    """Places and lengths are numbers of the drawing's own units, ready to print."""

    label: str
    said: str
    label_y: str
    top: str
    width: str
    full: str
    number_x: str
    number_y: str


class Chart(NamedTuple):
    bars: list[Bar]
    width: str
    height: str
    bar_height: str = str(BAR_HEIGHT)


def chart(measured: Sequence[Measured]) -> Chart | None:
    """The longest bar as long as there is room; nothing where there is nothing to draw."""
    longest = max((one.number for one in measured), default=0)
    if not longest:
        return None
    bars = [_bar(row, one, longest) for row, one in enumerate(measured)]
    return Chart(bars, str(WIDTH), str(ROW_HEIGHT * len(bars)))


def _bar(row: int, measured: Measured, longest: int) -> Bar:
    top = row * ROW_HEIGHT
    length = _length(measured.number, longest)
    full = measured.number if measured.part is None else measured.part
    return Bar(
        label=shorten(measured.label, LABEL_CHARACTERS, placeholder=" …"),
        said=measured.said,
        label_y=str(top + LABEL_BASELINE),
        top=str(top + BAR_TOP),
        width=str(length),
        full=str(_length(full, longest)),
        number_x=str(length + 6),
        number_y=str(top + BAR_TOP + BAR_HEIGHT - 2),
    )


def _length(number: int, longest: int) -> int:
    return round((WIDTH - NUMBER_WIDTH) * number / longest)
