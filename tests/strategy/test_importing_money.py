"""Costs in free text: what can mean one thing becomes a row, the rest stays words and is unsure."""

import pytest

from strategy.importing import told
from strategy.importing.money import read_all
from strategy.importing.verdicts import Rule
from strategy.measures.cards import Money
from tests.strategy.grammar.reading import doubts, lines

PLAIN = {
    "250 tis. Kč (2019), zdroj: MPSV": [Money(2019, 250_000, "MPSV", "")],
    "80 000 Kč": [Money(None, 80_000, "", "")],
    "250.000,- Kč": [Money(None, 250_000, "", "")],
    "1 milion Kč": [Money(None, 1_000_000, "", "")],
    "cca 250 tis. Kč": [Money(None, 250_000, "", "cca")],
    "3 mil. Kč v roce 2020, z rozpočtu města": [Money(2020, 3_000_000, "", "z rozpočtu města")],
    "2019: 250 tis. Kč; 2020: 1,2 mil. Kč": [
        Money(2019, 250_000, "", ""),
        Money(2020, 1_200_000, "", ""),
    ],
    "2017: 1 200 000 Kč – státní rozpočet (odhad)": [
        Money(2017, 1_200_000, "státní rozpočet", "odhad")
    ],
    "bez nároků na rozpočet": [Money(None, None, "", "bez nároků na rozpočet")],
}
UNSURE = {
    "1,2 mil. Kč ročně": Money(None, 1_200_000, "", "ročně"),
    **{
        words: Money(None, None, "", words)
        for words in [
            "200–300 tis. Kč",
            "do 250 tis. Kč",
            "2019–2021: 3 mil. Kč",
            "250 tis. Kč, z toho 50 tis. Kč z dotace",
            "2 úvazky",
            "1,5 Kč",
            f"{'9' * 20} Kč",
        ]
    },
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain_costs_become_rows(text: str) -> None:
    assert [(each.cost, each.is_sure) for each in read_all(text)] == [
        (cost, True) for cost in PLAIN[text]
    ]


@pytest.mark.parametrize("text", UNSURE)
def test_costs_that_could_mean_several_things_are_unsure(text: str) -> None:
    assert [(each.cost, each.is_sure) for each in read_all(text)] == [(UNSURE[text], False)]


def test_a_label_may_name_the_unit() -> None:
    assert [each.cost.amount for each in read_all("1 250", "Náklady (v tis. Kč)")] == [1_250_000]


def test_a_preview_asks_about_costs_that_are_not_plain() -> None:
    plan = "Cíl 1: Péče\nOpatření 1.1: Poradna\nGestor: OSP\nNáklady: {}\nOpatření 1.2: Auto"
    plain = lines(plan.format("250 tis. Kč (2019), zdroj: MPSV"))
    assert doubts(plain) == []
    assert told.of_node(plain.nodes[1]).facts.costs == (Money(2019, 250_000, "MPSV", ""),)
    unsure = lines(plan.format("200–300 tis. Kč"))
    assert doubts(unsure) == [(5, Rule.NO_AMOUNT.value)]
    assert told.of_node(unsure.nodes[1]).facts.costs == (Money(None, None, "", "200–300 tis. Kč"),)
