"""CSV, read back, and what a spreadsheet makes of its cells."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings

from strategy import editing
from strategy.formats import separated, table
from strategy.models import Edition, Item, Plan
from strategy.outline import outline
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.formats import texts


def read(file: bytes) -> list[list[str]]:
    """Cells of every line, the header first, without the guards."""
    text = file.decode("utf-8-sig")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    return [[separated.unguarded(cell) for cell in line] for line in lines]


def expected(edition: Edition) -> list[list[str]]:
    """What the outline says, with keys and parents from the database itself."""
    items = Item.objects.filter(edition=edition).select_related("parent").in_bulk()
    found = []
    for row in outline(edition).rows:
        item, words = items[row.pk], (row.code, row.text, row.description, row.lead, row.due)
        under = item.parent if item.parent.parent_id else None
        place = (under.code, str(under.key)) if under else ("", "")
        address = f"http://127.0.0.1:8000{item.get_absolute_url()}"
        card = [""] * 14
        found.append([str(row.level), row.tier_name, *words, *place, str(item.key), address, *card])
    return found


def header() -> list[str]:
    return [str(name) for name in table.COLUMNS]


def test_the_real_plan_reads_back_as_its_outline(real: Edition) -> None:
    found = read(separated.content(real))
    assert found == [header(), *expected(real)]
    assert len(found) == 1 + 67


def test_a_plan_of_other_levels_reads_back_as_its_outline(other: Edition) -> None:
    assert read(separated.content(other)) == [header(), *expected(other)]


@pytest.mark.parametrize("text", texts.HOSTILE)
def test_any_text_reads_back_as_it_was(plan: Plan, text: str) -> None:
    draft = draft_of(plan)
    fields = {"text": text, "description": text, "lead": text, "due": "12/2020"}
    editing.change_item(item_of(draft, "A1.1"), 1, **fields)
    edition = publish(plan)
    assert read(separated.content(edition)) == [header(), *expected(edition)]


@settings(deadline=None)
@given(texts.TEXTS)
def test_no_cell_begins_like_a_formula_and_each_can_be_told_again(text: str) -> None:
    guarded = separated.guarded(text)
    assert guarded[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert separated.unguarded(guarded) == text


def test_an_address_with_czech_letters_is_encoded(plan: Plan) -> None:
    editing.change_item(item_of(draft_of(plan), "A1.1"), 1, code="Č1")
    edition = publish(plan)
    rows = read(separated.content(edition))
    assert [row[10][-8:] for row in rows if row[2] == "Č1"] == ["/%C4%8C1/"[-8:]]
    assert rows == [header(), *expected(edition)]


def test_a_czech_excel_knows_it_for_a_table(published: Edition) -> None:
    file = separated.content(published)
    assert file.startswith(b"\xef\xbb\xbf" + ";".join(header()).encode() + b"\r\n1;Hodnota;")
    assert file.endswith(b"\r\n")


@pytest.mark.parametrize("measures", [1, 3])
def test_it_takes_three_queries(db: None, measures: int, django_assert_num_queries: Any) -> None:
    edition = publish(make_plan(measures=measures))
    with django_assert_num_queries(3):
        separated.content(edition)
