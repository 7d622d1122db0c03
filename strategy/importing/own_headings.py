"""Headings of the portal's own texts, which have a code but no word for their level.

What a draft calls its items is known, so a line that begins with one of its codes is read with
the word for its level before it. Without a draft the text itself tells of which level its codes
are, in a line above its items; a code is then known by its shape.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from strategy.importing.grammar import numbering
from strategy.importing.layout import Line
from strategy.importing.sources import LeftOut, Source, Why
from strategy.models import Edition, Item

TEXTS = frozenset(["docx", "markdown"])
_FIRST_WORD = re.compile(r"(?P<code>\S+) (?P<text>\S.*)", re.DOTALL)
_EXPLAINED = re.compile(r"(?P<codes>[^–]+?)\s–\s(?P<tier>.+)")
# The level of a code, or nothing.
Tell = Callable[[str], str | None]


def named(source: Source, draft: Edition | None) -> Source:
    """The source with the levels of the draft's items named. One query, for DOCX alone."""
    tell = _of_draft(draft) if draft and source.kind == "docx" else _of_text(source)
    if tell is None:
        return source
    told = [line for line in source.lines if _explained(line)]
    return replace(
        source,
        blocks=[
            _named(block, tell) if isinstance(block, Line) else block
            for block in source.blocks
            if block not in told
        ],
        left_out=[*source.left_out, *(_left_out(line) for line in told)],
    )


def _left_out(line: Line) -> LeftOut:
    return LeftOut(line.number, line.page, line.text, Why.CONTENTS)


def _of_draft(draft: Edition) -> Tell:
    coded = Item.objects.filter(edition=draft).exclude(code="")
    return dict(coded.values_list("code", "tier__name")).get


def _of_text(source: Source) -> Tell | None:
    """As the text explains its codes; a shape that two levels have tells nothing."""
    explained = next(filter(None, map(_explained, source.lines)), None)
    if explained is None or source.kind not in TEXTS:
        return None
    tiers: dict[str, set[str]] = defaultdict(set)
    for code, tier in explained:
        tiers[numbering.shape(code)].add(tier)
    known = {shape: found.pop() for shape, found in tiers.items() if len(found) == 1}
    return lambda code: known.get(numbering.shape(code))


def _explained(line: Line) -> list[tuple[str, str]]:
    begins = _("Codes: %(list)s") % {"list": ""}
    if not line.text.startswith(begins):
        return []
    parts = map(_EXPLAINED.fullmatch, line.text.removeprefix(begins).split("; "))
    return [(code, part["tier"]) for part in parts if part for code in part["codes"].split(", ")]


def _named(line: Line, tell: Tell) -> Line:
    opening = numbering.without_bullet(line.text) if line.bullet else line.text
    found = _FIRST_WORD.fullmatch(opening)
    tier = tell(found["code"]) if found else None
    if found is None or tier is None:
        return line
    return line._replace(text=f"{tier} {found['code']}: {found['text']}")
