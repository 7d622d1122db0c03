"""An edition as one HTML document, ready to be typeset."""

from datetime import UTC
from itertools import zip_longest
from textwrap import shorten
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import pgettext, pgettext_lazy

from strategy.compare import Comparison, base_of, compare
from strategy.kinds import kinds, rank
from strategy.models import Edition
from strategy.outline import Row, with_cards
from strategy.pdf import code

RUNNING_HEAD_CHARACTERS = 90

STATE_NAMES = {
    Edition.State.DRAFT: pgettext_lazy("pdf", "WORKING DRAFT"),
    Edition.State.CONSULTATION: pgettext_lazy("pdf", "DRAFT"),
    Edition.State.APPROVED: pgettext_lazy("pdf", "approved"),
}


class Block(NamedTuple):
    """A heading and the measures that stand under it before the next heading.

    `kind` is `upper` (above the parts), `part` (opens a page) or `section`; `heading` is
    None for measures that stand under no heading at all, `rank` the number after the h.
    """

    kind: str
    heading: Row | None
    rank: str
    running_head: str
    opens_page: bool
    measures: list[Row]


def html(edition: Edition) -> str:
    """The whole document. Needs `edition.plan` at hand.

    Two queries and those of the comments; two more for the resolution of an approved edition.
    """
    written_at = edition.published_at or timezone.now()
    return render_to_string(
        "strategy/pdf/plan.html",
        {
            "plan": edition.cover,
            "edition": edition,
            "edition_name": edition_name(edition),
            # As it was published, whatever became of it since: its bytes stay the same.
            "state_name": STATE_NAMES[Edition.State(edition.stamp or edition.state)],
            "blocks": blocks(with_cards(edition)),
            "comparison": since_base(edition),
            "city_name": settings.CITY_NAME,
            "site_name": settings.SITE_NAME,
            "resolution": edition.approved_by,
            "code": None if edition.is_draft else code.of_verification(),
            "dated": edition.published_on or date_format(localtime(written_at), "DATE_FORMAT"),
            "written_at": written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    )


def since_base(edition: Edition) -> Comparison | None:
    """What the edition changed against the one before it that counts, if there is anything."""
    base = base_of(edition)
    found = compare(base, edition) if base else None
    return found if found and found.changes else None


def blocks(rows: list[Row]) -> list[Block]:
    """Rows in reading order as headings with their measures."""
    found: list[Block] = []
    for row, kind in zip(rows, kinds(rows), strict=True):
        if kind != "measure":
            found.append(_headed(row, kind, found[-1] if found else None))
            continue
        if not found:
            found.append(Block("upper", None, "", "", True, []))
        found[-1].measures.append(row)
    return _bare_parts_together(found)


def _bare_parts_together(found: list[Block]) -> list[Block]:
    """Parts that follow one another with nothing beneath them share a page."""
    bare = [
        block.kind == "part" and not block.measures and (below is None or below.kind != "section")
        for block, below in zip_longest(found, found[1:])
    ]
    return [
        block._replace(opens_page=False) if is_bare and was_bare else block
        for block, is_bare, was_bare in zip(found, bare, [False, *bare], strict=False)
    ]


def _headed(row: Row, kind: str, before: Block | None) -> Block:
    """A block that a heading opens; upper ones that follow one another share a page."""
    follows_upper = before is not None and before.kind == "upper" and not before.measures
    opens_page = kind == "part" or (kind == "upper" and not follows_upper)
    return Block(kind, row, rank(row), _running_head(row), opens_page, [])


def edition_name(edition: Edition) -> str:
    """What a cover calls the edition: its number, or that the text is still in progress."""
    if edition.is_draft:
        return pgettext("pdf", "text in progress")
    return pgettext("pdf", "edition %(number)s") % {"number": edition.number}


def _running_head(row: Row) -> str:
    text = shorten(row.text, RUNNING_HEAD_CHARACTERS, placeholder=" …")
    return f"{row.code} {text}" if row.code else text
