"""Cards of measures as an edition has them: facts to show, to compare and to seal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from strategy.models import Card, Cost, Edition, Indicator, Item, Responsibility
from strategy.prepared import Given, Prepared, Rows

Json = dict[str, Any]


class Responsible(NamedTuple):
    """Who has a role; `written` is the name as the plan has it."""

    role: str
    organisation: int
    written: str


class Money(NamedTuple):
    """A cost in crowns; `year` is None for the whole time."""

    year: int | None
    amount: int | None
    source: str
    note: str


class Measure(NamedTuple):
    """An indicator; `key` is its own in every edition."""

    key: UUID
    name: str
    unit: str
    baseline: Decimal | None
    baseline_when: str
    target: Decimal | None
    target_when: str
    direction: str
    note: str


@dataclass(frozen=True)
class Facts:
    """All that a card says beside the measure's wording, lead as written and deadline."""

    begins: str = ""
    ends: str = ""
    target_groups: str = ""
    activities: str = ""
    outputs: str = ""
    criterion: str = ""
    risks: str = ""
    superior: str = ""
    remarks: str = ""
    responsibilities: tuple[Responsible, ...] = ()
    costs: tuple[Money, ...] = ()
    indicators: tuple[Measure, ...] = field(default=())

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def of_role(self, role: str) -> list[Responsible]:
        return [one for one in self.responsibilities if one.role == role]

    @property
    def lead(self) -> Responsible | None:
        return next(iter(self.of_role(Responsibility.Role.LEAD)), None)


EMPTY = Facts()
Role = Responsibility.Role
ROLES = tuple(Role)
# A kind of row, the facts that it makes, and its columns in their order.
LISTS: tuple[tuple[str, type[Any], type[Any], tuple[str, ...]], ...] = (
    ("responsibilities", Responsibility, Responsible, ("role", "organisation_id", "written")),
    ("costs", Cost, Money, Money._fields),
    ("indicators", Indicator, Measure, Measure._fields),
)
# What a column is when it is no text; all come as texts, so that one query brings every kind.
_READ: dict[str, Callable[[str], Any]] = {
    "organisation_id": int,
    "year": int,
    "amount": int,
    "key": UUID,
    "baseline": Decimal,
    "target": Decimal,
}
_WIDTH = max(len(Card.WORDING), *(len(columns) for _name, _model, _fact, columns in LISTS))


def _rows(model: Any, kind: int, columns: Sequence[str], by: str, of: Given) -> QuerySet[Any]:
    """Rows as (item, kind, position, texts …), all as wide as the widest kind."""
    told: list[Any] = [Cast(column, TextField()) for column in columns]
    told += [Cast(Value(""), TextField())] * (_WIDTH - len(columns))
    place: Any = Value(0) if model is Card else F("position")
    where = (Cast(place, IntegerField()), *told)
    rows = model.objects.filter(**{by: of}).order_by()
    found: QuerySet[Any] = rows.values_list("item_id", Value(kind, IntegerField()), *where)
    return found


def _prepared(by: str, field: Any) -> Prepared:
    of = Given("of", field)
    cards = _rows(Card, 0, Card.WORDING, by, of)
    lists = [
        _rows(model, kind, columns, by, of)
        for kind, (_name, model, _fact, columns) in enumerate(LISTS, start=1)
    ]
    return Prepared(cards.union(*lists, all=True))


_OF_ITEM = _prepared("item", BigIntegerField())
_OF_EDITION = _prepared("item__edition", BigIntegerField())
_OF_KEY = _prepared("item__key", UUIDField())


def of_edition(edition: Edition) -> dict[int, Facts]:
    """Facts by the primary key of the item, of those that have any. One query."""
    return _read(_OF_EDITION.ask(of=edition.pk))


def of_item(item: Item) -> Facts:
    """Facts of one measure. One query."""
    return _read(_OF_ITEM.ask(of=item.pk)).get(item.pk, EMPTY)


def of_key(key: UUID) -> dict[int, Facts]:
    """Facts of one measure in all editions, by the primary key of its item there. One query."""
    return _read(_OF_KEY.ask(of=key))


def _read(rows: Rows) -> dict[int, Facts]:
    told: dict[int, Json] = {}
    for item, kind, _position, *texts in sorted(rows, key=lambda row: row[:3]):
        known = told.setdefault(item, {})
        if not kind:
            known.update(zip(Card.WORDING, texts, strict=True))
            continue
        name, _model, fact, columns = LISTS[kind - 1]
        known.setdefault(name, []).append(fact(*map(_value, columns, texts)))
    return {item: facts for item, known in told.items() if (facts := _facts(known))}


def _value(column: str, text: str | None) -> Any:
    return _READ[column](text) if text is not None and column in _READ else text


def _facts(known: Json) -> Facts:
    listed = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    people = by_role(listed.get("responsibilities", ()))
    return Facts(**(known | listed | {"responsibilities": people}))


def by_role(people: Iterable[Responsible]) -> tuple[Responsible, ...]:
    """Roles in the order of a card, whatever the database sorts them by."""
    return tuple(sorted(people, key=lambda one: ROLES.index(Role(one.role))))


def as_written(facts: Facts) -> Facts:
    """What a plan says, without the rows of the directory that its names stand for."""
    people = tuple(one._replace(organisation=0) for one in facts.responsibilities)
    return replace(facts, responsibilities=people)


def as_json(facts: Facts) -> Json:
    """Only strings, whole numbers, lists and nulls, for canonical documents and comparisons.

    Organisations are not told by their row's number, which says nothing outside of this portal.
    """
    return {
        **{name: getattr(facts, name) for name in Card.WORDING},
        "responsibilities": [
            {"role": str(one.role), "written": one.written} for one in facts.responsibilities
        ],
        "costs": [one._asdict() for one in facts.costs],
        "indicators": [dict(_told(one)) for one in facts.indicators],
    }


def _told(indicator: Measure) -> Iterator[tuple[str, str | None]]:
    for name, value in indicator._asdict().items():
        if isinstance(value, Decimal):
            yield name, number(value)
        else:
            yield name, None if value is None else str(value)


def number(value: Decimal) -> str:
    """A decimal without zeros that say nothing: 12.5000 is 12.5, 100 is 100."""
    return format(value.normalize(), "f")
