"""What one cell of our table may say. Each reader raises ValidationError in words."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from strategy import due
from strategy.formats import cells
from strategy.formats.separated import guarded, unguarded
from strategy.formats.table import Record
from strategy.formats.workbook import written
from strategy.importing.sources.grid import cleaned
from strategy.importing.sources.workbook.shown import shown
from strategy.models.items import validate_code, validate_handle

LONGEST_CODE, LONGEST_LINE, LONGEST_NAME = 30, 200, 300


def is_same(cell: str, record: Record, field: str) -> bool:
    """Whether the cell says what the table was given to say there, cut or cleaned on the way."""
    given = str(getattr(record, field))
    if cell == given or not given:
        return cell == given
    read = (cleaned(given), shown(written(given), ""), unguarded(cleaned(guarded(given))))
    return cell in read


def code(cell: str) -> str:
    if cell:
        short(cell, LONGEST_CODE)
        validate_code(cell)
        validate_handle(cell)
    return cell


def text(cell: str) -> str:
    if not cell:
        raise ValidationError(_("The wording is missing."))
    return cell


def line(cell: str) -> str:
    return short(" ".join(cell.split("\n")), LONGEST_LINE)


def names(cell: str) -> list[str]:
    """One on each line."""
    found = [short(name.strip(), LONGEST_LINE) for name in cell.split("\n") if name.strip()]
    if len({name.casefold() for name in found}) < len(found):
        raise ValidationError(_("The same name stands here twice."))
    return found


def costs(cell: str) -> Sequence[Any]:
    found = cells.costs_of(cell)
    for one in found:
        short(one.source, LONGEST_LINE)
        short(one.note, LONGEST_LINE)
    return found


def indicators(cell: str) -> Sequence[Any]:
    found = cells.indicators_of(cell)
    for one in found:
        for words, longest in ((one.name, LONGEST_NAME), (one.unit, 40), (one.note, 300)):
            short(words, longest)
    return found


def short(cell: str, longest: int) -> str:
    """The cell as it is. Raises ValidationError where it is longer."""
    if len(cell) > longest:
        told = _("The text is longer than %(count)s characters.")
        raise ValidationError(told % {"count": longest})
    return cell


def _as_it_is(cell: str) -> str:
    return cell


# What is read of the columns that say something of an item.
READERS: dict[str, Callable[[str], Any]] = {
    "code": code,
    "text": text,
    "description": _as_it_is,
    "lead": line,
    "due": due.normal,
    "co_lead": names,
    "implementer": names,
    "partner": names,
    "begins": due.normal,
    "ends": due.normal,
    **dict.fromkeys(
        ("target_groups", "activities", "outputs", "criterion", "risks", "superior", "remarks"),
        _as_it_is,
    ),
    "costs": costs,
    "indicators": indicators,
}
# Fields that are no part of the tree: the item's further wording, and its card.
SAID = frozenset(READERS) - {"code", "text"}
