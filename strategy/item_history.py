"""One item through all editions of its plan."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from django.db.models import UUIDField

from strategy import compare
from strategy.measures.cards import EMPTY, Facts
from strategy.models import Edition, Item
from strategy.prepared import Given, Prepared
from strategy.reading import Reading
from strategy.wording import Segment, differ, differences


class Words(NamedTuple):
    """All that an item says in an edition."""

    handle: str
    code: str
    text: str
    description: str
    lead: str
    due: str
    card: Facts = EMPTY


class Wording(NamedTuple):
    """How an item reads in an edition: `first`, `changed`, `same` as before, or `missing`.

    The segments mark what differs from the text before; `others` are explanation, lead, deadline
    and fields of the card, those that differ.
    """

    edition: Edition
    kind: Literal["first", "changed", "same", "missing"]
    address: str = ""
    code: str = ""
    code_before: str = ""
    segments: Sequence[Segment] = ()
    others: Sequence[compare.FieldChange] = ()


# The draft's too, which is not looked at: leaving it out here would take a join.
_WORDINGS = Prepared(
    Item.objects.filter(key=Given("key", UUIDField()))
    .order_by()
    .values_list("edition_id", "pk", *Words._fields[:-1])
)


def wordings(reading: Reading, item: Item, told: Mapping[int, Facts]) -> list[Wording]:
    """The item through all published editions since its first, the newest first.

    `told` has its card by the item's number in each. One query, none where there is but one
    edition.
    """
    if len(reading.editions) == 1:
        return []
    rows = {
        row[0]: Words._make((*row[2:], told.get(row[1], EMPTY)))
        for row in _WORDINGS.ask(key=item.key)
    }
    found: list[Wording] = []
    before: Words | None = None
    for edition in sorted(reading.editions, key=lambda edition: edition.number):
        if now := rows.get(edition.pk):
            found.append(_wording(edition, now, before))
            before = now
        elif found:
            found.append(Wording(edition, "missing"))
    return found[::-1]


def _wording(edition: Edition, now: Words, before: Words | None) -> Wording:
    address = f"{edition.get_absolute_url()}{now.handle}/"
    if before is None:
        return Wording(edition, "first", address, now.code, now.code, [Segment("same", now.text)])
    others = compare.other_wordings(before, now) + compare.in_cards(before.card, now.card)
    if now.code == before.code and not differ(before.text, now.text) and not others:
        return Wording(edition, "same", address, now.code)
    segments = differences(before.text, now.text)
    return Wording(edition, "changed", address, now.code, before.code, segments, others)
