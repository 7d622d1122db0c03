"""The workbook, read back: every text a text, nothing else in it."""

import io
import re
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from strategy import editing
from strategy.formats import paragraphs, table, workbook
from strategy.models import Edition, Plan
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.formats import texts
from tests.strategy.formats.test_separated import expected, header


def sheet_of(edition: Edition) -> Worksheet:
    (sheet,) = load_workbook(io.BytesIO(workbook.content(edition))).worksheets
    return sheet


def told(written: str) -> str:
    """A text as Excel reads it: what is written as _x0007_ is that character."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda one: chr(int(one[1], 16)), written)


def read(sheet: Worksheet) -> list[list[str]]:
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return [[told(str(value)) if value is not None else "" for value in row] for row in rows]


def test_the_real_plan_reads_back_as_its_outline(real: Edition) -> None:
    sheet = sheet_of(real)
    assert read(sheet) == [header(), *expected(real)]
    assert sheet["A1"].value.startswith(f"{real.title} – {paragraphs.imprint(real)}")


def test_a_plan_of_other_levels_reads_back_as_its_outline(other: Edition) -> None:
    assert read(sheet_of(other)) == [header(), *expected(other)]


@pytest.mark.parametrize("text", texts.HOSTILE)
def test_every_text_is_a_text_whatever_it_begins_with(plan: Plan, text: str) -> None:
    fields = {"text": text, "description": text, "lead": text, "due": "2020"}
    editing.change_item(item_of(draft_of(plan), "A1.1"), 1, **fields)
    edition = publish(plan)
    sheet = sheet_of(edition)
    assert read(sheet) == [header(), *expected(edition)]
    types = {cell.column: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert types == {1: "n"} | dict.fromkeys(range(2, len(table.COLUMNS) + 1), "s")
    assert b"<f>" not in _entry(workbook.content(edition), "xl/worksheets/sheet1.xml")


@settings(deadline=None)
@given(texts.TEXTS)
def test_any_character_can_be_written_and_told_again(text: str) -> None:
    written = workbook.written(text)
    assert told(written) == text
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", written)


@pytest.mark.parametrize("one", ["a", "\x07", "👩"])
def test_what_is_longer_than_a_cell_is_cut_between_characters(one: str) -> None:
    written = workbook.written(one * 40_000)
    assert len(written.encode("utf-16-le")) // 2 <= 32_767
    assert told(written) == one * (len(told(written)) - 1) + "…"
    assert workbook.written("a" * 32_767) == "a" * 32_767


def test_the_header_stays_in_sight_and_long_texts_wrap(published: Edition) -> None:
    sheet = sheet_of(published)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:Y8")
    assert sheet.print_title_rows == "$2:$2"
    assert [cell.font.bold for cell in sheet[2]] == [True] * len(table.COLUMNS)
    assert sheet["D3"].alignment.wrap_text
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[2]]
    assert widths == list(workbook.WIDTHS)


def test_the_same_edition_gives_the_same_bytes_at_any_time(
    published: Edition, time_machine: Any
) -> None:
    time_machine.move_to("2030-01-01")
    first = workbook.content(published)
    time_machine.move_to("2031-07-01")
    assert workbook.content(published) == first
    properties = load_workbook(io.BytesIO(first)).properties
    published_at = published.published_at.replace(tzinfo=None, microsecond=0)
    assert (properties.title, properties.language) == (published.title, "cs-CZ")
    assert {properties.created, properties.modified} == {published_at}


def test_an_edition_out_of_force_says_so_at_the_top(published: Edition) -> None:
    published.state = Edition.State.SUPERSEDED
    assert sheet_of(published)["A1"].value.endswith(paragraphs.warning(published))


@pytest.mark.parametrize("measures", [1, 3])
def test_it_takes_three_queries(db: None, measures: int, django_assert_num_queries: Any) -> None:
    edition = publish(make_plan(measures=measures))
    with django_assert_num_queries(3):
        workbook.content(edition)


def _entry(archive: bytes, name: str) -> bytes:
    return ZipFile(io.BytesIO(archive)).read(name)
