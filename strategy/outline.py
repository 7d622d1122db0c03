"""An edition as rows in reading order: the one function that page, PDF and data read from.

One query whatever the size; a second one for the cards of measures.
"""

from typing import NamedTuple

from django.db.models import BigIntegerField

from strategy.measures import cards
from strategy.measures.saying import Said, said
from strategy.models import Edition, Item
from strategy.prepared import Given, Prepared

# The most rows that one page shows; a larger edition opens level by level.
PAGE_ROWS = 500


class Row(NamedTuple):
    """An item as the outline shows it. `level` counts from 1, the highest below the root."""

    pk: int
    handle: str
    code: str
    text: str
    description: str
    tier_name: str
    tier_position: int
    is_measure: bool
    level: int
    lft: int
    rght: int
    comments: int | None
    tier_name_plural: str
    lead: str = ""
    due: str = ""
    # What its card says beside the lead and the deadline, where that was asked for.
    card: tuple[Said, ...] = ()
    # In the language of the page, where that is another and the wording is translated.
    translation: str = ""

    @property
    def below(self) -> int:
        """How many items stand below this one, at any depth."""
        return (self.rght - self.lft - 1) // 2


class Outline(NamedTuple):
    """Rows in reading order; `deepest` is the lowest level shown, None where all are.

    `more` says that even the highest level goes on, on the next page.
    """

    rows: list[Row]
    deepest: int | None
    more: bool = False


FIELDS = (
    "pk",
    "handle",
    "code",
    "text",
    "description",
    "tier__name",
    "tier__position",
    "tier__is_measure",
    "level",
    "lft",
    "rght",
    "tally__comments",
    "tier__name_plural",
    "lead",
    "due",
)
_SHOWN = Item.objects.shown().filter(edition=Given("edition", BigIntegerField()))
_BY_PLACE = Prepared(_SHOWN.order_by("lft").values_list(*FIELDS))
_BY_LEVEL = Prepared(_SHOWN.order_by("level", "lft").values_list(*FIELDS))


def outline(edition: Edition, *, most: int | None = None, page: int = 1) -> Outline:
    """Rows of an edition without its root; with `most`, as many whole levels as fit.

    Where not even the first level fits, its items come in pages of `most`, counted from 1.
    """
    if most is None:
        return Outline([Row(*row) for row in _BY_PLACE.ask(edition=edition.pk)], None)
    rows = _BY_LEVEL.ask(edition=edition.pk, start=(page - 1) * most, most=most + 1)
    return _whole_levels([Row(*row) for row in rows], most, whole=page == 1)


def with_cards(edition: Edition) -> list[Row]:
    """All rows of an edition without its root, each with its card. Two queries."""
    told = cards.of_edition(edition)
    rows = outline(edition).rows
    return [row._replace(card=tuple(said(told[row.pk]))) if row.pk in told else row for row in rows]


def _whole_levels(rows: list[Row], most: int, *, whole: bool) -> Outline:
    """Cut rows that come level by level, one more than fit, after the last whole level."""
    if len(rows) > most and rows[-1].level == 1:
        return Outline(rows[:most], 1, more=True)
    deepest = None
    if len(rows) > most or not whole:
        deepest = rows[-1].level - 1 if whole else 1
        rows = [row for row in rows if row.level <= deepest]
    return Outline(sorted(rows, key=lambda row: row.lft), deepest)
