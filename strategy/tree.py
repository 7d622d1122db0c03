"""The one door for changes of a draft's structure: create, move, reorder, delete.

Every change locks the edition's row first and reads the tree after, so that two editors
never number the same nodes at once (django-mptt alone would corrupt the tree in silence).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from strategy.models import Edition, Item, Tier
from strategy.models.items import RESERVED_HANDLES

Position = Literal["first-child", "last-child", "left", "right"]


class TreeRefused(Exception):
    """A structural change that may not be; its text is for the reader."""


@contextmanager
def locked_draft(edition_id: int) -> Iterator[Edition]:
    """Transaction in which no one else changes the edition's tree.

    Raises TreeRefused where the edition is published.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition_id)
        if not edition.is_draft:
            raise TreeRefused(_("This edition is published and cannot be changed any more."))
        yield edition


def create_item(
    parent: Item,
    tier: Tier,
    *,
    text: str,
    code: str = "",
    position: Position = "last-child",
    **fields: object,
) -> Item:
    """Add an item under `parent` (or beside it, with position left or right)."""
    with locked_draft(parent.edition_id) as edition:
        target = Item.objects.get(pk=parent.pk)
        _refuse_wrong_place(tier, _parent_of_place(target, position))
        item = Item(
            edition=edition,
            tier=tier,
            code=code,
            text=text,
            handle=free_handle(edition, tier, code=code, text=text),
            **fields,
        )
        # The unsaved node gets its place, then one save writes the row and its history.
        Item.objects.insert_node(item, target, position=position)
        item.save()
        return item


def move_item(item: Item, target: Item, position: Position = "last-child") -> Item:
    """Move an item with all below it under or beside `target`; returns the item as it now is."""
    with locked_draft(item.edition_id):
        item, target = Item.objects.get(pk=item.pk), Item.objects.get(pk=target.pk)
        if target.edition_id != item.edition_id:
            raise TreeRefused(_("An item can be moved only inside its own edition."))
        if item.is_root_node():
            raise TreeRefused(_("The plan itself cannot be moved."))
        if target.is_descendant_of(item, include_self=True):
            raise TreeRefused(_("An item cannot be moved under itself."))
        _refuse_wrong_place(item.tier, _parent_of_place(target, position))
        item.version += 1
        Item.objects.move_node(item, target, position)
        return Item.objects.get(pk=item.pk)


def delete_item(item: Item) -> int:
    """Delete an item of the draft with all below it; returns how many items went."""
    with locked_draft(item.edition_id):
        item = Item.objects.get(pk=item.pk)
        if item.is_root_node():
            raise TreeRefused(_("The plan itself cannot be deleted."))
        count = item.get_descendant_count() + 1
        try:
            item.delete()
        except ProtectedError as refusal:
            raise TreeRefused(
                _("Comments speak of this item, so it cannot be deleted.")
            ) from refusal
        return count


def free_handle(edition: Edition, tier: Tier, *, code: str, text: str) -> str:
    """Last segment of a new item's address: its code, or a free short form of its wording."""
    if code:
        return code
    stem = slugify(f"{tier.name} {text}")[:60].strip("-") or "polozka"
    taken = set(
        Item.objects.filter(edition=edition, handle__startswith=stem).values_list(
            "handle", flat=True
        )
    )
    handle, number = stem, 1
    while handle in taken or handle in RESERVED_HANDLES:
        number += 1
        handle = f"{stem}-{number}"
    return handle


def _parent_of_place(target: Item, position: Position) -> Item:
    if position in {"first-child", "last-child"}:
        return target
    if target.parent is None:
        raise TreeRefused(_("Nothing can stand beside the plan itself."))
    return target.parent


def _refuse_wrong_place(tier: Tier | None, parent: Item) -> None:
    """Any tier may hang under any higher one, and only there."""
    if tier is not None and parent.tier is not None and parent.tier.position >= tier.position:
        raise TreeRefused(
            _("“%(tier)s” cannot stand under “%(parent)s”.")
            % {"tier": tier.name, "parent": parent.tier.name}
        )


@dataclass(frozen=True)
class Fault:
    """A node whose stored place contradicts its parent. Places are (lft, rght, level)."""

    item_id: int
    stored: tuple[int, int, int]
    right: tuple[int, int, int]
    orphaned: bool = False


def find_faults(edition: Edition) -> list[Fault]:
    """Compare every node of an edition with what its parent and its order say."""
    rows = list(
        Item.objects.filter(edition=edition)
        .order_by("lft", "pk")
        .values_list("pk", "parent_id", "lft", "rght", "level")
    )
    stored = {pk: (lft, rght, level) for pk, _parent, lft, rght, level in rows}
    children: dict[int | None, list[int]] = {}
    for pk, parent_id, *_place in rows:
        children.setdefault(parent_id, []).append(pk)
    right = _numbered(children)
    faults = [Fault(pk, stored[pk], right[pk]) for pk in right if stored[pk] != right[pk]]
    faults += [Fault(pk, stored[pk], (0, 0, 0), orphaned=True) for pk in stored if pk not in right]
    return faults


def _numbered(children: dict[int | None, list[int]]) -> dict[int, tuple[int, int, int]]:
    """Place of each node that can be reached from above; without recursion, for depth is free."""
    right: dict[int, tuple[int, int, int]] = {}
    counter = 0
    opened: list[tuple[int | None, int, Iterator[int]]] = [(None, 0, iter(children.get(None, [])))]
    while opened:
        pk, lft, rest = opened[-1]
        child = next(rest, None)
        counter += 1
        if child is not None:
            opened.append((child, counter, iter(children.get(child, []))))
            continue
        opened.pop()
        if pk is not None:
            right[pk] = (lft, counter, len(opened) - 1)
    return right


def repair(edition: Edition) -> int:
    """Number the draft's tree anew by its parents; returns how many nodes were mended.

    Nodes in a circle of parents, which no one can reach, are hung under the root.
    """
    with locked_draft(edition.pk):
        orphans = [fault.item_id for fault in find_faults(edition) if fault.orphaned]
        if orphans:
            root = Item.objects.get(edition=edition, parent=None)
            Item.objects.filter(pk=min(orphans)).update(parent=root)
            return 1 + repair(edition)
        faults = find_faults(edition)
        for fault in faults:
            lft, rght, level = fault.right
            Item.objects.filter(pk=fault.item_id).update(lft=lft, rght=rght, level=level)
        return len(faults)
