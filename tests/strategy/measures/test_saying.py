"""A card in words: what files, comparisons and histories show."""

import pytest

from strategy.measures import saying
from strategy.measures.cards import EMPTY, Facts, Measure, Money
from strategy.models import CardField
from tests.strategy.measures.samples import KEY, full_facts

pytestmark = pytest.mark.usefixtures("db")


def measured(**given: object) -> Measure:
    bare = dict.fromkeys(("unit", "baseline_when", "target_when", "note"), "")
    more = {"key": KEY, "name": "X", "baseline": None, "target": None, "direction": "up"}
    return Measure(**(bare | more | given))  # type: ignore[arg-type]


def test_each_field_that_is_filled_is_said_once_in_the_order_of_a_card() -> None:
    told = saying.said(full_facts())
    fields = [CardField.LEAD, CardField.IMPLEMENTERS, CardField.DUE]
    assert [one.field for one in told] == [name for name in CardField if name not in fields]
    texts = {one.field: one.text for one in told}
    assert texts[CardField.CO_LEADS] == "MV\nOSP"
    assert texts[CardField.PERIOD] == "2017 – 12/2020"
    assert texts[CardField.COSTS] == (
        "2017: 1 200 000 Kč – státní rozpočet\n2018: 800 000 Kč – ESF (odhad)"
    )
    assert saying.said(EMPTY) == []


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(None, None, "", "v rámci rozpočtu"), "v rámci rozpočtu"),
        (Money(2018, None, "ESF", ""), "2018: ESF"),
        (Money(None, 0, "", "zdarma"), "0 Kč (zdarma)"),
    ],
)
def test_of_money_only_what_is_known_is_said(money: Money, text: str) -> None:
    assert saying.cost(money) == text


def test_half_a_period_is_said_as_half() -> None:
    halves = [saying.period(Facts(begins="2017")), saying.period(Facts(ends="2018"))]
    assert ["2017" in halves[0], "2018" in halves[1]] == [True, True]
    assert len(set(halves)) == 2
    assert saying.period(EMPTY) == ""


def test_values_of_an_indicator_are_czech_numbers_with_their_time() -> None:
    facts = full_facts()
    text = saying.text_of(facts, CardField.INDICATORS)
    assert text.startswith("Podpořené osoby (osoby): ")
    assert ("10,5 (2016)" in text, "1 200 (12/2020)" in text) == (True, True)
    assert saying.value(None, "") == ""


def test_indicators_that_differ_in_anything_read_otherwise() -> None:
    changes: list[dict[str, object]] = [
        {"direction": "down"},
        {"unit": "km"},
        {"baseline": 1},
        {"target": 1},
        {"target_when": "2020"},
        {"note": "jinak"},
    ]
    texts = {saying.indicator(measured(**change)) for change in [{}, *changes]}
    assert len(texts) == len(changes) + 1
