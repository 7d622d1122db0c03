"""The settlement table in each of its formats, read back by a parser that is not ours."""

import csv
import io
from typing import Any
from zipfile import ZipFile

import page
import pytest
from django.db import transaction
from django.test import Client
from lxml import etree

from comments.models import Comment
from comments.table import lines, record, without_name
from comments.tables import document
from comments.tables.contents import Table, table_of
from comments.tables.files import FORMATS
from comments.tables.selection import Selection
from strategy.formats.separated import DELIMITER
from strategy.pdf import press, rendering
from tests.comments.tables import tables
from tests.comments.tables.tables import Values, full_table
from tests.strategy.test_pdf_press import texts_of

pytestmark = pytest.mark.django_db

READERS = {"xlsx": tables.of_sheet, "csv": tables.of_csv, "docx": tables.of_word}
ORIENTATIONS = ["portrait", "landscape"]
LONG = "Nejneobhospodařovávatelnější sociálněprávní poradenství obyvatelům vyloučených lokalit. "


@pytest.fixture
def table() -> Table:
    return table_of(Selection(full_table()))


def expected(*, nameless: bool = False) -> list[Values]:
    found = lines(Comment.objects.all())
    return [tables.by_name(record(without_name(one) if nameless else one)) for one in found]


def test_the_table_has_something_in_every_column(table: Table) -> None:
    columns = zip(*table.records, strict=True)
    assert [any(values) for values in columns] == [True] * 17
    assert len(table.records) == 9


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("nameless", [False, True])
def test_every_format_says_the_same_cell_by_cell(extension: str, nameless: bool) -> None:
    table = table_of(Selection(full_table()), nameless=nameless)
    read = READERS[extension](FORMATS[extension].content(table))
    assert read == expected(nameless=nameless)


@pytest.mark.parametrize("nameless", [False, True])
def test_page_and_print_say_the_same_cell_by_cell(client: Client, nameless: bool) -> None:
    table = table_of(Selection(full_table()), nameless=nameless)
    for orientation in ORIENTATIONS:
        assert tables.of_html(document.html(table, orientation)) == expected(nameless=nameless)
    if not nameless:
        html = client.get("/zkusebni-plan/vyporadani/").content.decode()
        assert tables.of_html(html) == expected()


def test_no_cell_of_the_sheet_is_a_formula(table: Table) -> None:
    with ZipFile(io.BytesIO(FORMATS["xlsx"].content(table))) as file:
        sheet = etree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    names = {etree.QName(element).localname for element in sheet.iter()}
    assert "f" not in names
    kinds = {cell.get("t") for cell in sheet.iter("{*}c") if len(cell)}
    assert kinds <= {"s", "inlineStr"}


def test_no_cell_of_the_csv_begins_as_a_formula(table: Table) -> None:
    text = FORMATS["csv"].content(table).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER)
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in {*"=+-@", "\t"}] == []
    guarded = sorted(cell.split("\n")[0] for cell in cells if cell.startswith("'"))
    assert guarded == ["''=A1", "'+420", "'=1+1", "'@Odbor"]


@pytest.mark.parametrize("extension", FORMATS)
def test_the_same_table_gives_the_same_bytes(extension: str, table: Table) -> None:
    first, second = (FORMATS[extension].content(table) for _twice in range(2))
    assert first == second


def test_the_head_of_the_word_table_is_repeated(table: Table) -> None:
    with ZipFile(io.BytesIO(FORMATS["docx"].content(table))) as file:
        body = etree.fromstring(file.read("word/document.xml"))
    assert len(list(body.iter("{*}tblHeader"))) == 1
    [size] = body.iter("{*}pgSz")
    assert size.get(f"{{{size.nsmap['w']}}}orient") == "landscape"


def test_nobody_is_named_in_a_table_without_names() -> None:
    table = table_of(Selection(full_table()), nameless=True)
    files = [kind.content(table) for kind in FORMATS.values()]
    text = "".join(str(READERS[name](file)) for name, file in zip(FORMATS, files, strict=True))
    text += document.html(table, "portrait")
    assert "Nová" not in text
    assert "Sdružení" in text


def test_no_text_of_anybody_becomes_markup(table: Table) -> None:
    html = document.html(table, "portrait")
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


@pytest.fixture(scope="module")
def sources(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    """HTML of a table of many lines, one taller than a page, both ways; and of an empty one."""
    with django_db_blocker.unblock(), transaction.atomic():
        edition = full_table()
        item = edition.items.get(code="A1")
        for number in range(8):
            tables.make_comment(item, text=LONG * (80 if number == 3 else 3))
        full = table_of(Selection(edition))
        empty = table_of(Selection(edition, text="nikde"))
        made = {orientation: document.html(full, orientation) for orientation in ORIENTATIONS}
        made["empty"] = document.html(empty, "portrait")
        transaction.set_rollback(True)
    return made


@pytest.mark.parametrize("name", [*ORIENTATIONS, "empty"])
def test_the_pdf_is_archivable_and_accessible(name: str, sources: dict[str, str]) -> None:
    pdf = rendering.render(sources[name])
    for profile in (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert list(report.failures) == []
        assert report.is_compliant


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_every_word_of_the_table_is_printed_on_pages_that_lie_as_asked(
    orientation: str, sources: dict[str, str]
) -> None:
    sheets = press.lay_out(sources[orientation]).pages
    assert {sheet.width > sheet.height for sheet in sheets} == {orientation == "landscape"}
    printed = letters("".join("".join(texts_of(sheet._page_box)) for sheet in sheets))
    for values in tables.of_html(sources[orientation]):
        for text in values.values():
            if len(text) < 200:
                assert letters(text) in printed, text


def letters(text: str) -> str:
    """Without what hyphenation, line breaks and missing glyphs change."""
    return "".join(character for character in text if character.isalnum())
