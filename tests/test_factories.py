"""The plan that nearly every test begins with."""

from typing import Any

import pytest

from strategy import editions, tree
from strategy.models import Item, Plan, Tier
from tests.factories import TIERS, make_plan

TEXTS = [
    (0, "", "Soudržné město"),
    (1, "A", "Zvýšit dostupnost péče"),
    (2, "A1", "Rozvíjet síť služeb"),
]
# What is another in each row.
OF_THE_ROW = {"id", "edition_id", "key", "tier_id", "parent_id", "tree_id"}
OF_THE_RECORD = {"history_id", "history_date", "history_relation_id"}


def written_one_by_one(measures: int) -> Plan:
    plan = Plan.objects.create(slug="jiny", title="Zkušební plán")
    tiers = [
        Tier.objects.create(
            plan=plan, position=position, name=name, name_plural=plural, is_measure=is_measure
        )
        for position, (name, plural, is_measure) in enumerate(TIERS, start=1)
    ]
    parent = Item.objects.get(edition=editions.begin(plan), parent=None)
    for number, code, text in TEXTS:
        parent = tree.create_item(parent, tiers[number], code=code, text=text)
    for number in range(1, measures + 1):
        text = f"Podporovat záměr {number}."
        tree.create_item(parent, tiers[3], code=f"A1.{number}", text=text)
    return plan


def rows_of(plan: Plan) -> list[list[dict[str, Any]]]:
    """Tiers, items and their records, each in the order in which they were written."""
    records = Item.history.filter(edition__plan=plan).order_by("history_id").values()
    items = Item.objects.filter(edition__plan=plan).order_by("pk")
    named = items.values(*(field.attname for field in Item._meta.concrete_fields))
    parents = [{"tier": item.tier and item.tier.name, "parent": item.parent and item.parent.code}
               for item in items]  # fmt: skip
    tiers = Tier.objects.filter(plan=plan).order_by("pk").values()
    left_out = OF_THE_ROW | OF_THE_RECORD | {"plan_id"}
    return [
        parents,
        *([{name: value for name, value in row.items() if name not in left_out} for row in rows]
          for rows in (tiers, named, records)),
    ]  # fmt: skip


@pytest.mark.parametrize("measures", [0, 1, 3])
def test_a_plan_is_as_if_its_items_were_created_one_by_one(db: None, measures: int) -> None:
    quick, slow = make_plan(measures=measures), written_one_by_one(measures)
    assert rows_of(quick) == rows_of(slow)
    assert tree.find_faults(quick.editions.get()) == []
