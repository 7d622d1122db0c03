"""The city's own texts: the action plan as it is, and of the others nothing."""

from collections import Counter

import pytest

from strategy.importing import reading as strict
from strategy.importing.document import Document
from strategy.importing.refusal import ImportRefused
from strategy.importing.understanding import understand
from strategy.importing.verdicts import Kind, Rule
from tests.strategy.grammar.reading import FIXTURES, depth
from tests.strategy.importing_texts import tree

ACTION_PLAN = "akcni-plan-socialni-vylouceni.txt"
AREAS = ["Koncepční řešení sociálního vyloučení", "Bezpečnost", "Bydlení", "Dluhy"]
AREAS += ["Podpora rodin, sociální služby a sociální práce", "Zdraví"]


@pytest.fixture(scope="module")
def plan() -> Document:
    return of(ACTION_PLAN)


def of(name: str) -> Document:
    return understand(name, (FIXTURES / name).read_bytes())


def test_the_action_plan_holds_what_it_holds(plan: Document) -> None:
    levels = Counter(node.level.name for node in plan.nodes)
    assert levels == {"Strategický cíl": 9, "Specifický cíl": 6, "Opatření": 15}
    measures = [node for node in plan.nodes if node.level.is_measure]
    assert sum(bool(node.said("lead")) for node in measures) == 11
    assert [node.said("co_lead") for node in measures if node.said("co_lead")] == [
        ["MPSV", "MV", "MSp", "MMR", "MŠMT", "ČSÚ", "MZ"],
        ["MPSV", "MV"],
    ]
    dues = [entry.normal for node in measures for entry in node.entries if entry.part == "due"]
    assert dues == ["12/2020"]
    assert {lead for node in measures for lead in node.said("lead")} == {"ASZ"}


def test_it_has_the_codes_of_the_document_and_no_other(plan: Document) -> None:
    assert [node.code for node in plan.nodes if node.code] == [
        *("1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2.2", "3.4", "1", "2", "8.2.2", "4", "8.4.1")
    ]
    assert not any(node.code for node in plan.nodes if node.level.is_measure)


def test_titles_of_slides_are_areas_and_no_items(plan: Document) -> None:
    assert list(dict.fromkeys(node.area for node in plan.nodes)) == AREAS
    assert not {node.text for node in plan.nodes} & set(AREAS)


def test_each_measure_is_verbatim_and_stands_under_its_goal(plan: Document) -> None:
    source = (FIXTURES / ACTION_PLAN).read_text(encoding="utf-8")
    assert all(node.text in source for node in plan.nodes)
    uppers = [node.parent.code for node in plan.nodes if node.level.is_measure]
    assert uppers == ["1.1.2", "1.2.1", *["2.2"] * 3, *["3.4"] * 2, *[""] * 6, "8.2.2", "8.4.1"]
    assert {depth(node) for node in plan.nodes} == {0, 1, 2}


def test_what_stands_with_a_lead_is_a_remark(plan: Document) -> None:
    remarks = [remark for node in plan.nodes for remark in node.said("remark")]
    assert remarks == [
        "realizace v rámci projektu podpořeného z OPZ",
        "zapracováno do vstupních analýz a dílčích výzkumných zpráv v rámci projektu OPZ",
    ]


def test_nothing_of_it_is_doubtful_and_the_web_page_is_left_out(plan: Document) -> None:
    assert plan.doubts == []
    left_out = {v.text for v in plan.verdicts if v.rule is Rule.RUNNING}
    assert left_out >= {"Podobné prezentace", "Reklamy Google"}


@pytest.mark.parametrize(
    "name", ["lokalni-partnerstvi-2016.txt", "kpss-grantovy-projekt.txt", "zavedeni-kpss.txt"]
)
def test_a_text_without_a_plan_is_refused(name: str) -> None:
    with pytest.raises(ImportRefused):
        of(name)


def test_the_strategy_is_read_as_strictly_as_ever() -> None:
    data = (FIXTURES / "brno-2050.txt").read_bytes()
    one, other = strict.read(data), understand("brno-2050.txt", data)
    assert tree(one) == tree(other)
    assert (one.comments, one.left_out) == (other.comments, other.left_out)
    assert {verdict.rule for verdict in other.verdicts} == {Rule.STRICT, Rule.COMMENTS}
    assert sum(verdict.kind is Kind.UNDERSTOOD for verdict in other.verdicts) == 86
