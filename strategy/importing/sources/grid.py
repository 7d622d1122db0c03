"""Rows of cells on their way to a Table: cleaned, bounded, all of one length."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from strategy.characters import plain
from strategy.importing.layout import EDGES
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources.blocks import Table

_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f]+")

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 1_000_000


def cleaned(text: str) -> str:
    """The text of a cell, in composed Unicode, without room around its lines."""
    lines = (line.strip(EDGES) for line in plain(text).split("\n"))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def spaced(text: str) -> str:
    """The text with one kind of space: which one a page shows is typography, not wording.

    >>> spaced("v\u00a0Brně")
    'v Brně'
    """
    return _SPACES.sub(" ", text)


def refuse_long(rows: int) -> None:
    _refuse_over(rows, MOST_ROWS, lambda: _("The table has more than %(most)s rows."))


def refuse_wide(columns: int) -> None:
    _refuse_over(columns, MOST_COLUMNS, lambda: _("The table has more than %(most)s columns."))


def refuse_full(cells: int) -> None:
    _refuse_over(cells, MOST_CELLS, lambda: _("The table has more than %(most)s cells."))


def table(
    numbered: Sequence[tuple[int, list[str]]],
    *,
    number: int,
    page: int = 0,
    name: str = "",
    bold: Sequence[bool] = (),
) -> Table | None:
    """A table of the rows that hold something, each given with its number; None without any.

    `bold` goes with `numbered`. Columns at the right that no row uses are cut off.
    """
    kept = [index for index, (_number, cells) in enumerate(numbered) if any(cells)]
    if not kept:
        return None
    width = max(_used(numbered[index][1]) for index in kept)
    rows = [(numbered[index][1] + [""] * width)[:width] for index in kept]
    numbers = [numbered[index][0] for index in kept]
    return Table(number, page, rows, numbers, name, [bold[index] for index in kept] if bold else [])


def _used(cells: list[str]) -> int:
    return max(index for index, cell in enumerate(cells, start=1) if cell)


def _refuse_over(count: int, most: int, told: Callable[[], str]) -> None:
    if count > most:
        said = told() % {"most": number_format(most, force_grouping=True)}
        raise ImportRefused(f"{said} {_('Cut it into more files.')}")
