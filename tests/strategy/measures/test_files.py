"""Cards in the files that are read, in the PDF's document, and in what an edition changed."""

import io

import pytest
from docx import Document

from strategy import compare, difference
from strategy.formats import markdown, word
from strategy.integrity import canonical
from strategy.measures import changing
from strategy.measures.cards import Facts
from strategy.models import Edition, Organisation, Plan, Responsibility
from strategy.outline import outline, with_cards
from strategy.pdf.document import html
from tests.factories import draft_of, item_of, publish
from tests.strategy.measures.samples import fill


@pytest.fixture
def filled(plan: Plan) -> Facts:
    return fill(item_of(draft_of(plan), "A1.1"))


@pytest.fixture
def edition(plan: Plan, filled: Facts) -> Edition:
    return publish(plan)


def test_rows_have_their_cards_where_that_is_asked_for(edition: Edition) -> None:
    rows = with_cards(edition)
    assert [row._replace(card=()) for row in rows] == outline(edition).rows
    assert [(row.code, len(row.card)) for row in rows if row.card] == [("A1.1", 12)]


def test_word_and_markdown_tell_each_field_in_a_paragraph(edition: Edition) -> None:
    card = next(row.card for row in with_cards(edition) if row.card)
    document = Document(io.BytesIO(word.content(edition)))
    paragraphs = [one.text.replace("\xa0", " ") for one in document.paragraphs]
    told = [one.in_full.replace("\xa0", " ") for one in card]
    place = paragraphs.index(told[0])
    assert paragraphs[place : place + len(card)] == told
    text = markdown.content(edition).decode()
    assert [text.count(one.label) >= 1 for one in card] == [True] * len(card)
    assert "  Zmapovat stav" in text or ": Zmapovat stav" in text


def test_the_pdf_tells_the_card_beneath_its_measure(edition: Edition) -> None:
    made = html(edition)
    measure = made[made.index('<li id="A1.1">') : made.index('<li id="A1.2">')]
    assert measure.count('<p class="card">') == 12
    assert "Studie<br>Metodika" in measure
    assert made.count('<p class="card">') == 12


def test_a_changed_card_is_told_field_by_field(plan: Plan, edition: Edition) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    changing.change(measure, measure.version, None, risks="Jiná", costs=())
    draft = draft_of(plan)
    (change,) = compare.compare(edition, draft).changes
    assert change.kinds == (compare.Kind.CARD,)
    assert [(one.name, one.after) for one in change.others] == [("costs", ""), ("risks", "Jiná")]


def test_another_row_of_the_directory_is_no_difference(plan: Plan, edition: Edition) -> None:
    other = Organisation.objects.create(name="Jiná agentura")
    led = Responsibility.objects.filter(item=item_of(draft_of(plan), "A1.1"), role="lead")
    led.update(organisation=other)
    comparison = compare.compare(edition, draft_of(plan))
    assert comparison.changes == []
    assert difference.as_json(comparison, {})["changed"] == []


def test_the_difference_as_data_makes_the_newer_card_of_the_older(
    plan: Plan, edition: Edition
) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    changing.change(measure, measure.version, None, risks="Jiná", costs=())
    newer = publish(plan)
    sent = difference.as_json(compare.compare(edition, newer), {})
    documents = [canonical.document(one, "") for one in (edition, newer)]
    assert difference.apply(documents[0], sent) == documents[1]["items"]
    assert sent["changed"][0]["to"] == {"card": documents[1]["items"][4]["card"]}
