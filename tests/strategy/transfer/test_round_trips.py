"""Whatever a card says, a file of each format out and in again changes nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy.formats import markdown, separated, word, workbook
from strategy.importing import applying, exact
from strategy.importing.faults import Exact
from strategy.integrity import canonical
from strategy.models import Card, Cost, Edition, Indicator, Item, Plan, Responsibility
from tests.factories import draft_of
from tests.rows import all_rows
from tests.strategy.transfer_plans import carded_plan, difference, organisation


def as_json(edition: Edition) -> bytes:
    return canonical.encode(canonical.document(edition, ""))


WRITERS: dict[str, Callable[[Edition], bytes]] = {
    "docx": word.content,
    "md": markdown.content,
    "json": as_json,
    "xlsx": workbook.content,
    "csv": separated.content,
}
# What a reader of texts could take for something else.
WORDS = st.sampled_from(
    [
        *("=1+1", "'=x", "+", "@a", "-", "•", "·", "|", "\\", '"', ";", "(", ")", "*a*", "# b"),
        *("Gestor: OSP", "Lead: OSP", "Termín: 12/2020", "Opatření 1.1: X", "A1.1", "1.", "a)"),
        *("·  Deadline: 2020", "Risks: y", "Rizika: y", "12", "Kč", "2018: 5 Kč", "zdroj: X", "–"),
        *("Rozvíjet", "služby", "pro", "v", "Brně", "od 2018", "<b>", "&amp;", "_x0007_", "\u00a0"),
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join).map(str.strip).filter(bool)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
MAYBE = st.just("") | TEXTS
DUES = st.sampled_from(["", "2020", "12/2020", "31. 12. 2020", "4. čtvrtletí 2020", "průběžně"])
YEARS = st.none() | st.integers(2000, 2030)
NUMBERS = st.none() | st.decimals(-9999, 9999, places=2)


@dataclass
class Written:
    """One random card, and the wording of its item."""

    item: dict[str, Any]
    card: dict[str, Any]
    costs: list[dict[str, Any]]
    indicators: list[dict[str, Any]]
    names: list[str]


CARDS = st.builds(
    Written,
    item=st.fixed_dictionaries({"text": TEXTS, "description": MAYBE, "lead": LINES, "due": DUES}),
    card=st.fixed_dictionaries(
        {
            **dict.fromkeys(("begins", "ends"), DUES),
            **dict.fromkeys(("target_groups", "activities", "outputs", "criterion"), MAYBE),
            **dict.fromkeys(("risks", "superior", "remarks"), MAYBE),
        }
    ),
    costs=st.lists(
        st.fixed_dictionaries(
            {"year": YEARS, "amount": YEARS, "source": LINES, "note": st.just("") | LINES}
        ),
        max_size=2,
    ),
    indicators=st.lists(
        st.fixed_dictionaries(
            {
                **dict.fromkeys(("baseline", "target"), NUMBERS),
                **dict.fromkeys(("baseline_when", "target_when"), DUES),
                "name": LINES,
                "unit": st.just("") | WORDS,
                "note": st.just("") | LINES,
                "direction": st.sampled_from(Indicator.Direction.values),
            }
        ),
        max_size=2,
    ),
    names=st.lists(LINES, min_size=3, max_size=3, unique_by=lambda name: re.sub(r"\W", "", name)),
)


@pytest.fixture
def shared(db: None) -> Plan:
    """Two measures, each with rows of every kind to be written over."""
    plan = carded_plan()
    for name in ("Třetí", "Čtvrtý"):
        organisation(name)
    return plan


def rewrite(item: Item, written: Written) -> None:
    """Past all deeds, which is much faster; the rows are as the deeds would leave them."""
    Item.objects.filter(pk=item.pk).update(**written.item)
    Card.objects.update_or_create(item=item, defaults=written.card)
    for model, rows in ((Cost, written.costs), (Indicator, written.indicators)):
        model.objects.filter(item=item).delete()
        model.objects.bulk_create(
            [model(item=item, position=place, **row) for place, row in enumerate(rows, start=1)]
        )
    people = Responsibility.objects.filter(item=item).exclude(role="lead")
    for one, name in zip(people, written.names, strict=False):
        Responsibility.objects.filter(pk=one.pk).update(written=name)


def again(kind: str, draft: Edition) -> Exact:
    found = exact.read(f"plan.{kind}", WRITERS[kind](draft), draft)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", WRITERS)
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=CARDS, second=CARDS)
def test_whatever_a_card_says_a_round_trip_changes_nothing(
    shared: Plan, kind: str, first: Written, second: Written
) -> None:
    draft = draft_of(shared)
    draft.plan = shared
    measures = Item.objects.filter(edition=draft, tier__is_measure=True).order_by("lft")
    for item, written in zip(measures, (first, second), strict=False):
        rewrite(item, written)
    found = again(kind, draft)
    assert found.faults == []
    assert difference(found, draft).is_empty


@pytest.mark.parametrize("kind", WRITERS)
def test_a_round_trip_writes_no_row(shared: Plan, kind: str) -> None:
    draft = draft_of(shared)
    draft.plan = shared
    before = all_rows()
    applying.bring_in(again(kind, draft).content, draft)
    assert all_rows() == before
