"""A bar for each number, as the data of an SVG that the server draws."""

from collections.abc import Sequence
from typing import NamedTuple

from comments.consulting.results import Tally

WIDTH = 320
BAR_HEIGHT = 14
ROW_HEIGHT = 44
LABEL_BASELINE = 14
BAR_TOP = 20
# What is left beside the longest bar for its number.
NUMBER_WIDTH = 56


class Bar(NamedTuple):
    """A labelled bar. Places and lengths are numbers of the drawing's own units, ready to print."""

    code: str
    label: str
    number: str
    label_y: str
    top: str
    width: str
    number_x: str
    number_y: str


class Chart(NamedTuple):
    bars: list[Bar]
    width: str
    height: str
    bar_height: str


def chart(tallies: Sequence[Tally]) -> Chart:
    """Bars from zero, the longest as long as there is room."""
    longest = max((tally.number for tally in tallies), default=0)
    bars = [_bar(row, tally, longest) for row, tally in enumerate(tallies)]
    return Chart(bars, str(WIDTH), str(ROW_HEIGHT * len(bars)), str(BAR_HEIGHT))


def _bar(row: int, tally: Tally, longest: int) -> Bar:
    top = row * ROW_HEIGHT
    length = round((WIDTH - NUMBER_WIDTH) * tally.number / longest)
    return Bar(
        code=tally.code,
        label=tally.label,
        number=str(tally.number),
        label_y=str(top + LABEL_BASELINE),
        top=str(top + BAR_TOP),
        width=str(length),
        number_x=str(length + 6),
        number_y=str(top + BAR_TOP + BAR_HEIGHT - 2),
    )
