import pytest

from strategy.formats import word
from strategy.importing import applying
from strategy.importing.content import Content, of_document
from strategy.importing.understanding import understand
from strategy.models import Plan
from tests.factories import draft_of
from tests.rows import all_rows
from tests.strategy.importing_texts import SEED, read
from tests.strategy.transfer_plans import carded_plan


@pytest.fixture
def strategy(db: None) -> Plan:
    plan = applying.begin_plan("brno", "Brno 2050")
    applying.bring_in(of_document(read(SEED)), draft_of(plan))
    return plan


def again(plan: Plan) -> Content:
    draft = draft_of(plan)
    draft.plan = plan
    return of_document(understand("plan.docx", word.content(draft)))


def test_a_word_document_out_and_in_again_changes_nothing(strategy: Plan) -> None:
    before = all_rows()
    assert applying.bring_in(again(strategy), draft_of(strategy)).is_empty
    assert all_rows() == before


def test_so_does_one_with_cards(db: None) -> None:
    plan = carded_plan()
    before = all_rows()
    found = applying.bring_in(again(plan), draft_of(plan))
    assert [(change.before, change.after) for change in found.changed] == []
    assert found.is_empty
    assert all_rows() == before
