"""The lines of each item in a text of the portal: its heading or bullet, and what follows."""

import re
from typing import NamedTuple

from strategy.formats import markdown, word
from strategy.importing.grammar import numbering
from strategy.importing.layout import Line
from strategy.importing.sources import Source, read_source
from strategy.models import Edition

WRITERS = {"docx": ("plan.docx", word.content), "markdown": ("plan.md", markdown.content)}


class Block(NamedTuple):
    """`style` is (depth as a heading, depth as a bullet), one of them 0; lines without marks."""

    style: tuple[int, int]
    opening: str
    number: int
    said: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return (self.opening, *self.said)


def of_source(source: Source, slug: str) -> list[Block] | None:
    """None where it is no text of this plan's: above its items stands the address it came from."""
    if source.tables or source.kind not in WRITERS:
        return None
    address = re.compile(rf"https?://[^/\s]+/{re.escape(slug)}/(?:edice/\d+/)?")
    lines = source.lines
    place = next((at for at, line in enumerate(lines) if address.fullmatch(line.text)), None)
    if place is None or any(map(_opens, lines[1:place])):
        return None
    return _blocks(lines[place + 1 :])


def of_draft(draft: Edition, kind: str) -> list[Block]:
    """What the draft's own file of this kind would hold; needs `draft.plan` at hand."""
    name, content = WRITERS[kind]
    return of_source(read_source(name, content(draft)), draft.plan.slug) or []


def _blocks(lines: list[Line]) -> list[Block]:
    found: list[tuple[Line, list[str]]] = []
    for line in lines:
        if _opens(line):
            found.append((line, []))
        elif found:
            found[-1][1].append(line.text)
    return [
        Block(
            (line.heading, line.bullet),
            numbering.without_bullet(line.text) if line.bullet else line.text,
            line.number,
            tuple(said),
        )
        for line, said in found
    ]


def _opens(line: Line) -> bool:
    return bool(line.heading or line.bullet)
