"""A comparison as data that stands by itself: with it the newer edition is made of the older."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from strategy import naming
from strategy.compare import Comparison, Line, Place
from strategy.integrity import canonical
from strategy.integrity.canonical import ITEM_FIELDS
from strategy.models import Edition

FORMAT = "brnoplan-difference"
FORMAT_VERSION = 2

Document = dict[str, Any]
Rows = list[Document]
# (number, address within the portal) of the comments that changed an item, by its key.
Causes = Mapping[UUID, Sequence[tuple[int, str]]]


class DoesNotFit(ValueError):
    """A difference was made of another edition than it is applied to."""


def as_json(comparison: Comparison, causes: Causes) -> Document:
    """What to add, remove and change, for any program to read.

    Items are as in an edition's own JSON. Of an item that is added or moved, `after` is the
    sibling right before it in the newer edition, null where it comes first. `kinds` names what
    a reader is shown; it is empty where only spaces or the address differ. `causes` has the
    comments by the key of the item that they changed.
    """
    old, new = comparison.old, comparison.new
    kinds = {change.key: [str(kind) for kind in change.kinds] for change in comparison.changes}
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "plan": {"address": comparison.newer.plan.slug, "key": str(next(iter(new)))},
        "older": _edition(comparison.older),
        "newer": _edition(comparison.newer),
        "counts": {str(kind): count for kind, count in comparison.counts.items()},
        "added": [
            {**_item(line), "after": _after(comparison.stands[key])}
            for key, line in new.items()
            if key not in old
        ],
        "removed": [_item(line) for key, line in old.items() if key not in new],
        "changed": [
            {"key": str(key), "kinds": kinds.get(key, []), **_both_ways(comparison, key)}
            for key, line in new.items()
            if key in old and (line != old[key] or key in comparison.elsewhere)
        ],
        "causes": {
            str(change.key): [_cause(*cause) for cause in causes[change.key]]
            for change in comparison.changes
            if change.key in causes
        },
    }


def apply(older: Document, difference: Document) -> Rows:
    """Items of the newer edition in their order, from the older edition's own JSON.

    In one of the first format's JSON no item has a card. Raises DoesNotFit.
    """
    rows = _rows(older, difference)
    going = {former["key"] for former in difference["removed"]}
    arriving = {(row["parent"], row["after"]): row["key"] for row in difference["added"]}
    for change in difference["changed"]:
        if "after" in change["to"]:
            going.add(change["key"])
            arriving[change["to"]["parent"], change["to"]["after"]] = change["key"]
    staying: dict[str | None, list[str]] = {}
    for row in older["items"]:
        if row["key"] not in going:
            staying.setdefault(row["parent"], []).append(row["key"])
    return [rows[key] for key in _in_order(staying, arriving)]


def _rows(older: Document, difference: Document) -> dict[str, Document]:
    """The newer edition's items by key, in no order."""
    rows: dict[str, Document] = {row["key"]: {"card": None, **row} for row in older["items"]}
    for former in difference["removed"]:
        _hold(rows.pop(former["key"], None), former)
    for change in difference["changed"]:
        _hold(rows.get(change["key"]), _without(change["from"], "after"))
        rows[change["key"]] |= _without(change["to"], "after")
    return rows | {row["key"]: _without(row, "after") for row in difference["added"]}


def _hold(row: Document | None, former: Document) -> None:
    """Refuse unless the row reads as the difference says that it did."""
    if row is None or any(row.get(name) != value for name, value in former.items()):
        raise DoesNotFit(former)


def _in_order(
    staying: dict[str | None, list[str]], arriving: dict[tuple[str | None, str | None], str]
) -> Iterator[str]:
    """Keys of the newer edition in reading order; without recursion, for depth is free."""
    opened = [_siblings(None, staying, arriving)]
    while opened:
        key = next(opened[-1], None)
        if key is None:
            opened.pop()
            continue
        yield key
        opened.append(_siblings(key, staying, arriving))


def _siblings(
    parent: str | None,
    staying: dict[str | None, list[str]],
    arriving: dict[tuple[str | None, str | None], str],
) -> Iterator[str]:
    """Whoever comes right after the last one, else the next of those that stayed."""
    stayed = iter(staying.get(parent, []))
    last = None
    while True:
        last = arriving.get((parent, last)) or next(stayed, None)
        if last is None:
            return
        yield last


def _edition(edition: Edition) -> Document:
    return {
        "number": edition.number,
        "state": edition.state,
        **canonical.published(edition),
    }


def _cause(number: int, address: str) -> Document:
    return {"comment": number, "address": naming.absolute(address)}


def _item(line: Line) -> Document:
    return {"key": str(line.key), **_fields(line)}


def _fields(line: Line) -> Document:
    return {
        "parent": _text(line.parent),
        "tier": line.tier,
        **{name: getattr(line, name) for name in ITEM_FIELDS},
        "card": canonical.card(line.card),
    }


def _both_ways(comparison: Comparison, key: UUID) -> Document:
    """What a changed item was and what it is, only the fields in which the two differ."""
    before, after = comparison.old[key], comparison.new[key]
    is_moved = key in comparison.elsewhere
    return {
        "from": _differing(before, after, comparison.stood[key], is_moved=is_moved),
        "to": _differing(after, before, comparison.stands[key], is_moved=is_moved),
    }


def _differing(line: Line, other: Line, place: Place, *, is_moved: bool) -> Document:
    """The fields in which an item differs from the other, with its place where it moved."""
    theirs = _fields(other)
    found = {name: value for name, value in _fields(line).items() if value != theirs[name]}
    return found | ({"parent": _text(line.parent), "after": _after(place)} if is_moved else {})


def _after(place: Place) -> str | None:
    return str(place.after.key) if place.after else None


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None


def _without(row: Document, name: str) -> Document:
    return {field: value for field, value in row.items() if field != name}
