"""One item through all editions of its plan."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from django.db.models import UUIDField

from strategy.models import Edition, Item
from strategy.prepared import Given, Prepared
from strategy.reading import Reading
from strategy.wording import Segment, differences


class Wording(NamedTuple):
    """How an item reads in an edition: `first`, `changed`, `same` as before, or `missing`.

    The segments mark what differs from the wording before.
    """

    edition: Edition
    kind: Literal["first", "changed", "same", "missing"]
    address: str = ""
    code: str = ""
    code_before: str = ""
    segments: Sequence[Segment] = ()


# The draft's too, which is not looked at: leaving it out here would take a join.
_WORDINGS = Prepared(
    Item.objects.filter(key=Given("key", UUIDField()))
    .order_by()
    .values_list("edition_id", "handle", "code", "text")
)


def wordings(reading: Reading, item: Item) -> list[Wording]:
    """The item through all published editions since its first, the newest first.

    One query, none where there is but one edition.
    """
    if len(reading.editions) == 1:
        return []
    rows = {row[0]: row[1:] for row in _WORDINGS.ask(key=item.key)}
    found: list[Wording] = []
    before: tuple[str, str] | None = None
    for edition in sorted(reading.editions, key=lambda edition: edition.number):
        if edition.pk in rows:
            handle, code, text = rows[edition.pk]
            found.append(_wording(edition, handle, (code, text), before))
            before = code, text
        elif found:
            found.append(Wording(edition, "missing"))
    return found[::-1]


def _wording(
    edition: Edition, handle: str, now: tuple[str, str], before: tuple[str, str] | None
) -> Wording:
    address = f"{edition.get_absolute_url()}{handle}/"
    if now == before:
        return Wording(edition, "same", address, now[0])
    if before is None:
        return Wording(edition, "first", address, now[0], now[0], [Segment("same", now[1])])
    return Wording(edition, "changed", address, now[0], before[0], differences(before[1], now[1]))
