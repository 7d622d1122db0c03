"""Links from community planning to plans and their items, in the edition that is read now."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from kpss.models.fields import PlanPart
from strategy import reading
from strategy.models import Edition, Item


class Linked(NamedTuple):
    """A plan, or an item of it, as a link; `code` is the item's, where it has one."""

    title: str
    code: str
    address: str
    plan_id: int
    # What the plan is called, where it is an item.
    plan: str


def linked(parts: Iterable[PlanPart]) -> list[Linked]:
    """Those of the parts that the public can read, in their order. At most two queries."""
    parts = list(parts)
    found = links(parts)
    return [found[part.pk] for part in parts if part.pk in found]


def links(parts: Iterable[PlanPart]) -> dict[int, Linked]:
    """The same by the primary key of each part.

    An item that the current edition has no more is linked in the newest one that holds it.
    """
    parts = list(parts)
    if not parts:
        return {}
    editions: dict[int, list[Edition]] = {}
    published = Edition.objects.published().filter(plan__in={part.plan_id for part in parts})
    for edition in published.select_related("plan").current_first():
        editions.setdefault(edition.plan_id, []).append(edition)
    items = _items({part.item_key for part in parts if part.item_key})
    found = {part.pk: _linked(part, editions.get(part.plan_id, []), items) for part in parts}
    return {pk: one for pk, one in found.items() if one is not None}


def _items(keys: set[UUID]) -> dict[tuple[int, UUID], Item]:
    rows = Item.objects.published().filter(key__in=keys) if keys else Item.objects.none()
    return {(item.edition_id, item.key): item for item in rows}


def _linked(
    part: PlanPart, editions: list[Edition], items: dict[tuple[int, UUID], Item]
) -> Linked | None:
    if not editions:
        return None
    current = editions[0]
    if part.item_key is None:
        address = reading.address(current, current=True)
        return Linked(current.cover.title, "", address, current.plan_id, "")
    newest_first = sorted(editions, key=lambda edition: (edition != current, -edition.number))
    for edition in newest_first:
        if item := items.get((edition.pk, part.item_key)):
            address = reading.address(edition, current=edition == current)
            handle = f"{item.handle}/" if item.parent_id else ""
            return Linked(item.text, item.code, address + handle, part.plan_id, edition.cover.title)
    return None
