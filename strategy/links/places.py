"""Where an item that a link names is read: in the edition that its plan shows."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from strategy import reading
from strategy.models import Edition, Item


class Place(NamedTuple):
    """An item as the plan's current edition has it, or its draft where nothing is published."""

    key: UUID
    plan_id: int
    plan: str
    code: str
    text: str
    tier: str
    address: str
    is_public: bool
    edition_id: int
    lft: int
    rght: int

    @property
    def name(self) -> str:
        return self.code or self.tier

    def is_above_or_below(self, other: "Place") -> bool:
        """Whether one stands under the other, which is a link of its own already."""
        if self.edition_id != other.edition_id:
            return False
        return (self.lft < other.lft and other.rght < self.rght) or (
            other.lft < self.lft and self.rght < other.rght
        )


def places(keys: Collection[UUID], *, public_only: bool) -> dict[UUID, Place]:
    """Where the items of those keys are read. Two queries.

    An item that the current edition does not hold any more is read in the newest that does.
    """
    rows = Item.objects.shown().filter(key__in=keys)
    return _placed(rows.published() if public_only else rows, _editions())


def all_places() -> list[Place]:
    """Every item of the editions that the plans show, drafts included. Two queries."""
    editions = _editions()
    shown = [of_plan[0].pk for of_plan in editions.values()]
    return list(_placed(Item.objects.shown().filter(edition__in=shown), editions).values())


Editions = dict[int, list[Edition]]


def _editions() -> Editions:
    """The editions of each plan, the one that it shows first, a draft last. One query."""
    found: dict[int, list[Edition]] = {}
    for edition in Edition.objects.select_related("plan").order_by("plan", "number"):
        found.setdefault(edition.plan_id, []).append(edition)
    return {
        plan: sorted(editions, key=lambda one: (one.is_draft, one.precedence))
        for plan, editions in found.items()
    }


def _placed(rows: "QuerySet[Item]", editions: Editions) -> dict[UUID, Place]:
    rank = {
        edition.pk: (number, edition)
        for of_plan in editions.values()
        for number, edition in enumerate(of_plan)
    }
    best: dict[UUID, Item] = {}
    for item in rows.select_related("tier"):
        known = best.get(item.key)
        if known is None or rank[item.edition_id][0] < rank[known.edition_id][0]:
            best[item.key] = item
    return {key: _place(item, *rank[item.edition_id]) for key, item in best.items()}


def _place(item: Item, number: int, edition: Edition) -> Place:
    # Of editions that are drafts the public knows nothing, staff edit them.
    address = reading.address(edition, current=number == 0)
    return Place(
        key=item.key,
        plan_id=edition.plan_id,
        plan=edition.cover.title,
        code=item.code,
        text=item.text,
        tier=item.tier.name if item.tier else "",
        address="" if edition.is_draft else f"{address}{item.handle}/",
        is_public=not edition.is_draft,
        edition_id=edition.pk,
        lft=item.lft,
        rght=item.rght,
    )
