"""Wordings are cleaned where they are written, so that every format shows the same."""

import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from strategy import characters, editing, resolutions
from strategy.formats import FORMATS
from strategy.importing import layout
from strategy.models import Edition, Item, Plan, Tier
from strategy.pdf import document
from tests.factories import draft_of, item_of, publish
from tests.kpss.factories import make_minutes
from tests.strategy.cast import client_of

DIRTY = "Ve\x1fřej\ufffeně\x0bdostup\u202ené\u2069\x85služ\U0001ffffby\r\nv obci\x07"
CLEAN = "Veřejně\ndostupné\nslužby\nv obci"
WORDS = CLEAN.split()


def item_in(edition: Edition) -> Item:
    return item_of(edition, "A1.1")


BREAKS = ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("line_break", BREAKS)
def test_every_kind_of_line_break_is_one(line_break: str) -> None:
    assert characters.plain(f"dva{line_break}řádky") == "dva\nřádky"
    assert characters.in_one_line(f"dva{line_break}řádky") == "dva řádky"


@given(some.text())
def test_a_plain_text_stays_as_it_is_and_no_letter_is_lost(text: str) -> None:
    once = characters.plain(text)
    assert characters.plain(once) == once
    letters = [one for one in text if one.isalnum()]
    assert [one for one in once if one.isalnum()] == letters


@pytest.mark.parametrize("kept", ["\t", "\xa0", "\xad", "👩‍👩‍👧", "a\u0301", "\u200b"])
def test_what_a_text_needs_is_kept(kept: str) -> None:
    assert characters.plain(f"a{kept}b") == f"a{kept}b"


def test_a_deed_that_adds_or_changes_an_item_cleans_its_words(plan: Plan) -> None:
    draft = draft_of(plan)
    tier = Tier.objects.get(plan=plan, name="Opatření")
    fields = {"text": DIRTY, "description": DIRTY, "lead": DIRTY}
    added = editing.add_item(item_of(draft, "A1"), tier, code="A1.9", **fields)
    changed = editing.change_item(item_in(draft), 1, **fields)
    for item in (added, changed):
        expected = (CLEAN, CLEAN, " ".join(WORDS))
        assert (item.text, item.description, item.lead) == expected
        item.refresh_from_db()
        assert (item.text, item.description, item.lead) == expected
        assert item.history.latest().text == CLEAN


def test_what_goes_past_the_deeds_is_cleaned_too(plan: Plan) -> None:
    Item.objects.filter(pk=item_in(draft_of(plan)).pk).update(text=DIRTY)
    assert item_in(draft_of(plan)).text == CLEAN


def test_the_cover_resolutions_and_minutes_are_cleaned(plan: Plan) -> None:
    changed = editing.change_plan(plan, editing.version_of(plan), title=DIRTY, summary=DIRTY)
    root = Item.objects.get(edition=draft_of(plan), parent=None)
    assert (changed.title, changed.summary, root.text) == (" ".join(WORDS), CLEAN, " ".join(WORDS))
    part = {"verb": "approves", "subject": "plan", "wording": DIRTY, "addressee": "", "due": None}
    made = resolutions.record(draft_of(plan), [part], body="city_council", report=DIRTY)
    assert (made.report, made.parts.get().wording) == (CLEAN, CLEAN)
    minutes = make_minutes(plan, text=DIRTY, written_by=DIRTY)
    assert (minutes.written_by, minutes.text) == (" ".join(WORDS), CLEAN)


def send(client: Client, item: Item, text: str) -> Any:
    sent = {"code": item.code, "text": text, "description": "", "version": item.version}
    return client.post(reverse("admin:strategy_item_change", args=[item.pk]), sent)


def test_a_form_cleans_and_a_browsers_line_ends_are_no_change(plan: Plan) -> None:
    client = client_of("editor")
    assert send(client, item_in(draft_of(plan)), DIRTY).status_code == 302
    item = item_in(draft_of(plan))
    assert (item.text, item.version) == (CLEAN, 2)
    assert send(client, item, CLEAN.replace("\n", "\r\n")).status_code == 302
    assert item_in(draft_of(plan)).version == 2


def test_a_form_takes_what_holds_nothing_visible_for_empty(plan: Plan) -> None:
    answer = send(client_of("editor"), item_in(draft_of(plan)), "\x07\u202e\x85")
    assert set(answer.context["adminform"].form.errors) == {"text"}


def test_an_import_brings_clean_lines() -> None:
    [line] = layout.split("Priorita\u202e A1\x0cSlužby\ufffe")
    assert line.text == "Priorita A1 Služby"


def told(extension: str, file: bytes) -> str:
    """The text of a file as its reader is told it."""
    if extension == "docx":
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file)).paragraphs)
    if extension == "xlsx":
        [sheet] = load_workbook(io.BytesIO(file)).worksheets
        return "\n".join(str(cell) for row in sheet.values for cell in row)
    if extension == "json":
        return "\n".join(str(item["text"]) for item in json.loads(file)["items"])
    return file.decode("utf-8-sig")


def test_all_formats_the_page_and_the_pdf_tell_the_same(plan: Plan, client: Client) -> None:
    editing.change_item(item_in(draft_of(plan)), 1, text=DIRTY)
    edition = Edition.objects.select_related("plan").get(pk=publish(plan).pk)
    texts = {
        made.extension: told(made.extension, made.content(edition)) for made in FORMATS.values()
    }
    texts["html"] = client.get(item_in(edition).get_absolute_url()).content.decode()
    texts["pdf"] = document.html(edition)
    whole = re.compile(r"(?:\s|\\|<[^>]+>)+".join(WORDS))
    found = {name: bool(whole.search(text.replace("\xa0", " "))) for name, text in texts.items()}
    assert found == dict.fromkeys([*FORMATS, "html", "pdf"], True)
    assert [name for name, text in texts.items() if "\ufffd" in text or "_x0" in text] == []
