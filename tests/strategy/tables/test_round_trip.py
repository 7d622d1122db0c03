from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy.importing import applying
from strategy.measures import cards, changing
from strategy.models import Item, Plan
from tests.factories import draft_of
from tests.rows import all_rows
from tests.strategy.transfer_plans import (
    WRITERS,
    brought,
    carded_plan,
    difference,
    first_code,
    write,
)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_table_out_and_in_again_changes_nothing(db: None, kind: str) -> None:
    plan = carded_plan()
    draft = draft_of(plan)
    before = all_rows()
    exact = brought(f"plan.{kind}", WRITERS[kind](draft), draft)
    assert exact.faults == []
    assert difference(exact, draft).is_empty
    write(exact, plan)
    assert all_rows() == before


@pytest.mark.parametrize("kind", WRITERS)
def test_a_table_makes_the_same_plan_anew(db: None, kind: str) -> None:
    plan = carded_plan()
    content = WRITERS[kind](draft_of(plan))
    new = applying.begin_plan("novy", "Nový")
    write(brought(f"plan.{kind}", content, draft_of(new)), new)
    assert told(new) == told(plan)
    assert [*new.tiers.values_list("name", "is_measure")] == [
        *plan.tiers.values_list("name", "is_measure")
    ]


def told(plan: Plan) -> list[tuple[Any, ...]]:
    draft = draft_of(plan)
    facts = cards.of_edition(draft)
    rows = Item.objects.shown().filter(edition=draft).order_by("lft")
    return [
        (it.level, it.tier.name, it.code, it.text, it.lead, it.due, facts.get(it.pk)) for it in rows
    ]


# Letters, what spreadsheets take for something else, and what a cell cuts or cleans.
PIECES = st.sampled_from(
    [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "'",
        "|",
        "\\",
        "\n",
        ";",
        '"',
        "_x0007_",
        "a",
        "Č",
        " ",
        "\u00a0",
        "1",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
LINES = TEXTS.map(lambda text: text.replace("\n", ""))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(st.tuples(TEXTS, TEXTS, LINES, LINES), min_size=3, max_size=3),
    kind=st.sampled_from(sorted(WRITERS)),
)
def test_whatever_the_words_a_round_trip_changes_nothing(
    shared: Plan, texts: list[tuple[str, str, str, str]], kind: str
) -> None:
    draft = draft_of(shared)
    items = list(Item.objects.filter(edition=draft, tier__is_measure=True).order_by("lft"))
    for item, (text, risks, source, name) in zip(items, texts, strict=False):
        Item.objects.filter(pk=item.pk).update(text=text, lead=source)
        card = {"risks": risks, "remarks": text, "target_groups": name}
        item.card.__class__.objects.filter(pk=item.pk).update(**card)
        item.costs.update(source=source, note="x")
        item.indicators.update(name=name or "x", note=source)
        item.responsibilities.exclude(role="lead").update(written=name or "x")
    exact = brought(f"plan.{kind}", WRITERS[kind](draft), draft)
    assert exact.faults == []
    assert difference(exact, draft).is_empty


@pytest.fixture
def shared(db: None) -> Plan:
    plan = carded_plan()
    draft = draft_of(plan)
    first = Item.objects.get(edition=draft, code=first_code(plan))
    facts = {first.pk: cards.of_item(first)}
    for item in Item.objects.filter(edition=draft, tier__is_measure=True).exclude(pk=first.pk):
        values = {name: getattr(facts[first.pk], name) for name in ("risks", "costs")}
        changing.change(item, item.version, None, **values)
    return plan
