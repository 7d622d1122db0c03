"""What stands beside the text of a document: notes, and the heads and feet of its pages."""

import re
from collections.abc import Iterator
from typing import Any

from strategy.importing.sources import grid, packed
from strategy.importing.sources.blocks import LeftOut, Why

_RUNNING = re.compile(r"word/(?:header|footer)\d*\.xml")
_PARTS = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


class Notes:
    def __init__(self, package: packed.Package) -> None:
        self.package = package
        self.found = {kind: self._notes(name) for kind, name in _PARTS.items()}

    def text(self, kind: str, identifier: str) -> str:
        """Of a note by its number; `kind` is how the text refers to it."""
        note = self.found[kind].get(identifier)
        return "" if note is None else _text(note)

    def running(self) -> Iterator[LeftOut]:
        """Heads and feet, each wording once."""
        names = sorted(name for name in self.package.names if _RUNNING.fullmatch(name))
        said = dict.fromkeys(_text(self.package.tree(name)) for name in names)
        for text in said:
            if text:
                yield LeftOut(0, 0, text, Why.RUNNING)

    def _notes(self, name: str) -> dict[str, Any]:
        part = f"word/{name}s.xml"
        if part not in self.package.names:
            return {}
        return {one.get("id", ""): one for one in self.package.tree(part).findall(name)}


def _text(element: Any) -> str:
    paragraphs = ("".join(t.text or "" for t in p.iter("t")) for p in element.iter("p"))
    return grid.cleaned(" ".join(text for text in paragraphs if text.strip()))
