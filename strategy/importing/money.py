"""Costs as documents write them: "250 tis. Kč (2019), zdroj: MPSV", "1,2 mil. Kč ročně".

Only what can mean one thing becomes a number; ranges ("200–300 tis. Kč") and limits ("do 1 mil.
Kč") stay words. A year of its own is the year of the money; without one it is for all of the time.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from strategy.importing.grammar.flat import flat
from strategy.measures.cards import Money

MOST = 10**15
LONGEST = 200
# Whatever is longer has more words than a cost can hold.
_LONGEST_WHOLE = 3 * LONGEST
_YEAR = r"(?:19|20|21)[0-9]{2}"
_UNITS = {"tis": 10**3, "mil": 10**6, "mld": 10**9, "": 1}
_AMOUNT = re.compile(
    r"(?P<number>[0-9]{1,3}(?:[ \u00a0.][0-9]{3})+|[0-9]+)(?:[,.](?P<decimals>[0-9]{1,3}))?"
    r"(?P<dash>,(?:-{1,2}|–))?\s*(?P<unit>(?:tis(?:íce?)?|mil(?:ion[uůy]?)?|mld)\.?)?\s*"
    r"(?P<crowns>(?:Kč|korun|CZK)(?!\w))?"
)
_BARE = re.compile(r"[0-9][0-9 \u00a0]*(?:,[0-9]{1,3})?")
_YEAR_BEFORE = re.compile(rf"(?:(?:v\s+roce|rok)\s+)?(?P<year>{_YEAR})\s*(?::|[–-](?=\s))\s*")
_ABOUT = re.compile(r"(?P<note>cca\.?|asi|přibližně|zhruba|odhadem)\s+", re.IGNORECASE)
_BEHIND = (
    re.compile(rf"\s*\((?:rok\s+)?(?P<year>{_YEAR})\)"),
    re.compile(
        rf"\s*(?:,\s*)?(?:v\s+roce|v\s+r\.|na\s+rok|pro\s+rok|za\s+rok|rok)\s+(?P<year>{_YEAR})"
    ),
    re.compile(
        r"\s*(?:[,;–-]\s*)?zdroje?(?:\s+(?:financování|krytí))?\s*:\s*(?P<source>[^;]+)", re.I
    ),
    re.compile(r" – (?P<source>\S.*?)(?= \([^()]*\)$|$)"),
    re.compile(r"\s*(?P<note>ročně|každoročně|/\s?rok|za rok)(?!\w)", re.IGNORECASE),
    re.compile(r"\s*\((?P<note>[^()]*)\)"),
    re.compile(r"\s*[,;]\s*(?P<note>[^0-9;]+)"),
)
_EACH_YEAR = re.compile(r"každoročně|ročně|/\s?rok|za rok", re.IGNORECASE)
_PARTING = re.compile(rf"[;\n]|,(?=\s*{_YEAR}\s*:)")


class Read(NamedTuple):
    """A cost; where it stayed words they are its note. `is_sure` is that nothing was guessed."""

    cost: Money
    is_sure: bool


def read_all(text: str, label: str = "") -> list[Read]:
    """The costs that a text names; `label` may say the unit ("Náklady (v tis. Kč)").

    >>> [each.cost.amount for each in read_all("2019: 250 tis. Kč; 2020: 1,2 mil. Kč")]
    [250000, 1200000]
    """
    parts = [part for part in map(str.strip, _PARTING.split(text)) if part]
    found = [_read(part, label) for part in parts]
    if all(each.cost.amount is not None for each in found):
        return found
    return [_read(text, label)]


def read(text: str) -> Read:
    """One cost.

    >>> read("250 tis. Kč (2019), zdroj: MPSV").cost
    Money(year=2019, amount=250000, source='MPSV', note='')
    """
    return _read(text, "")


def _read(text: str, label: str) -> Read:
    written = text.strip(" ,;")
    in_words = Read(Money(None, None, "", written), not re.search(r"[0-9]", written))
    if len(written) > _LONGEST_WHOLE:
        return in_words
    if _BARE.fullmatch(written) and (unit := _unit_of(label)):
        amount = _amount(written.replace(",", "."), unit)
        return Read(Money(None, amount, "", ""), True) if amount is not None else in_words
    said: dict[str, str] = {}
    rest = written
    for pattern in (_YEAR_BEFORE, _ABOUT):
        if found := pattern.match(rest):
            said |= found.groupdict()
            rest = rest[found.end() :]
    found = _AMOUNT.match(rest)
    amount = _worth(found) if found else None
    if found is None or amount is None or not _read_behind(rest[found.end() :], said):
        return in_words
    if any(len(said.get(name, "")) > LONGEST for name in ("source", "note")):
        return in_words
    year = int(said["year"]) if "year" in said else None
    is_sure = not _EACH_YEAR.search(said.get("note", ""))
    return Read(Money(year, amount, said.get("source", ""), said.get("note", "")), is_sure)


def _read_behind(rest: str, said: dict[str, str]) -> bool:
    """Put what stands behind an amount where it belongs; False where something is left over."""
    while rest.strip(" .,;"):
        found = next(_fitting(rest, said), None)
        if found is None:
            return False
        said |= {name: value.strip(" ,;") for name, value in found.groupdict().items()}
        rest = rest[found.end() :]
    return True


def _fitting(rest: str, said: dict[str, str]) -> Iterator[re.Match[str]]:
    for pattern in _BEHIND:
        found = pattern.match(rest)
        if found and found.end() and said.keys().isdisjoint(found.groupdict()):
            yield found


def _worth(found: re.Match[str]) -> int | None:
    """Whole crowns; None without a word for crowns, and where there would be hellers."""
    if not (found["crowns"] or found["dash"]):
        return None
    digits = re.sub(r"[^0-9]", "", found["number"])
    unit = flat(found["unit"] or "").rstrip(".")[:3]
    return _amount(f"{digits}.{found['decimals'] or 0}", _UNITS[unit])


def _amount(number: str, unit: int) -> int | None:
    worth = Decimal(re.sub(r"\s", "", number)) * unit
    return int(worth) if worth == int(worth) and worth < MOST else None


def _unit_of(label: str) -> int:
    """The unit that a label names; 0 where it names none."""
    found = re.search(r"(?:(tis|mil)\w{0,9}\.?\s*)?kc\b", flat(label))
    return _UNITS[found[1] or ""] if found else 0
