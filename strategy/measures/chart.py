"""The course of an indicator as the data of an SVG that the server draws.

Places across are per cent of the drawing, so that it is as wide as its reader's screen while its
letters stay as large as the text around; places down are pixels.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from strategy import numbers

# Right of the plot there is room for a mark's half, left of it for the numbers of its lines: so
# many per cent are for a letter of theirs on a phone, and so many besides.
RIGHT, LETTER, BESIDE, MOST_LEFT = 97.0, 2.4, 4.0, 36.0
TOP, HEIGHT, AXIS = 30, 170, 24
BOTTOM = TOP + HEIGHT
MOST_LINES = 4
MOST_TICKS = 6
YEARS = (1, 2, 5, 10, 20, 50, 100)
# With more of them their marks would run together.
MOST_DOTS = 60
LABEL = 10


class Dot(NamedTuple):
    """A value of a day; `change` says what is measured otherwise from that one on."""

    day: date
    value: Decimal
    change: str = ""


class Aim(NamedTuple):
    """A baseline or a target; its day is None where the plan does not say it."""

    value: Decimal
    day: date | None = None
    when: str = ""


class Mark(NamedTuple):
    """Ready to print; `anchor` is of the label, "start" or "end"."""

    x: str
    y: str
    label: str = ""
    label_y: str = ""
    anchor: str = "start"
    title: str = ""


class Segment(NamedTuple):
    """From one value to the next; `is_broken` where the method changed between them."""

    x1: str
    y1: str
    x2: str
    y2: str
    is_broken: bool


class Drawing(NamedTuple):
    lines: list[Mark]
    ticks: list[Mark]
    segments: list[Segment]
    dots: list[Mark]
    last: Mark
    changes: list[Mark]
    baseline: Mark | None
    target: Mark | None
    target_day: str
    zero: str
    left: str
    right: str = f"{RIGHT}"
    top: str = str(TOP)
    bottom: str = str(BOTTOM)
    height: str = str(BOTTOM + AXIS)


class Scale(NamedTuple):
    """Whole years across from `left` on, and values with nought among them down."""

    left: float
    first: int
    last: int
    low: float
    high: float
    step: float

    def across(self, day: date) -> float:
        begins = date(self.first, 1, 1).toordinal()
        whole = date(self.last + 1, 1, 1).toordinal() - begins
        return self.left + (RIGHT - self.left) * (day.toordinal() - begins) / whole

    def down(self, value: float | Decimal) -> int:
        return round(TOP + HEIGHT * (self.high - float(value)) / (self.high - self.low))

    def anchor(self, x: float) -> str:
        """Which end of a label stands at its mark: letters must not run out of the drawing."""
        return "end" if x > (self.left + RIGHT) / 2 else "start"


def draw(dots: Sequence[Dot], baseline: Aim | None = None, target: Aim | None = None) -> Drawing:
    """The drawing of values, of which there is at least one, the oldest first."""
    scale = _scale(dots, [aim for aim in (baseline, target) if aim])
    last = dots[-1]
    return Drawing(
        lines=[
            Mark(_place(scale.left), str(scale.down(value)), _written(value))
            for value in _lines(scale.low, scale.high, scale.step)
        ],
        ticks=list(_ticks(scale)),
        segments=[_segment(*pair, scale) for pair in pairwise(dots)],
        dots=[_dot(one, scale) for one in dots] if len(dots) <= MOST_DOTS else [],
        last=_last(last, target, scale),
        changes=list(_changes(dots, scale)),
        baseline=_baseline(baseline, dots[0], scale) if baseline else None,
        target=_target(target, scale) if target else None,
        target_day=_place(scale.across(target.day)) if target and target.day else "",
        zero=str(scale.down(0)),
        left=_place(scale.left),
    )


def _scale(dots: Sequence[Dot], aims: Sequence[Aim]) -> Scale:
    shown: list[Dot | Aim] = [*dots, *aims]
    years = [one.day.year for one in shown if one.day]
    values = [0.0, *(float(one.value) for one in shown)]
    low, high = min(values), max(values)
    step = _step((high - low) or 1.0)
    low, high = floor(low / step) * step, ceil(high / step) * step
    high = max(high, low + step)
    longest = max(len(_written(value)) for value in _lines(low, high, step))
    left = min(BESIDE + LETTER * longest, MOST_LEFT)
    return Scale(left, min(years), max(years), low, high, step)


def _step(extent: float) -> float:
    """1, 2 or 5 of some order, so that at most MOST_LINES of them reach over all the values.

    None is finer than what a value can be.
    """
    order = 10 ** max(floor(log10(extent / MOST_LINES)), -4)
    return next(step * order for step in (1, 2, 5, 10) if step * order * MOST_LINES >= extent)


def _lines(low: float, high: float, step: float) -> list[float]:
    return [low + step * count for count in range(round((high - low) / step) + 1)]


def _written(value: float) -> str:
    return numbers.written(Decimal(str(round(value, 4))))


def _ticks(scale: Scale) -> Iterator[Mark]:
    """Years; where there are few, halves of them too."""
    years = scale.last + 1 - scale.first
    baseline = str(BOTTOM + AXIS - 6)
    if years <= 2:
        for year in range(scale.first, scale.last + 1):
            for month in (1, 7):
                place = _place(scale.across(date(year, month, 1)))
                yield Mark(place, baseline, f"{month}/{year}")
        return
    step = next((step for step in YEARS if years / step <= MOST_TICKS), YEARS[-1])
    for year in range(scale.first + -scale.first % step, scale.last + 1, step):
        yield Mark(_place(scale.across(date(year, 1, 1))), baseline, str(year))


def _segment(before: Dot, after: Dot, scale: Scale) -> Segment:
    begins, ends = (_place(scale.across(one.day)) for one in (before, after))
    first, last = (str(scale.down(one.value)) for one in (before, after))
    return Segment(begins, first, ends, last, is_broken=bool(after.change))


def _dot(one: Dot, scale: Scale) -> Mark:
    title = f"{date_format(one.day, 'DATE_FORMAT')}: {numbers.written(one.value)}"
    return Mark(_place(scale.across(one.day)), str(scale.down(one.value)), title=title)


def _last(one: Dot, target: Aim | None, scale: Scale) -> Mark:
    """The newest value with its number, beneath where the line of the target is just above."""
    x, y = scale.across(one.day), scale.down(one.value)
    is_near = target is not None and 0 <= y - scale.down(target.value) < 2 * LABEL + 4
    label_y = y + 2 * LABEL if is_near else y - LABEL
    return Mark(_place(x), str(y), numbers.written(one.value), str(label_y), scale.anchor(x))


def _changes(dots: Sequence[Dot], scale: Scale) -> Iterator[Mark]:
    changed = [one for one in dots if one.change]
    for number, one in enumerate(changed, start=1):
        x = scale.across(one.day)
        label = _("change of method") if len(changed) == 1 else str(number)
        yield Mark(_place(x), str(TOP), label, str(TOP - LABEL), scale.anchor(x), title=one.change)


def _baseline(aim: Aim, first: Dot, scale: Scale) -> Mark:
    """At its day, or at the left edge; labelled on the side where the line does not go."""
    x, y = scale.across(aim.day) if aim.day else scale.left, scale.down(aim.value)
    said = pgettext("chart", "baseline %(value)s") % {"value": numbers.written(aim.value)}
    reaches = x + LETTER * len(said)
    label_y = y - LABEL
    if first.value > aim.value and y + 2 * LABEL < BOTTOM:
        label_y = y + 2 * LABEL
    elif first.value > aim.value and x <= scale.across(first.day) <= reaches:
        # There is no room beneath: over the first value, which would stand in its letters.
        label_y = min(label_y, scale.down(first.value) - 2 * LABEL)
    return Mark(_place(x), str(y), said, str(label_y), scale.anchor(x))


def _target(aim: Aim, scale: Scale) -> Mark:
    y = scale.down(aim.value)
    said = pgettext("chart", "target %(value)s") % {"value": numbers.written(aim.value)}
    return Mark(
        _place(scale.left), str(y), f"{said} ({aim.when})" if aim.when else said, str(y - 6)
    )


def _place(per_cent: float) -> str:
    return f"{per_cent:.2f}"
