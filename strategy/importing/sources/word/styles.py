"""Styles: what a paragraph or a run has from its own style and from those it is based on."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

# Names of Word's own styles are English inside the file, whatever Word shows.
_HEADING = re.compile(r"(?:heading|nadpis)\s*(?P<depth>[1-9])(?!\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|obsah)\s*(?:\d|heading)|contents\s*(?:\d|heading)", re.IGNORECASE)
DEEPEST = 9


class Numbered(NamedTuple):
    """A paragraph's place in a list: number of the list, level from 0."""

    list_number: str
    level: int


class Styles:
    """The styles of a document by their identifiers. `root` is styles.xml, None without one."""

    def __init__(self, root: Any) -> None:
        found = root.findall("style") if root is not None else []
        self.by_id = {style.get("styleId"): style for style in found}
        self.chains: dict[str | None, list[Any]] = {}
        self.features: dict[tuple[str | None, str | None, str], bool] = {}
        plain = (one for one in found if one.get("type") == "paragraph" and is_on(one, "default"))
        self.default = next((one.get("styleId") for one in plain), None)

    def chain(self, identifier: str | None) -> Iterator[Any]:
        """The style, that on which it is based, and so on."""
        seen: set[str | None] = set()
        while identifier in self.by_id and identifier not in seen:
            seen.add(identifier)
            style = self.by_id[identifier]
            yield style
            identifier = value(style, "basedOn")

    def of_paragraph(self, paragraph: Any) -> list[Any]:
        identifier = value(paragraph, "pPr/pStyle") or self.default
        if identifier not in self.chains:
            self.chains[identifier] = list(self.chain(identifier))
        return self.chains[identifier]

    def heading(self, paragraph: Any) -> int:
        """Depth of a heading from 1; 0 where it is none."""
        own = value(paragraph, "pPr/outlineLvl")
        if own is not None:
            return _depth(own)
        for style in self.of_paragraph(paragraph):
            if named := _HEADING.match(value(style, "name") or ""):
                return int(named["depth"])
            outline = value(style, "pPr/outlineLvl")
            if outline is not None:
                return _depth(outline)
        return 0

    def is_of_contents(self, paragraph: Any) -> bool:
        names = (value(style, "name") or "" for style in self.of_paragraph(paragraph))
        return any(_CONTENTS.match(name) for name in names)

    def numbered(self, paragraph: Any) -> Numbered | None:
        """What list it stands in; Word's list 0 takes a paragraph out of that of its style."""
        holders = [paragraph, *self.of_paragraph(paragraph)]
        level = next((v for one in holders if (v := value(one, "pPr/numPr/ilvl"))), None)
        for holder in holders:
            number = value(holder, "pPr/numPr/numId")
            if number is not None:
                return None if number == "0" else Numbered(number, _whole(level))
        return None

    def has(self, run: Any, paragraph: Any, feature: str) -> bool:
        """Whether a run is bold ("b") or hidden ("vanish"), by itself or by a style."""
        own = run.find(f"rPr/{feature}")
        if own is not None:
            return is_set(own)
        named = value(run, "rPr/rStyle"), value(paragraph, "pPr/pStyle"), feature
        if named not in self.features:
            styles = [*self.chain(named[0]), *self.of_paragraph(paragraph)]
            self.features[named] = _first(styles, f"rPr/{feature}")
        return self.features[named]


def _first(styles: list[Any], path: str) -> bool:
    """Whether a switch is on in the first of the styles that says anything of it."""
    found = (style.find(path) for style in styles)
    return next((is_set(one) for one in found if one is not None), False)


def value(element: Any, path: str) -> str | None:
    """What the element under a path says, None without one."""
    found = element.find(path)
    return None if found is None else found.get("val")


def is_on(element: Any, attribute: str) -> bool:
    return element.get(attribute, "0") in {"1", "true", "on"}


def is_set(element: Any) -> bool:
    """Whether a switch is on: it is where it says nothing."""
    return element.get("val", "1") not in {"0", "false", "off", "none"}


def _depth(outline: str) -> int:
    depth = _whole(outline) + 1
    return depth if depth <= DEEPEST else 0


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
