"""An edition as the paragraphs of a running text, for the formats that are read."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _

from strategy import naming
from strategy.characters import LINE_BREAKS
from strategy.kinds import kinds
from strategy.models import Edition
from strategy.outline import Row

# What XML cannot hold, and what no reader should meet.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Paragraph(NamedTuple):
    """A heading, a measure, or what is said of either.

    `depth` is a heading's level or how deep a measure stands among measures, both from 1;
    what is said of a heading has 0. `label` is the code, or for a heading without one the
    name of its tier.
    """

    kind: Literal["heading", "measure", "description", "responsible", "card"]
    depth: int
    label: str
    text: str


def paragraphs(rows: list[Row]) -> Iterator[Paragraph]:
    """Rows in reading order, each with its explanation, who answers for it by when, and card."""
    measures_above: list[int] = []  # their levels
    for row, kind in zip(rows, kinds(rows), strict=True):
        while measures_above and (kind != "measure" or measures_above[-1] >= row.level):
            measures_above.pop()
        if kind == "measure":
            measures_above.append(row.level)
            yield Paragraph("measure", len(measures_above), row.code, printable(row.text))
        else:
            label = row.code or f"{row.tier_name}:"
            yield Paragraph("heading", row.level, label, printable(row.text))
        depth = len(measures_above)
        if row.description:
            yield Paragraph("description", depth, "", printable(row.description))
        if said := responsible(row):
            yield Paragraph("responsible", depth, "", printable(said))
        for field in row.card:
            yield Paragraph("card", depth, "", printable(field.in_full))


def codes_explained(rows: list[Row]) -> str:
    """Of which level a code is, by the first of each kind; empty where there are none.

    Whoever reads on paper learns it so, and so does the portal from a file of another plan.
    """
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.code:
            first.setdefault(row.tier_name, {}).setdefault(_kind_of_code(row.code), row.code)
    listed = "; ".join(f"{', '.join(codes.values())} – {tier}" for tier, codes in first.items())
    return _("Codes: %(list)s") % {"list": printable(listed)} if listed else ""


def _kind_of_code(code: str) -> str:
    """Of how many letters and numbers it is made: A1, B12 and C3 are "A.1"."""
    parts = re.findall(r"\d+|[^\W\d]+", code)
    return ".".join("1" if part.isdecimal() else "A" for part in parts)


def responsible(row: Row) -> str:
    """Who answers for it and by when in one line; empty where neither is known."""
    said = ((_("Lead"), row.lead), (_("Deadline"), row.due))
    return " · ".join(f"{name}: {value}" for name, value in said if value)


def imprint(edition: Edition) -> str:
    """Which edition it is, of which day, and its state."""
    which = _("edition %(number)s of %(date)s") % {
        "number": edition.number,
        "date": edition.published_on,
    }
    return f"{which} – {edition.get_state_display()}"


def warning(edition: Edition) -> str:
    """That the edition is out of force, or a draft out of date; empty where it is neither."""
    if edition.stamp == Edition.State.CONSULTATION:
        return _warning_of_draft(edition)
    if edition.state == Edition.State.SUPERSEDED:
        return _("This edition is no longer in force; a newer one has taken its place.")
    if edition.state == Edition.State.WITHDRAWN:
        return _("This edition has been withdrawn and is not in force.")
    return ""


def _warning_of_draft(edition: Edition) -> str:
    if edition.state == Edition.State.SUPERSEDED:
        return _("A newer edition has taken the place of this draft.")
    if edition.state == Edition.State.WITHDRAWN:
        return _("This draft has been withdrawn.")
    return ""


def address(edition: Edition) -> str:
    """Where the edition stays on the web, whatever comes after it."""
    return naming.absolute(edition.get_absolute_url())


def printable(text: str) -> str:
    """The text with every kind of line break as one, and without control characters.

    >>> printable("dva\\r\\nřádky\\x07")
    'dva\\nřádky\ufffd'
    """
    return _UNPRINTABLE.sub("\ufffd", LINE_BREAKS.sub("\n", text))
