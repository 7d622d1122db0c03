"""Codes as documents number their items, and the shapes by which a level is known."""

import re
from typing import Generic, TypeVar

from strategy.importing.codes import UPPER, extends, segments

Value = TypeVar("Value")

ENDS = r"(?![\w%])(?![.,/]\d)(?!\s?[%/])"
# 1, 1.1.1, A1.1, A.1, SC1, P1.C2.O3, 1.1a
NUMERIC = (
    rf"(?:[{UPPER}]{{1,4}}[.\-]?)?\d{{1,3}}(?:[.\-](?:[{UPPER}]{{1,3}})?\d{{1,3}}){{0,6}}"
    rf"[a-z]?{ENDS}"
)
DOTTED = (
    rf"(?:[{UPPER}]{{1,4}}[.\-]?\d{{1,3}}|\d{{1,3}}[.\-]\d{{1,3}}|[{UPPER}]{{1,4}}[.\-]?\d{{1,3}})"
    rf"(?:[.\-](?:[{UPPER}]{{1,3}})?\d{{1,3}}){{0,6}}[a-z]?{ENDS}"
)
ROMAN = rf"[IVX]{{1,5}}(?:[.\-](?:\d{{1,3}}|[{UPPER}])){{0,5}}{ENDS}"
LETTER = rf"[{UPPER}](?:[.\-]\d{{1,3}}){{0,5}}{ENDS}"
CODE = rf"(?:{NUMERIC}|{ROMAN}|{LETTER})"
# What is no code without a full stop or a bracket behind it, for it may be a word or an initial.
SIMPLE = re.compile(rf"(?:[IVX]{{1,5}}(?:[.\-][{UPPER}])*|[{UPPER}]){ENDS}")

# At the beginning of a line, without a word for a level.
AT_START = re.compile(
    rf"(?P<open>\(?)(?P<code>{CODE})(?P<close>[.)]{{0,2}})"
    r"(?P<mark>\s*[:–—]+(?=\s|$)|\s+-(?=\s)|(?=\s)|$)\s*"
)
BULLET = re.compile(
    "(?:[•◦▪▫■□●○◆◇◼◾★☐‣⁃∙·►▶▸➢➤➔✓✔❖\uf0a7\uf0b7\uf0d8]+\\s*"
    "|[»›→⇒~*+\\-–—−o]\\s+|\\(?[a-z]\\)\\s+)"
)
NUMBER_BEFORE_CODE = re.compile(rf"\(?\d{{1,3}}[.)]{{1,2}}\s+(?={DOTTED}\s)")
NUMBER_ONLY = re.compile(r"\(?\d{1,3}[.)]{1,2}\s+(?=\S)")
# "O 1.1 Podpora": letters that stand apart from their numbers.
APART = re.compile(
    rf"(?P<letters>[{UPPER}]{{1,2}})\s(?P<code>\d{{1,3}}(?:\.\d{{1,3}})+)[.):]?\s+(?=[„\"]?[{UPPER}])"
)


def without_bullet(text: str) -> str:
    """The text of a line of a list.

    >>> without_bullet("• Péče o 1. stupeň"), without_bullet("1. Péče o děti")
    ('Péče o 1. stupeň', '1. Péče o děti')
    """
    found = BULLET.match(text)
    return text[found.end() :] if found else text


def shape(code: str) -> str:
    """What kinds of letters and numbers a code is made of.

    >>> shape("A1.12"), shape("II.3"), shape("8.2.2"), shape("SC1")
    ('A.1.1', 'I.1', '1.1.1', 'SC.1')
    """
    return ".".join(_kind(segment) for segment in segments(code))


def depth(code: str) -> int:
    return len(segments(code))


def goes_on(code: str, upper: str) -> bool:
    """Whether a code belongs under another, be it that each level has letters of its own.

    >>> goes_on("A1.1", "A1"), goes_on("O1.1.1", "SC1.1"), goes_on("A1.1", "B1")
    (True, True, False)
    """
    if extends(code, upper):
        return True
    one, other = segments(code), segments(upper)
    if one[0].isdecimal() or other[0].isdecimal() or len(one[0] + other[0]) < 3:
        return False
    return len(one) > len(other) > 1 and one[1 : len(other)] == other[1:]


class Uppers(Generic[Value]):
    """Values by their codes, found by the codes that go on from them, however many there are."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, ...], tuple[str, Value]] = {}

    def add(self, code: str, value: Value) -> None:
        first, *rest = segments(code)
        self.found[first, *rest] = (code, value)
        if not first.isdecimal():
            self.found["", *rest] = (code, value)

    def of(self, code: str) -> list[Value]:
        """Those that a code belongs under, the highest first."""
        parts = tuple(segments(code))
        places = [parts[:length] for length in range(1, len(parts))]
        if parts and not parts[0].isdecimal():
            places += [("", *parts[1:length]) for length in range(2, len(parts))]
        near = [self.found[place] for place in places if place in self.found]
        return [value for upper, value in near if goes_on(code, upper)]


def follows(code: str, before: str) -> bool:
    """Whether a code is the next after another: 1.2 after 1.1, 2.1 or 2 after 1.9, 1.1.1 after 1.1.

    >>> follows("1.2", "1.1"), follows("2", "1.1.4"), follows("1.1.1", "1.1"), follows("3", "1")
    (True, True, True, False)
    """
    new, old = segments(code), segments(before)
    if len(new) == len(old) + 1:
        return new[:-1] == old and new[-1] in {"1", "01", "A", "I"}
    level = len(new) - 1
    if level >= len(old) or new[:level] != old[:level]:
        return False
    return _is_next(new[level], old[level])


def _is_next(new: str, old: str) -> bool:
    if new.isdecimal() and old.isdecimal():
        return int(new) == int(old) + 1
    if len(new) == len(old) == 1 and not new.isdecimal() and not old.isdecimal():
        return ord(new) == ord(old) + 1
    return False


def _kind(segment: str) -> str:
    if segment.isdecimal():
        return "1"
    if set(segment) <= set("IVX"):
        return "I"
    return "A" if len(segment) == 1 and segment.isupper() else segment
