"""Cards of many measures at once, in a draft that the caller holds; history is kept as for one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from strategy import editing
from strategy.auditing.noting import note_written
from strategy.editing import Author
from strategy.measures import cards
from strategy.measures.cards import Facts
from strategy.measures.changing import places
from strategy.models import Card, Item

# Rows written by one statement; SQLite takes so many values in one.
BATCH = 500
Change = tuple[Item, Facts, Facts]


def write(changes: Sequence[Change], at: datetime, by: Author = None) -> None:
    """Store what differs between the facts before and after, for each item of one draft.

    The items' own rows are the caller's. Raises ValidationError naming the item.
    """
    if not changes:
        return
    _write_wording(changes, at, by)
    for name, model, _fact, columns in cards.LISTS:
        differing = [
            (item, getattr(before, name), getattr(after, name))
            for item, before, after in changes
            if getattr(before, name) != getattr(after, name)
        ]
        _write_lists(model, columns, differing, at, by)


def create(rows: Sequence[Any], at: datetime, by: Author = None) -> None:
    """Add rows of one model, each with a record of history."""
    if rows:
        model = type(rows[0])
        model.objects.bulk_create(rows, batch_size=BATCH)
        note_written(rows[0])
        record(rows, at, by)


def update(rows: Sequence[Any], fields: Sequence[str], at: datetime, by: Author = None) -> None:
    """Store changed rows of one model, each with a record of history."""
    if rows:
        type(rows[0]).objects.bulk_update(rows, fields, batch_size=BATCH)
        note_written(rows[0])
        record(rows, at, by, update=True)


def record(rows: Sequence[Any], at: datetime, by: Author, *, update: bool = False) -> None:
    """Write the records of history of rows that were added or changed."""
    author = by if by is not None and by.is_authenticated else None
    type(rows[0]).history.bulk_history_create(
        rows, batch_size=BATCH, update=update, default_user=author, default_date=at
    )


def fit(row: Any, item: Item, exclude: Iterable[str]) -> Any:
    """The row with its texts cleaned. Raises ValidationError that names the item."""
    try:
        row.clean_fields(exclude={*exclude, "id"})
    except ValidationError as error:
        told = [
            f"{_label(row, name)}: {' '.join(said)}" for name, said in error.message_dict.items()
        ]
        raise ValidationError(f"{item.code or item.text[:60]} – {' '.join(told)}") from error
    return row


def _label(row: Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _write_wording(changes: Sequence[Change], at: datetime, by: Author) -> None:
    differing = [
        (item, after)
        for item, before, after in changes
        if any(getattr(before, name) != getattr(after, name) for name in Card.WORDING)
    ]
    if not differing:
        return
    there = {
        card.pk: card for card in Card.objects.filter(item__edition=differing[0][0].edition_id)
    }
    new: list[Card] = []
    old: list[Card] = []
    for item, after in differing:
        card = there.get(item.pk) or Card(item=item)
        for name in Card.WORDING:
            setattr(card, name, getattr(after, name))
        (old if item.pk in there else new).append(fit(card, item, ["item"]))
    create(new, at, by)
    update(old, Card.WORDING, at, by)


def _write_lists(
    model: Any, columns: Sequence[str], differing: Sequence[Any], at: datetime, by: Author
) -> None:
    """Rows that are the same at the same place stay; all others go and come."""
    wanted = {item.pk: places(columns, after) for item, _before, after in differing}
    if any(before for _item, before, _after in differing):
        there = model.objects.filter(item__edition=differing[0][0].edition_id)
        for row in there:
            if row.item_id in wanted:
                _keep_or_delete(row, columns, wanted[row.item_id], at, by)
    made = (_rows(model, item, columns, wanted[item.pk]) for item, _before, _after in differing)
    create(list(chain.from_iterable(made)), at, by)


def _keep_or_delete(
    row: Any, columns: Sequence[str], wanted: list[tuple[Any, ...]], at: datetime, by: Author
) -> None:
    place = (*(getattr(row, column) for column in columns), row.position)
    if place in wanted:
        wanted.remove(place)
    else:
        editing.signed(row, by)
        row._history_date = at
        row.delete()


def _rows(
    model: Any, item: Item, columns: Sequence[str], wanted: Iterable[tuple[Any, ...]]
) -> Iterator[Any]:
    for *values, position in wanted:
        row = model(item=item, position=position, **dict(zip(columns, values, strict=True)))
        yield fit(row, item, ["item", "organisation"])
