"""Changing a measure's card in the draft: one step, one moment of history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from strategy import due, editing, tree
from strategy.editing import Author
from strategy.measures import cards
from strategy.measures.cards import Facts
from strategy.models import Card, Item

# The columns of a card that are deadlines.
WHENS = ("begins", "ends")


def change(item: Item, version: int, by: Author = None, **facts: Any) -> Item:
    """Change some facts of a card (fields of `cards.Facts`); returns the item as it now is.

    The lead as written follows the one who has that role. `version` is the item's that the author
    has read. Raises Outdated, ValidationError by field where a deadline is none, and TreeRefused
    in a published edition.
    """
    return change_measure(item, version, by, {}, facts)


def change_measure(
    item: Item, version: int, by: Author, wording: Mapping[str, str], facts: Mapping[str, Any]
) -> Item:
    """Change fields of ITEM_WORDING and facts of the card in one step; otherwise as `change`."""
    wording = editing.with_normal_due(wording)
    facts = _normal(facts)
    with tree.locked_draft(item.edition_id):
        current = editing.reread(item)
        before = cards.of_item(current)
        after = replace(before, **facts)
        if after == before and not editing.differs(current, wording):
            return current
        editing.refuse_older(current, version)
        editing.reword(current, wording)
        write(current, before, after, by)
        return current


def write(item: Item, before: Facts, after: Facts, by: Author = None) -> None:
    """Store what differs, without a look at versions; the caller holds the draft."""
    now = timezone.now()
    if any(getattr(before, name) != getattr(after, name) for name in Card.WORDING):
        card = Card.objects.filter(pk=item.pk).first() or Card(item=item)
        for name in Card.WORDING:
            setattr(card, name, getattr(after, name))
        _save(card, by, now)
    for name, model, _fact, columns in cards.LISTS:
        if getattr(before, name) != getattr(after, name):
            _replace(item, model, columns, getattr(after, name), (by, now))
    if after.lead and after.lead != before.lead:
        item.lead = after.lead.written
    elif before.lead and not after.lead and item.lead == before.lead.written:
        item.lead = ""
    item.version += 1
    _save(item, by, now)


def _replace(
    item: Item, model: Any, columns: Sequence[str], wanted: Sequence[Any], signed: tuple[Any, Any]
) -> None:
    """Rows that are the same at the same place stay; all others go and come."""
    awaited = places(columns, wanted)
    kept = set()
    for row in model.objects.filter(item=item):
        place = (*(getattr(row, column) for column in columns), row.position)
        if place in awaited:
            kept.add(place)
        else:
            _sign(row, *signed)
            row.delete()
    for place in awaited:
        if place not in kept:
            *values, position = place
            row = model(item=item, position=position, **dict(zip(columns, values, strict=True)))
            _save(row, *signed)


def places(columns: Sequence[str], wanted: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Values with their position, counted within a role where there are roles."""
    counted: dict[str, int] = {}
    found = []
    for one in wanted:
        group = one.role if "role" in columns else ""
        counted[group] = counted.get(group, 0) + 1
        found.append((*one, counted[group]))
    return found


def _save(row: Model, by: Author, now: Any) -> None:
    _sign(row, by, now)
    row.full_clean(exclude=["item", "tier", "parent", "edition"])
    row.save()


def _sign(row: Model, by: Author, now: Any) -> None:
    editing.signed(row, by)
    row._history_date = now  # type: ignore[attr-defined]


def _normal(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The given facts with deadlines in their normal form."""
    normal = dict(facts)
    for name in WHENS:
        if name in normal:
            try:
                normal[name] = due.normal(normal[name])
            except ValidationError as error:
                raise ValidationError({name: error}) from None
    return normal
