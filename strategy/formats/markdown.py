"""An edition as Markdown (CommonMark) that reads back as the very text."""

import re

from strategy.formats.paragraphs import (
    Paragraph,
    address,
    codes_explained,
    imprint,
    paragraphs,
    printable,
    warning,
)
from strategy.models import Edition
from strategy.outline import Row, with_cards

# The lowest heading that Markdown knows; the plan's title has the first.
DEEPEST_HEADING = 6

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|#])")
_AT_START = re.compile(r"^(?:([+=-])|([0-9]{1,9})([.)]))")
_AT_EDGE = re.compile(r"^\s+|(?<!\s)\s+$")


def content(edition: Edition) -> bytes:
    """The file. Two queries; needs `edition.plan` at hand."""
    return text(edition, with_cards(edition)).encode()


def text(edition: Edition, rows: list[Row]) -> str:
    blocks = [_opening(edition, rows)]
    before = ""
    for paragraph in paragraphs(rows):
        follows_measure = before == paragraph.kind == "measure"
        blocks.append(("\n" if follows_measure else "\n\n") + _block(paragraph))
        before = paragraph.kind
    return "".join(blocks) + "\n"


def _opening(edition: Edition, rows: list[Row]) -> str:
    cover, codes = edition.cover, codes_explained(rows)
    said = [imprint(edition), warning(edition), address(edition), cover.summary, codes]
    lines = [escaped(printable(line)) for line in said if line]
    return "\n\n".join([f"# {_in_one_line(printable(cover.title))}", *lines])


def _block(paragraph: Paragraph) -> str:
    if paragraph.kind == "heading":
        marks = "#" * min(paragraph.depth + 1, DEEPEST_HEADING)
        return f"{marks} {_in_one_line(f'{paragraph.label} {paragraph.text}')}"
    if paragraph.kind == "measure":
        label = f"**{escaped(paragraph.label)}** " if paragraph.label else ""
        indent = "  " * paragraph.depth
        return f"{indent[2:]}- {label}{escaped(paragraph.text, indent)}"
    indent = "  " * paragraph.depth
    return indent + escaped(paragraph.text, indent)


def escaped(given: str, indent: str = "") -> str:
    r"""Text in which nothing is Markdown's; its line breaks stay, by a backslash before each.

    >>> escaped("1. *Rozvíjet* A_1")
    '1\\. \\*Rozvíjet\\* A\\_1'
    """
    held = given.rstrip("\n")
    lines = f"\\\n{indent}".join(_line(line) for line in held.split("\n"))
    # A backslash before no further line would stand for itself.
    return lines + "&#10;" * (len(given) - len(held))


def _in_one_line(given: str) -> str:
    """Escaped for a heading, which cannot go on in a second line."""
    return "&#10;".join(_line(line) for line in given.split("\n"))


def _line(line: str) -> str:
    line = _SPECIAL.sub(r"\\\1", line).replace("\t", "&#9;")
    line = _AT_START.sub(r"\2\\\1\3", line)
    return _AT_EDGE.sub(lambda space: "".join(f"&#{ord(c)};" for c in space.group()), line)
