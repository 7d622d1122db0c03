"""An edition as rows in reading order: the one function that page, PDF and data read from.

Two queries whatever the size: how many items each level holds (only where the edition is
large), and the rows.
"""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from strategy.models import Edition, Item

# The most rows that one page shows; a larger edition opens level by level.
PAGE_ROWS = 500


class Row(NamedTuple):
    """An item as the outline shows it. `level` counts from 1, the highest below the root."""

    pk: int
    key: UUID
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

    @property
    def below(self) -> int:
        """How many items stand below this one, at any depth."""
        return (self.rght - self.lft - 1) // 2


class Outline(NamedTuple):
    """Rows in reading order; `deepest` is the lowest level shown, None where all are."""

    rows: list[Row]
    deepest: int | None


FIELDS = (
    "pk",
    "key",
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
)


def outline(edition: Edition, *, most: int | None = None) -> Outline:
    """Rows of an edition without its root; with `most`, as many whole levels as fit.

    At least the first level is shown, however many items it holds.
    """
    rows = Item.objects.filter(tree_id=edition.pk, level__gt=0)
    deepest = None
    if most is not None:
        deepest = _deepest_that_fits(edition, most)
        if deepest is not None:
            rows = rows.filter(level__lte=deepest)
    return Outline([Row(*row) for row in rows.order_by("lft").values_list(*FIELDS)], deepest)


def _deepest_that_fits(edition: Edition, most: int) -> int | None:
    total, deepest = 0, 0
    levels = (
        Item.objects.filter(edition=edition, level__gt=0)
        .values_list("level")
        .annotate(count=Count("pk"))
        .order_by("level")
    )
    for level, count in levels:
        total += count
        if total > most and level > 1:
            return deepest
        deepest = level
    return None
