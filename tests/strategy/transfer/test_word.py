from typing import Any

import pytest

from strategy.formats import markdown, word
from strategy.importing import applying
from strategy.importing.content import Content, of_document
from strategy.importing.understanding import understand
from strategy.models import Plan
from tests.factories import draft_of, item_of, reword
from tests.rows import all_rows
from tests.strategy.importing_texts import SEED, read


@pytest.fixture
def strategy(db: None) -> Plan:
    plan = applying.begin_plan("brno", "Brno 2050")
    applying.bring_in(of_document(read(SEED)), draft_of(plan))
    return plan


def again(plan: Plan) -> Content:
    draft = draft_of(plan)
    draft.plan = plan
    return of_document(understand("plan.docx", word.content(draft), draft))


def test_a_word_document_out_and_in_again_changes_nothing(strategy: Plan) -> None:
    before = all_rows()
    assert applying.bring_in(again(strategy), draft_of(strategy)).is_empty
    assert all_rows() == before


def test_a_draft_that_says_otherwise_is_brought_back(strategy: Plan) -> None:
    content = again(strategy)
    item = item_of(draft_of(strategy), "A1.1")
    reword(item, "Jinak než předtím.")
    applying.bring_in(content, draft_of(strategy))
    item.refresh_from_db()
    assert item.text == content.document.nodes[4].text


def levels(plan: Plan) -> list[tuple[str, str, str, int]]:
    rows = draft_of(plan).items.exclude(parent=None).order_by("lft")
    return list(rows.values_list("tier__name", "code", "text", "level"))


@pytest.mark.parametrize(("name", "kind"), [("plan.docx", word), ("plan.md", markdown)])
def test_a_text_begins_a_new_plan_with_the_levels_that_it_had(
    strategy: Plan, name: str, kind: Any
) -> None:
    draft = draft_of(strategy)
    draft.plan = strategy
    new = applying.begin_plan("jiny", "Jiný plán")
    applying.bring_in(of_document(understand(name, kind.content(draft))), draft_of(new))
    assert levels(new) == levels(strategy)
