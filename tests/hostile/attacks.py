"""Texts upon which a pattern would go back and forth, read out of the pattern itself.

For each repetition: what stands before it, then what it repeats over and over, then something that
fits nowhere; and what stands before it over and over, where each may be a beginning.
"""

import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

# In no class of ours, and what ends a line.
MISFITS = ("", "\n\x00")
USUAL = (" ", "\n", "a", "1", ".", "a ", "1.", "\n ", "A ")
_LETTERS = " a1A\n.-,;:()[]é_/@\"'<>*#|+=–•%\t"
_CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


def against(pattern: str, flags: int, length: int) -> Iterator[str]:
    """Texts of that length, for a pattern of text."""
    nodes = list(_parser.parse(pattern, flags))
    pumps = {("", one) for one in USUAL} | {("x", " ")}
    pumps |= {one for least in (0, 1) for one in _pumps(nodes, "", least)}
    for before, pump in sorted(pumps):
        for end in MISFITS:
            yield before + pump * ((length - len(before)) // len(pump)) + end


def _pumps(nodes: list[Any], before: str, least: int) -> Iterator[tuple[str, str]]:
    """What stands before a repetition, so often at least as each may, and what is repeated."""
    for name, value in nodes:
        kind = str(name)
        for inner in _inside(kind, value):
            yield from _pumps(list(inner), before, least)
        if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[1] > 9:
            for one in _samples(list(value[2]))[:2]:
                yield from ((before, one), ("", before + one)) if one else ()
            if before:
                yield "", before
        before += next(iter(_samples([(name, value)], least)), "")


def _inside(kind: str, value: Any) -> list[Any]:
    if kind == "SUBPATTERN":
        return [value[3]]
    if kind == "BRANCH":
        return list(value[1])
    if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return [value[2]]
    return [value] if kind == "ATOMIC_GROUP" else []


def _samples(nodes: list[Any], least: int = 0) -> list[str]:
    """A few texts that fit, of which each place chooses its own letters."""
    texts = [""]
    for name, value in nodes:
        choice = _of_node(str(name), value, least)
        texts = [text + one for text in texts[:2] for one in choice[:3]][:3] if choice else texts
    return texts


def _of_node(kind: str, value: Any, least: int) -> list[str]:
    if kind == "LITERAL":
        return [chr(value)]
    if kind in {"NOT_LITERAL", "ANY", "IN"}:
        return [letter for letter in _LETTERS if _fits(kind, value, letter)] or _first_of(value)
    if kind == "BRANCH":
        return [text for branch in value[1] for text in _samples(list(branch), least)[:1]]
    if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        times = max(value[0], least)
        return [text * times for text in _samples(list(value[2]), least)] if times else []
    if kind == "SUBPATTERN":
        return _samples(list(value[3]), least)
    return _samples(list(value), least) if kind == "ATOMIC_GROUP" else []


def _fits(kind: str, value: Any, letter: str) -> bool:
    if kind == "ANY":
        return letter != "\n"
    if kind == "NOT_LITERAL":
        return ord(letter) != value
    found = any(_is_in(str(name), one, letter) for name, one in value)
    return found != (value[0][0] is _constants.NEGATE)


def _is_in(kind: str, value: Any, letter: str) -> bool:
    if kind == "LITERAL":
        return ord(letter) == value
    if kind == "RANGE":
        return value[0] <= ord(letter) <= value[1]
    if kind == "CATEGORY":
        named = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        fits = re.match(_CATEGORIES.get(named.removeprefix("NOT_"), "$^"), letter) is not None
        return fits != named.startswith("NOT_")
    return False


def _first_of(value: Any) -> list[str]:
    for name, one in value if isinstance(value, list) else []:
        if str(name) in {"LITERAL", "RANGE"}:
            return [chr(one if str(name) == "LITERAL" else one[0])]
    return []
