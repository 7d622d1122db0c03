"""What an item has to do with others, as its page tells."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, UUIDField
from django.utils.translation import pgettext

from strategy.links.places import Place, places
from strategy.models import Item, MeasureLink
from strategy.prepared import Given, Prepared

Kind = MeasureLink.Kind
_KEY = Given("key", UUIDField())
_OF_ITEM = Prepared(
    MeasureLink.objects.filter(Q(from_key=_KEY) | Q(to_key=_KEY))
    .exclude(kind=Kind.UNRELATED)
    .order_by("kind", "pk")
    .values_list("kind", "from_key", "to_key", "note")
)


class Linked(NamedTuple):
    """The other end of a link, and what this item has to do with it, in words."""

    said: str
    place: Place
    note: str


def linked(item: Item) -> list[Linked]:
    """What is published of an item's links. One query without links, three with."""
    rows = _OF_ITEM.ask(key=item.key)
    if not rows:
        return []
    others = {_other(item.key, row[1], row[2]) for row in rows}
    found = places(others, public_only=True)
    return [
        Linked(said(kind, forward=one == item.key), found[end], note)
        for kind, one, other, note in rows
        if (end := _other(item.key, one, other)) in found
    ]


def _other(key: UUID, one: UUID, other: UUID) -> UUID:
    return other if one == key else one


def said(kind: str, *, forward: bool) -> str:
    if kind == Kind.CARRIES_OUT and not forward:
        return pgettext("link", "is carried out by")
    return str(Kind(kind).label)
