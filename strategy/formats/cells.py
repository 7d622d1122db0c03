"""Lists of a card as the text of one cell: a line for each, its parts between bars.

What can be written can be read again; whoever fills a table in may leave parts at the end out.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from strategy import due
from strategy.measures.cards import Measure, Money, number
from strategy.models import Indicator

BAR = " | "
_PARTS = re.compile(r"(?<!\\)(?:\\\\)*\|")
_ESCAPED = re.compile(r"\\([\\|])")
_CROWNS = re.compile(r"[0-9]{1,18}")
# Columns hold so many digits before and after the point.
_VALUE = re.compile(r"-?[0-9]{1,11}(?:[.,][0-9]{1,4})?")


def of_costs(costs: Iterable[Money]) -> str:
    """Year, amount in crowns, source and note of each."""
    return "\n".join(
        _line([_text(one.year), _text(one.amount), one.source, one.note]) for one in costs
    )


def costs_of(cell: str) -> tuple[Money, ...]:
    """Raises ValidationError naming the line."""
    return tuple(_cost(line, parts) for line, parts in _lines(cell, 4))


def of_indicators(indicators: Iterable[Measure]) -> str:
    """Name, unit, baseline, its time, target, its time, direction, note and key of each."""
    return "\n".join(
        _line(
            [
                *(one.name, one.unit, _value(one.baseline), one.baseline_when),
                *(_value(one.target), one.target_when),
                *(str(Indicator.Direction(one.direction).label), one.note, str(one.key)),
            ]
        )
        for one in indicators
    )


def indicators_of(cell: str) -> tuple[Measure, ...]:
    """Raises ValidationError naming the line. One without a key gets a new one."""
    found = tuple(_indicator(line, parts) for line, parts in _lines(cell, 9))
    if len({one.key for one in found}) < len(found):
        raise ValidationError(_("The key of an indicator stands here twice."))
    return found


def _lines(cell: str, most: int) -> Iterable[tuple[str, list[str]]]:
    for line in filter(None, (line.strip() for line in cell.split("\n"))):
        parts = [_ESCAPED.sub(r"\1", part).strip() for part in _split(line)]
        if len(parts) > most:
            told = _("“%(line)s” has more than %(most)d parts between bars.")
            raise ValidationError(told % {"line": line, "most": most})
        yield line, parts + [""] * (most - len(parts))


def _split(line: str) -> list[str]:
    """At bars, but for those with a backslash before them."""
    parts, begin = [], 0
    for bar in _PARTS.finditer(line):
        parts.append(line[begin : bar.end() - 1])
        begin = bar.end()
    return [*parts, line[begin:]]


def _line(parts: Sequence[str]) -> str:
    written = [part.replace("\\", "\\\\").replace("|", "\\|") for part in parts]
    while len(written) > 1 and not written[-1]:
        written.pop()
    return BAR.join(written)


def _cost(line: str, parts: list[str]) -> Money:
    year, amount, source, note = parts
    crowns = re.sub(r"\s|Kč", "", amount)
    if year and not re.fullmatch("(?:19|20|21)[0-9]{2}", year):
        raise ValidationError(_("“%(line)s” does not begin with a year.") % {"line": line})
    if crowns and not _CROWNS.fullmatch(crowns):
        raise ValidationError(_("“%(line)s” has no amount in whole crowns.") % {"line": line})
    if not (crowns or source or note):
        raise ValidationError(_("Give an amount, a source or a note."))
    return Money(int(year) if year else None, int(crowns) if crowns else None, source, note)


def _indicator(line: str, parts: list[str]) -> Measure:
    name, unit, baseline, baseline_when, target, target_when, direction, note, key = parts
    if not name:
        raise ValidationError(_("“%(line)s” does not name the indicator.") % {"line": line})
    return Measure(
        _key(line, key),
        name,
        unit,
        _number(line, baseline),
        due.normal(baseline_when),
        _number(line, target),
        due.normal(target_when),
        _direction(line, direction),
        note,
    )


def _key(line: str, written: str) -> UUID:
    try:
        return UUID(written) if written else uuid4()
    except ValueError:
        raise ValidationError(_("“%(line)s” ends with no key.") % {"line": line}) from None


def _number(line: str, written: str) -> Decimal | None:
    digits = re.sub(r"\s", "", written)
    if not digits:
        return None
    if not _VALUE.fullmatch(digits):
        told = _("“%(value)s” in “%(line)s” is no number.")
        raise ValidationError(told % {"value": written, "line": line})
    return Decimal(digits.replace(",", "."))


def _direction(line: str, written: str) -> str:
    if not written:
        return Indicator.Direction.UP.value
    for one in Indicator.Direction:
        if written.casefold() in {one.value, str(one.label).casefold()}:
            return one.value
    choices = ", ".join(str(one.label) for one in Indicator.Direction)
    raise ValidationError(
        _("“%(line)s” has no direction: %(choices)s.") % {"line": line, "choices": choices}
    )


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _value(value: Decimal | None) -> str:
    return "" if value is None else number(value).replace(".", ",")
