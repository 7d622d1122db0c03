"""The Word document, read back: its headings, its lists, its language, and nothing lost."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from lxml import etree

from strategy.formats import paragraphs, word
from strategy.models import Edition
from strategy.outline import Row, outline
from tests.factories import make_plan, publish
from tests.strategy.formats import texts
from tests.strategy.formats.texts import edition_of, row_of

# (name of the style, text)
Block = tuple[str, str]
BULLETS = ["List Bullet", "List Bullet 2", "List Bullet 3"]
CONTINUED = ["Normal", "List Continue", "List Continue 2", "List Continue 3"]


def read(file: bytes) -> list[Block]:
    """Every paragraph; no-break spaces, which typography put in, as spaces again."""
    found = Document(io.BytesIO(file))
    assert found.tables == []
    return [(one.style.name, one.text.replace("\xa0", " ")) for one in found.paragraphs]


def expected(edition: Edition, rows: list[Row]) -> list[Block]:
    cover = edition.cover
    opening = [
        ("Title", cover.title),
        ("Subtitle", paragraphs.imprint(edition)),
        ("Intense Quote", paragraphs.warning(edition)),
        ("Normal", paragraphs.address(edition)),
        ("Normal", cover.summary),
        ("Normal", paragraphs.codes_explained(rows)),
    ]
    said = [(style, paragraphs.printable(text)) for style, text in opening if text]
    for one in paragraphs.paragraphs(rows):
        style = {
            "heading": f"Heading {min(one.depth, 9)}",
            "measure": BULLETS[min(one.depth, 3) - 1],
        }.get(one.kind, CONTINUED[min(one.depth, 3)])
        said.append((style, f"{one.label} {one.text}" if one.label else one.text))
    return [(style, text.replace("\xa0", " ")) for style, text in said]


def agrees(edition: Edition, rows: list[Row]) -> None:
    assert read(word.document(edition, rows)) == expected(edition, rows)


def test_the_real_plan_reads_back_as_its_outline(real: Edition) -> None:
    agrees(real, outline(real).rows)
    styles = [style for style, _text in read(word.content(real))]
    assert {name: styles.count(name) for name in styles} == {
        "Title": 1,
        "Subtitle": 1,
        "Normal": 2,
        "Heading 1": 1,
        "Heading 2": 1,
        "Heading 3": 5,
        "Heading 4": 14,
        "List Bullet": 46,
    }


def test_a_plan_of_other_levels_reads_back_as_its_outline(other: Edition) -> None:
    agrees(other, outline(other).rows)
    styles = [style for style, _text in read(word.content(other))][4:]
    assert [style for style in styles if "Continue" not in style] == [
        "List Bullet",
        "Heading 1",
        "Normal",
        "List Bullet",
        "List Bullet 2",
        "List Bullet",
    ]


@settings(deadline=None)
@given(texts.rows())
def test_any_plan_reads_back_as_it_was(rows: list[Row]) -> None:
    agrees(edition_of(), rows)


@pytest.mark.parametrize("text", texts.HOSTILE)
def test_any_text_reads_back_as_it_was(text: str) -> None:
    rows = [row_of(1, text), row_of(2, text, is_measure=True, description=text, lead=text)]
    agrees(edition_of(title=text, summary=text, state="withdrawn"), rows)


def test_levels_below_the_ninth_are_headings_of_the_ninth() -> None:
    rows = [row_of(level, f"Úroveň {level}") for level in range(1, 13)]
    styles = [style for style, _text in read(word.document(edition_of(), rows))][3:]
    assert styles == [f"Heading {level}" for level in [*range(1, 10), 9, 9, 9]]


def test_a_line_does_not_end_with_a_preposition() -> None:
    file = word.document(edition_of(), [row_of(1, "Pomoc v domě do 26. 6. 2018")])
    assert (
        Document(io.BytesIO(file)).paragraphs[-1].text.endswith("Pomoc v\xa0domě do 26.\xa06. 2018")
    )


def test_the_code_is_bold_and_part_of_the_text() -> None:
    file = word.document(edition_of(), [row_of(1, "Byty.", code="A1", is_measure=True)])
    runs = Document(io.BytesIO(file)).paragraphs[-1].runs
    assert [(run.text, bool(run.bold)) for run in runs] == [("A1", True), (" Byty.", False)]


def test_the_document_is_czech_and_says_what_it_is(published: Edition) -> None:
    file = word.content(published)
    languages = etree.fromstring(ZipFile(io.BytesIO(file)).read("word/styles.xml")).xpath(
        "//*[local-name()='docDefaults']//*[local-name()='lang']/@*[local-name()='val']"
    )
    assert languages == ["cs-CZ"]
    said = Document(io.BytesIO(file)).core_properties
    assert (said.title, said.language, said.comments) == (published.title, "cs-CZ", "")
    assert said.author == said.last_modified_by == "Statutární město Brno"
    assert said.subject == paragraphs.imprint(published)


def test_the_same_edition_gives_the_same_bytes_at_any_time(
    published: Edition, time_machine: Any
) -> None:
    time_machine.move_to("2030-01-01")
    first = word.content(published)
    time_machine.move_to("2031-07-01")
    assert word.content(published) == first
    said = Document(io.BytesIO(first)).core_properties
    assert {said.created, said.modified} == {published.published_at.replace(microsecond=0)}


@pytest.mark.parametrize("measures", [1, 3])
def test_it_takes_two_queries(db: None, measures: int, django_assert_num_queries: Any) -> None:
    edition = publish(make_plan(measures=measures))
    with django_assert_num_queries(2):
        word.content(edition)
