"""Our own Word document after somebody has mended it: what was changed is read, all else stays."""

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils.text import capfirst
from docx import Document
from docx.document import Document as DocumentType

from strategy.formats import markdown, word
from strategy.importing import exact
from strategy.importing.faults import Exact
from strategy.measures import cards
from strategy.measures.cards import Money
from strategy.models import CardField, Edition, Item, Plan
from tests.factories import draft_of, item_of
from tests.strategy.transfer_plans import KEY, carded_plan, difference, first_code, write

Edit = Callable[[DocumentType], None]


@pytest.fixture
def plan(db: None) -> Plan:
    return carded_plan()


def draft(plan: Plan) -> Edition:
    found = draft_of(plan)
    found.plan = plan
    return found


def mended(plan: Plan, *edits: Edit) -> Exact:
    document = Document(io.BytesIO(word.content(draft(plan))))
    for edit in edits:
        edit(document)
    saved = io.BytesIO()
    document.save(saved)
    found = exact.read("plan.docx", saved.getvalue(), draft(plan))
    assert found is not None
    return found


def replacing(before: str, after: str) -> Edit:
    def edit(document: DocumentType) -> None:
        (paragraph,) = [one for one in document.paragraphs if before in plain(one.text)]
        paragraph.text = plain(paragraph.text).replace(before, after)

    return edit


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def adding(after: str, text: str) -> Edit:
    """A bullet below the one that has `after` in it."""

    def edit(document: DocumentType) -> None:
        (paragraph,) = [one for one in document.paragraphs if after in plain(one.text)]
        new = document.add_paragraph(text, style=paragraph.style)
        paragraph._p.addnext(new._p)

    return edit


def removing(text: str) -> Edit:
    def edit(document: DocumentType) -> None:
        (paragraph,) = [one for one in document.paragraphs if text in plain(one.text)]
        paragraph._p.getparent().remove(paragraph._p)

    return edit


def label(field: CardField) -> str:
    return str(capfirst(field.label))


def test_only_what_was_mended_changes(plan: Plan) -> None:
    code = first_code(plan)
    found = mended(plan, replacing(": =HYPERLINK(1)", ": nedostatek lidí"))
    changed = difference(found, draft(plan)).changed
    assert [(one.item.code, one.before, one.after) for one in changed] == [
        (code, {"risks": "=HYPERLINK(1)"}, {"risks": "nedostatek lidí"})
    ]


def test_each_kind_of_fact_is_read_as_it_is_written(plan: Plan) -> None:
    item = item_of(draft(plan), first_code(plan))
    before = cards.of_item(item)
    write(
        mended(
            plan,
            replacing("2018: 1 200 000 Kč", "2019: 1,3 mil. Kč"),
            replacing(": 2018 – 12/2020", ": 2019 – 6/2021"),
            replacing(" 12, ", " 15,5 (2021), "),
        ),
        plan,
    )
    facts = cards.of_item(item)
    assert facts.costs == (Money(2019, 1300000, "rozpočet | město", "odhad"), before.costs[1])
    assert (facts.begins, facts.ends) == ("2019", "06/2021")
    (measured,) = facts.indicators
    assert measured == before.indicators[0]._replace(
        key=KEY, target=Decimal("15.5"), target_when="2021"
    )


def test_items_that_came_and_went_are_told(plan: Plan) -> None:
    items = Item.objects.filter(edition=draft(plan), tier__is_measure=True).order_by("lft")
    second, third = items[1], items[2]
    found = mended(
        plan, adding(f"{second.code} {second.text}", "X9.9 Nové opatření"), removing(third.text)
    )
    read = difference(found, draft(plan))
    assert [(node.level.name, node.text) for node in read.added] == [
        (second.tier.name, "X9.9 Nové opatření")
    ]
    assert [item.code for item in read.removed] == [third.code]
    assert read.changed == []


def test_a_deadline_that_is_none_is_a_fault_and_nothing_is_written(plan: Plan) -> None:
    found = mended(plan, replacing(": 2018 – 12/2020", ": 2018 – 13/2020"))
    assert [fault.column for fault in found.faults] == [label(CardField.PERIOD)]


@pytest.mark.parametrize("text", [b"# Plan\n\n## A Cil\n\n- **A1** Opatreni\n"])
def test_a_text_that_does_not_tell_its_address_is_none_of_ours(plan: Plan, text: bytes) -> None:
    assert exact.read("plan.md", text, draft(plan)) is None
    assert exact.read("plan.md", markdown.content(draft(plan)), None) is None
