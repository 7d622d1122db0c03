"""Headings of the portal's own Word document, which have a code but no word for their level.

What a draft calls its items is known, so a line that begins with one of its codes is read with
the word for its level before it.
"""

import re
from dataclasses import replace

from strategy.importing.layout import Line
from strategy.importing.sources import Source
from strategy.models import Edition, Item

_FIRST_WORD = re.compile(r"(?P<code>\S+) (?P<text>\S.*)", re.DOTALL)


def named(source: Source, draft: Edition | None) -> Source:
    """The source with the levels of the draft's items named. One query, for DOCX alone."""
    if source.kind != "docx" or draft is None:
        return source
    coded = Item.objects.filter(edition=draft).exclude(code="")
    tiers = dict(coded.values_list("code", "tier__name"))
    return replace(
        source,
        blocks=[
            _named(block, tiers) if isinstance(block, Line) else block for block in source.blocks
        ],
    )


def _named(line: Line, tiers: dict[str, str]) -> Line:
    found = _FIRST_WORD.fullmatch(line.text)
    if found is None or found["code"] not in tiers:
        return line
    text = f"{tiers[found['code']]} {found['code']}: {found['text']}"
    return line._replace(text=text)
