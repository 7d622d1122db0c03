"""The numbers and bullets that Word puts before paragraphs and keeps nowhere in their text."""

import re
from typing import Any, NamedTuple

from strategy.importing.sources.word.styles import Numbered, Styles, is_set, value

BULLET = "•"
LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip


class Level(NamedTuple):
    """How a level of a list is numbered; `pattern` is such as "%1.%2"."""

    start: int
    kind: str
    pattern: str
    all_decimal: bool
    # After which level, counted from 1, it begins anew; 0 never, None after any above it.
    restart: int | None


class Numbering:
    """Counts through a document once, paragraph by paragraph."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self.styles = styles
        lists = root.findall("num") if root is not None else []
        kinds = root.findall("abstractNum") if root is not None else []
        self.lists = {one.get("numId"): one for one in lists}
        self.kinds = {one.get("abstractNumId"): one for one in kinds}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.levels: dict[Numbered, Level | None] = {}

    def label(self, place: Numbered) -> str:
        """What stands before the next paragraph in this place: "1.2", "a)", "•" or nothing."""
        level = self._level(place)
        if level is None:
            return ""
        counts = self.counts.setdefault(self._kind_number(place.list_number), {})
        self._count(counts, place, level)
        if level.kind == "bullet":
            return BULLET
        return self._numbers(counts, place, level).strip()

    def place_by_style(self, place: Numbered, paragraph: Any) -> Numbered:
        """A style that is bound to a level of its list stands on that level."""
        if value(paragraph, "pPr/numPr/ilvl") is not None:
            return place
        identifiers = {style.get("styleId") for style in self.styles.of_paragraph(paragraph)}
        for level in self._elements(place.list_number).values():
            if value(level, "pStyle") in identifiers:
                return place._replace(level=int(level.get("ilvl", "0")))
        return place

    def _count(self, counts: dict[int, int], place: Numbered, level: Level) -> None:
        self._begin_list(counts, place)
        at = place.level
        counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [key for key in counts if key > at]:
            if self._begins_anew(place._replace(level=deeper), at):
                del counts[deeper]

    def _begin_list(self, counts: dict[int, int], place: Numbered) -> None:
        """A list that says where it starts begins anew where it is first used."""
        if (place.list_number, place.level) in self.begun:
            return
        self.begun.add((place.list_number, place.level))
        override = self._override(place)
        if override is not None and override.find("startOverride") is not None:
            counts.pop(place.level, None)

    def _begins_anew(self, place: Numbered, above: int) -> bool:
        level = self._level(place)
        restart = level.restart if level else None
        return restart is None or (restart > 0 and above < restart)

    def _numbers(self, counts: dict[int, int], place: Numbered, level: Level) -> str:
        """The pattern with the counts of this level and of those above it put in."""

        def part(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            upper = self._level(place._replace(level=at))
            if upper is None or upper.kind in {"bullet", "none"}:
                return ""
            # Word also shows a level that has not come yet, by its first number.
            kind = "decimal" if level.all_decimal else upper.kind
            return _written(counts.get(at, upper.start), kind)

        return _PLACE.sub(part, level.pattern)

    def _level(self, place: Numbered) -> Level | None:
        if place not in self.levels:
            self.levels[place] = self._found(place)
        return self.levels[place]

    def _found(self, place: Numbered) -> Level | None:
        element = self._elements(place.list_number).get(place.level)
        if element is None:
            return None
        override = self._override(place)
        start = value(override, "startOverride") if override is not None else None
        pattern = element.find("lvlText")
        legal = element.find("isLgl")
        restart = value(element, "lvlRestart")
        return Level(
            start=_number(start or value(element, "start"), 1),
            kind=value(element, "numFmt") or "decimal",
            pattern=pattern.get("val", "") if pattern is not None else "",
            all_decimal=legal is not None and is_set(legal),
            restart=None if restart is None else _number(restart, 0),
        )

    def _elements(self, list_number: str) -> dict[int, Any]:
        kind = self.kinds.get(self._kind_number(list_number))
        found = {} if kind is None else _by_level(kind)
        listed = self.lists.get(list_number)
        for override in listed.findall("lvlOverride") if listed is not None else []:
            found.update(_by_level(override))
        return found

    def _override(self, place: Numbered) -> Any:
        listed = self.lists.get(place.list_number)
        found = listed.findall("lvlOverride") if listed is not None else []
        return next((one for one in found if one.get("ilvl") == str(place.level)), None)

    def _kind_number(self, list_number: str) -> str:
        """Lists of one kind count on from one another. A kind may stand in a style."""
        listed = self.lists.get(list_number)
        number = "" if listed is None else value(listed, "abstractNumId") or ""
        kind = self.kinds.get(number)
        styled = None if kind is None else value(kind, "numStyleLink")
        if styled is None:
            return number
        for style in self.styles.chain(styled):
            behind = self.lists.get(value(style, "pPr/numPr/numId"))
            if behind is not None:
                return value(behind, "abstractNumId") or number
        return number


def _by_level(element: Any) -> dict[int, Any]:
    return {_number(level.get("ilvl"), 0): level for level in element.findall("lvl")}


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _written(number: int, kind: str) -> str:
    if kind in {"upperLetter", "lowerLetter"}:
        return _letters(number) if kind == "lowerLetter" else _letters(number).upper()
    if kind in {"upperRoman", "lowerRoman"}:
        return _roman(number) if kind == "lowerRoman" else _roman(number).upper()
    if kind == "ordinal":
        return f"{number}."
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _letters(number: int) -> str:
    """Behind z come aa, bb, not ab."""
    times, letter = divmod(max(number, 1) - 1, 26)
    return chr(ord("a") + letter) * (min(times, 30) + 1)


def _roman(number: int) -> str:
    written, rest = "", min(number, 3999)
    for amount, letters in _ROMAN:
        count, rest = divmod(rest, amount)
        written += letters * count
    return written
