"""Square codes (QR) in print: on the cover, where to find out whether the PDF is the city's."""

from itertools import groupby
from typing import NamedTuple

import segno
from django.urls import reverse

from strategy import naming

# Modules of white around the code, as scanners need; ISO/IEC 18004 asks for four.
QUIET = 4


class Code(NamedTuple):
    """A code as the data of one SVG path, in a square of `size` modules with its white margin."""

    address: str
    size: int
    path: str


def of_verification() -> Code:
    """The code of the page that tells which edition a file is."""
    return of_page(reverse("strategy:verification"))


def of_page(path: str) -> Code:
    """The code of a page of the portal."""
    address = naming.absolute(path)
    rows = list(segno.make(address, error="m", micro=False).matrix)
    bars = [bar for number, row in enumerate(rows) for bar in _bars(row, number + QUIET)]
    return Code(address, len(rows) + 2 * QUIET, "".join(bars))


def _bars(row: bytearray, top: int) -> list[str]:
    """The dark runs of one row of modules as rectangles."""
    bars, left = [], QUIET
    for is_dark, modules in groupby(row):
        width = len(list(modules))
        if is_dark:
            bars.append(f"M{left} {top}h{width}v1h-{width}z")
        left += width
    return bars
