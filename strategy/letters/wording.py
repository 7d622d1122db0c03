"""What the words of a letter become: plain text, and blocks from which its HTML is made.

A letter's words are written once, in `templates/letters/<kind>.txt`. Its first line is the subject.
An empty line ends a paragraph; “# ” begins a heading, “- ” a line of a list, “> ” quoted words,
and a line of its own such as “Label: https://…” is a link where it leads into the portal; whatever
somebody has typed may lead anywhere.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from strategy import languages, naming
from strategy.characters import in_one_line, plain
from strategy.typography import hold_together

# A subject longer than that is cut by readers of mail.
LONGEST_SUBJECT = 150
_LINK = re.compile(r"(?P<label>[^\n]+): (?P<url>https?://\S+)")
_MARKS = {"heading": "# ", "list": "- ", "quote": ">"}


class Block(NamedTuple):
    """A paragraph, heading, list, quote or link. `url` is of a link, whose line is its label."""

    kind: str
    lines: list[str]
    url: str = ""


class Words(NamedTuple):
    """A letter's words, ready to be sent. The HTML is made of the blocks."""

    subject: str
    plain: str
    blocks: list[Block]


def read(rendered: str) -> Words:
    """The words of a letter from its rendered template."""
    subject, _break, text = plain(rendered).partition("\n")
    paragraphs = [_held(lines) for lines in _paragraphs(text)]
    return Words(
        subject=in_one_line(subject).strip()[:LONGEST_SUBJECT],
        plain="\n\n".join("\n".join(lines) for lines in paragraphs) + "\n",
        blocks=[_block(lines) for lines in paragraphs],
    )


def _held(lines: list[str]) -> list[str]:
    """The lines with Czech no-break spaces, but where somebody's own words are quoted."""
    if not languages.is_own():
        return lines
    return [line if line.startswith(">") else hold_together(line) for line in lines]


def quoted(text: str) -> str:
    """Somebody's words as a quote of a letter, in which nothing else can begin."""
    return "\n".join(f"> {line}".rstrip() for line in plain(text).strip().split("\n"))


def _paragraphs(text: str) -> Iterator[list[str]]:
    lines = [line.strip() for line in text.split("\n")]
    for has_words, run in groupby(lines, bool):
        if has_words:
            yield from (list(same) for _kind, same in groupby(run, _kind_of))


def _kind_of(line: str) -> str:
    return next((kind for kind, mark in _MARKS.items() if line.startswith(mark)), "paragraph")


def _block(lines: list[str]) -> Block:
    kind = _kind_of(lines[0])
    link = _LINK.fullmatch(lines[0]) if (kind, len(lines)) == ("paragraph", 1) else None
    if link and link["url"].startswith(naming.absolute("/")):
        return Block("link", [link["label"]], link["url"])
    return Block(kind, [line.removeprefix(_MARKS.get(kind, "")).strip() for line in lines])
