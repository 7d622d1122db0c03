"""The text of a paragraph as it would be with all changes accepted, without what is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from strategy.importing.sources.word.styles import Styles

# What only lies around runs and takes nothing away.
_WRAPPERS = frozenset(
    ["hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml"]
)
_GONE = frozenset(["del", "moveFrom"])
_NOTES = frozenset(["footnoteReference", "endnoteReference"])
_SIGNS = {"tab": "\t", "noBreakHyphen": "-", "cr": "\n", "softHyphen": ""}


@dataclass
class Said:
    """What a paragraph holds. `notes` are (kind, identifier) of what it refers to.

    `boxes` are the text boxes anchored in it; `deleted` and `hidden` is what is not in `text`.
    """

    text: str = ""
    is_bold: bool = False
    deleted: str = ""
    hidden: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def followed_by(self, other: "Said") -> "Said":
        return Said(
            text=self.text + other.text,
            is_bold=other.is_bold and (self.is_bold or not self.text.strip()),
            deleted=self.deleted + other.deleted,
            hidden=self.hidden + other.hidden,
            notes=self.notes + other.notes,
            boxes=self.boxes + other.boxes,
        )


def said_by(paragraph: Any, styles: Styles) -> Said:
    reader = _Reader(paragraph, styles)
    reader.read_all(paragraph)
    reader.said.is_bold = bool(reader.weights) and all(reader.weights)
    return reader.said


def is_struck_out(paragraph: Any) -> bool:
    """Whether its end is deleted, so that the next paragraph goes on in it."""
    return paragraph.find("pPr/rPr/del") is not None


class _Reader:
    def __init__(self, paragraph: Any, styles: Styles) -> None:
        self.paragraph, self.styles = paragraph, styles
        self.said = Said()
        self.weights: list[bool] = []

    def read_all(self, parent: Any) -> None:
        for child in parent:
            if child.tag == "r":
                self._read_run(child)
            elif child.tag in _WRAPPERS:
                self.read_all(child)
            elif child.tag in _GONE:
                self.said.deleted += _whole_text(child)

    def _read_run(self, run: Any) -> None:
        text = "".join(self._of(child) for child in run)
        if self.styles.has(run, self.paragraph, "vanish"):
            self.said.hidden += text
            return
        self.said.text += text
        if text.strip():
            self.weights.append(self.styles.has(run, self.paragraph, "b"))

    def _of(self, element: Any) -> str:
        tag = element.tag
        if tag == "t":
            return element.text or ""
        if tag == "br":
            return "\n" if element.get("type", "textWrapping") == "textWrapping" else ""
        if tag in _NOTES:
            self.said.notes.append((tag, element.get("id", "")))
        elif tag in {"drawing", "pict", "AlternateContent", "object"}:
            self.said.boxes += _boxes(element)
        return _SIGNS.get(tag, "")


def _boxes(element: Any) -> Iterator[Any]:
    """Text boxes in a drawing; what stands beside it for older programmes says the same."""
    for child in element:
        if child.tag == "txbxContent":
            yield child
        elif child.tag != "Fallback":
            yield from _boxes(child)


def _whole_text(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter("t", "delText"))
