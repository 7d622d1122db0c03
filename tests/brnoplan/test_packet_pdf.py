"""The packet as a PDF: archivable, accessible, marked on every page, its tables readable."""

import io
import re
from collections import Counter
from datetime import date
from typing import Any

import page
import pikepdf
import pytest
from django.db import transaction

from brnoplan.packet import document
from strategy import editing
from strategy.models import Edition
from strategy.pdf import press, rendering
from tests.brnoplan.packets import ready_draft, recommend, settle
from tests.factories import (
    add_point,
    draft_of,
    item_of,
    make_comment,
    make_part,
    make_plan,
    publish,
    react,
)
from tests.factories import settle as settle_point
from tests.strategy.test_pdf_press import right_ends, texts_of

# The documents of the module are made from a database, which pytest-django makes for those marked.
pytestmark = pytest.mark.django_db

LONG = "Nejneobhospodařovávatelnější sociálněprávní poradenství obyvatelům vyloučených lokalit. "


def whole_packet() -> Edition:
    """A draft with everything that a packet can hold; one row is taller than a page."""
    plan = make_plan(title="Město v pohybu")
    approved = publish(plan, Edition.State.APPROVED)
    draft = ready_draft(plan)
    item = item_of(draft, "A1.1")
    editing.change_item(item, item.version, text=f"{item.text} {LONG}", lead="Odbor")
    imposed = {"verb": "imposes", "subject": "task", "addressee": "Radě města Brna"}
    make_part(draft.resolutions.get(), **imposed, wording=LONG, due=date(2019, 6, 30))
    recommend(draft)
    for number in range(12):
        comment = make_comment(item_of(approved, "A1"), text=LONG * (60 if number == 4 else 2))
        settle(comment, "not_accepted" if number % 3 == 0 else "accepted", reasoning=LONG)
    react(settle_point(add_point(comment, LONG), reasoning=LONG), LONG)
    return draft


@pytest.fixture(scope="module")
def sources(django_db_setup: None, django_db_blocker: Any) -> dict[str, str]:
    """HTML of a whole packet with its table either way, and of one with nothing done."""
    with django_db_blocker.unblock(), transaction.atomic():
        whole, bare = whole_packet(), draft_of(publish(make_plan("holy-plan")).plan)
        made = {
            "portrait": document.html(whole, "portrait"),
            "landscape": document.html(whole, "landscape"),
            "bare": document.html(Edition.objects.select_related("plan").get(pk=bare.pk)),
        }
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def sheets(sources: dict[str, str]) -> dict[str, list[Any]]:
    return {name: list(press.lay_out(html).pages) for name, html in sources.items()}


def pieces(sheet: Any) -> list[str]:
    """Pieces of text of a page, margin boxes included."""
    return list(texts_of(sheet._page_box))


def row_heads(box: Any) -> list[Any]:
    """Cells of the table's head on a page."""
    box = getattr(box, "_box", box)
    found = [box] if getattr(box, "element_tag", "") == "thead" else []
    for child in getattr(box, "children", []):
        found += row_heads(child)
    return found


@pytest.mark.parametrize("name", ["portrait", "landscape", "bare"])
def test_the_packet_is_archivable_and_accessible(name: str, sources: dict[str, str]) -> None:
    pdf = rendering.render(sources[name])
    for profile in (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert list(report.failures) == []
        assert report.is_compliant


def test_every_page_of_an_unfinished_packet_is_marked_once(
    sources: dict[str, str], sheets: dict[str, list[Any]]
) -> None:
    [mark] = re.findall(r'data-watermark="(\w+)"', sources["bare"])
    assert len(sheets["bare"]) > 5
    assert {pieces(sheet).count(mark) for sheet in sheets["bare"]} == {1}


def test_no_page_of_a_whole_packet_is_marked(
    sources: dict[str, str], sheets: dict[str, list[Any]]
) -> None:
    [mark] = re.findall(r'data-watermark="(\w+)"', sources["bare"])
    assert [sheet for sheet in sheets["landscape"] if mark in pieces(sheet)] == []


def test_the_list_of_what_is_missing_stands_on_page_two(
    sources: dict[str, str], sheets: dict[str, list[Any]]
) -> None:
    [first] = re.findall(r'lacks__list">\s*<li>(\w+)', sources["bare"])
    assert any(piece.startswith(first) for piece in pieces(sheets["bare"][1]))


def test_only_the_pages_of_the_table_lie_across(sheets: dict[str, list[Any]]) -> None:
    across = [n for n, sheet in enumerate(sheets["landscape"], 1) if sheet.width > sheet.height]
    assert across == list(range(across[0], across[-1] + 1))
    assert across == table_pages(sheets["landscape"])
    assert len(across) > 2
    assert [sheet for sheet in sheets["portrait"] if sheet.width > sheet.height] == []


def table_pages(sheets: list[Any]) -> list[int]:
    return [number for number, sheet in enumerate(sheets, 1) if row_heads(sheet._page_box)]


@pytest.mark.parametrize("name", ["portrait", "landscape"])
def test_the_head_of_the_table_is_repeated_even_beside_a_row_taller_than_a_page(
    name: str, sheets: dict[str, list[Any]]
) -> None:
    numbers = table_pages(sheets[name])
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert any(has_no_row_head(sheets[name][number - 1]) for number in numbers)


def has_no_row_head(sheet: Any) -> bool:
    """Whether a page shows only the rest of a row that began before."""
    return not [text for text in pieces(sheet) if re.fullmatch(r"\d+(/\d+)?", text)]


def test_the_contents_tell_the_page_on_which_the_table_begins(
    sources: dict[str, str], sheets: dict[str, list[Any]]
) -> None:
    [title] = re.findall(r'href="#podklad--table">([^<]+)<', sources["landscape"])
    contents = pieces(sheets["landscape"][1])
    number = contents[contents.index(title) + 1]
    assert int(number) == table_pages(sheets["landscape"])[0]


def test_every_cell_of_the_table_names_the_heads_of_its_row_and_column(
    sources: dict[str, str],
) -> None:
    with pikepdf.open(io.BytesIO(rendering.render(sources["landscape"]))) as file:
        elements = [element for element in file.objects if is_element(element)]
        tags = Counter(str(element.S) for element in elements)
        named = [len(element.A.Headers) for element in elements if element.S == "/TD"]
    # The table goes on from page to page as one with a head of its own on each. What stands at
    # the top of minutes has heads of rows alone.
    assert tags["/Table"] - 1 == tags["/THead"] > 2
    assert len(named) >= 4 * 14
    # Group, date and place of the minutes are named by the head of their row.
    assert Counter(named) == {1: 3, 2: len(named) - 3}


def is_element(element: Any) -> bool:
    return isinstance(element, pikepdf.Dictionary) and element.get("/Type") == "/StructElem"


def test_no_text_runs_out_of_its_column(sheets: dict[str, list[Any]]) -> None:
    """The longest words there are, in the narrowest columns."""
    for name in ("portrait", "landscape"):
        for number in table_pages(sheets[name]):
            for cell in cells(sheets[name][number - 1]._page_box):
                assert max(right_ends(cell), default=0) <= cell.position_x + cell.margin_width() + 1


def cells(box: Any) -> list[Any]:
    box = getattr(box, "_box", box)
    if getattr(box, "element_tag", "") in {"td", "th"}:
        return [box]
    return [cell for child in getattr(box, "children", []) for cell in cells(child)]
