from typing import Any

import pytest

from strategy.formats import markdown, word
from strategy.importing import applying
from strategy.importing.content import Content, of_document
from strategy.importing.understanding import understand
from strategy.models import Plan, Responsibility
from tests.factories import draft_of, item_of, reword
from tests.rows import all_rows
from tests.strategy.importing_texts import FIXTURES, SEED, read


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


SAID = ("tier__name", "code", "text", "level", "lead", "due", "description")


def said(plan: Plan) -> list[list[str]]:
    """Without no-break spaces: in Word typography holds words together by them."""
    items = draft_of(plan).items.exclude(parent=None).order_by("lft")
    people = Responsibility.objects.filter(item__in=items).order_by("item__lft", "pk")
    rows = [*items.values_list(*SAID), *people.values_list("item__code", "role", "written")]
    return [[str(value).replace("\xa0", " ") for value in row] for row in rows]


@pytest.mark.parametrize(("name", "kind"), [("plan.docx", word), ("plan.md", markdown)])
@pytest.mark.parametrize("text", ["brno-2050.txt", "akcni-plan-socialni-vylouceni.txt"])
def test_a_text_begins_a_new_plan_with_the_levels_that_it_had(
    db: None, text: str, name: str, kind: Any
) -> None:
    first, second = (applying.begin_plan(slug, "Plán") for slug in ("prvni", "druhy"))
    read = of_document(understand(text, (FIXTURES / text).read_bytes()))
    names = dict.fromkeys(read.names(), "organisation")
    applying.bring_in(read, draft_of(first), created=names)
    draft = draft_of(first)
    draft.plan = first
    applying.bring_in(of_document(understand(name, kind.content(draft))), draft_of(second))
    assert said(second) == said(first)
