"""Cards of measures as an edition has them: facts to show, to compare and to seal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, QuerySet

from strategy.models import Card, Cost, Edition, Indicator, Item, Responsibility
from strategy.prepared import Given, Prepared

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
ROLES = tuple(Responsibility.Role)
# A kind of row, the facts that it makes, and its columns in their order.
LISTS: tuple[tuple[str, type[Any], type[Any], tuple[str, ...]], ...] = (
    ("responsibilities", Responsibility, Responsible, ("role", "organisation_id", "written")),
    ("costs", Cost, Money, Money._fields),
    ("indicators", Indicator, Measure, Measure._fields),
)


def _prepared(model: Any, columns: Iterable[str], order: tuple[str, ...], by: str) -> Prepared:
    rows: QuerySet[Any] = model.objects.filter(**{by: Given("of", BigIntegerField())})
    return Prepared(rows.order_by(*order).values_list("item_id", *columns))


_CARDS = {by: _prepared(Card, Card.WORDING, (), by) for by in ("item", "item__edition")}
_ROWS = {
    (name, by): _prepared(model, columns, ("item", "position"), by)
    for name, model, _fact, columns in LISTS
    for by in ("item", "item__edition")
}


def of_edition(edition: Edition) -> dict[int, Facts]:
    """Facts by the primary key of the item, of those that have any. Four queries."""
    return _read("item__edition", edition.pk)


def of_item(item: Item) -> Facts:
    """Facts of one measure. Four queries."""
    return _read("item", item.pk).get(item.pk, EMPTY)


def _read(by: str, of: int) -> dict[int, Facts]:
    told: dict[int, Json] = {}
    for item, *words in _CARDS[by].ask(of=of):
        told[item] = dict(zip(Card.WORDING, words, strict=True))
    for name, _model, fact, _columns in LISTS:
        for item, *values in _ROWS[name, by].ask(of=of):
            told.setdefault(item, {}).setdefault(name, []).append(fact(*values))
    return {item: facts for item, known in told.items() if (facts := _facts(known))}


def _facts(known: Json) -> Facts:
    listed = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    # Roles in the order of a card, whatever the database sorts them by.
    people = sorted(listed.get("responsibilities", ()), key=lambda one: ROLES.index(one.role))
    return Facts(**(known | listed | {"responsibilities": tuple(people)}))


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
