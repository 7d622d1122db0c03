"""What is read along with an item and its edition, at no query more; other apps put theirs here
once ready."""

from functools import lru_cache
from typing import Any

from django.db.models import Exists, Model, OneToOneRel, OuterRef
from django.db.models.expressions import BaseExpression

from strategy.models import Edition, Item, MeasureState

# Relations of an edition, of one row each.
of_edition: list[str] = []
# Whether there is anything to ask of an item: of a page that says nothing of it, nothing is.
item_facts: dict[str, BaseExpression] = {}
# What is asked of each root, and so of the plan.
plan_facts: dict[str, BaseExpression] = {
    "is_carried_out": Exists(MeasureState.objects.filter(plan=OuterRef("edition__plan"))),
}


def fields(model: type[Model], path: str = "") -> list[str]:
    return [f"{path}{field.attname}" for field in model._meta.concrete_fields]


@lru_cache(maxsize=1)
def _relations() -> list[tuple[OneToOneRel, list[str]]]:
    found = (Edition._meta.get_field(name) for name in of_edition)
    return [(it, fields(it.related_model)) for it in found if isinstance(it, OneToOneRel)]


def columns() -> list[str]:
    """What `put` takes, as it is called from an item."""
    return [f"edition__{it.name}__{name}" for it, names in _relations() for name in names]


def put(edition: Edition, values: tuple[Any, ...]) -> None:
    """Give an edition what stands in the values of `columns`, as `select_related()` does."""
    for relation, names in _relations():
        row, values = values[: len(names)], values[len(names) :]
        one = relation.related_model.from_db(None, names, row) if row[0] is not None else None
        relation.set_cached_value(edition, one)
        if one is not None:
            relation.field.set_cached_value(one, edition)


def put_facts(item: Item, answers: tuple[Any, ...]) -> None:
    """Give an item what was answered to `item_facts`."""
    item.facts = dict(zip(item_facts, answers, strict=True))


def may_have(item: Item, fact: str) -> bool:
    """Whether it is worth asking: False only where the item was read with the answer no."""
    return bool(getattr(item, "facts", {}).get(fact, True))
