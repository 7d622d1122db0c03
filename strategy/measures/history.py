"""Cards as they were at each change of a measure, put together from what came and what went.

The rows of a new edition are copies without records of their own; their values are those of the
rows before, so what came and went is told by values, not by the numbers of rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from strategy.measures import cards
from strategy.measures.cards import EMPTY, Facts
from strategy.models import Card, Item

# By the field of `Facts`: the values of rows with their positions.
Rows = dict[str, set[tuple[Any, ...]]]


class Event(NamedTuple):
    """What became of a row, or of the card's words; those that went come before those that came."""

    when: datetime
    came: bool
    name: str
    values: tuple[Any, ...]


def through(key: UUID) -> dict[int, Facts]:
    """The card after each record of the measure's history, by the record's number. Six queries."""
    records = list(
        Item.history.filter(key=key).order_by("history_date", "history_id")
        .values_list("history_id", "history_date", "id")
    )  # fmt: skip
    items = {record[2] for record in records}
    items |= set(Item.objects.filter(key=key).values_list("pk", flat=True))
    waiting = sorted(_events(items), key=lambda event: event[:2])
    found: dict[int, Facts] = {}
    words, rows = EMPTY, Rows({name: set() for name, *_more in cards.LISTS})
    for number, when, _item in records:
        while waiting and waiting[0].when <= when:
            words = _applied(waiting.pop(0), words, rows)
        found[number] = replace(words, **_listed(rows))
    return found


def _events(items: Iterable[int]) -> Iterator[Event]:
    words = Card.history.filter(item_id__in=items).order_by("history_id")
    for when, *values in words.values_list("history_date", *Card.WORDING):
        yield Event(when, True, "", tuple(values))
    for name, model, _fact, columns in cards.LISTS:
        rows = model.history.filter(item_id__in=items).order_by("history_id")
        told = rows.values_list("history_date", "history_type", "position", *columns)
        for when, kind, *values in told:
            yield Event(when, kind != "-", name, tuple(values))


def _applied(event: Event, words: Facts, rows: Rows) -> Facts:
    if not event.name:
        return Facts(*event.values)
    if event.came:
        rows[event.name].add(event.values)
    else:
        rows[event.name].discard(event.values)
    return words


def _listed(rows: Rows) -> dict[str, Any]:
    found = {
        name: tuple(fact(*values) for _position, *values in sorted(rows[name], key=itemgetter(0)))
        for name, _model, fact, _columns in cards.LISTS
    }
    return found | {"responsibilities": cards.by_role(found["responsibilities"])}
