"""150 payloads in every text that people write: wherever they show they are text.

What a field takes is asked of its own form field and column (`planting`). The ground is that of
the matrix of rights, which has an address of every route, so a new page is looked at by itself;
a new column with text is planted by itself, or must be told in `planting.LEFT`.
"""

import io
import logging
import os
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.db import connection, transaction
from django.db.models import EmailField
from django.http import HttpResponse
from django.template import Context, Template
from playwright.sync_api import Browser

from kpss.models.fields import When
from strategy.formats import separated
from strategy.pdf import rendering
from tests.hostile import browsing, letters, looking, portal
from tests.hostile.asking import Answer
from tests.hostile.browsing import POLICY
from tests.hostile.looking import TYPE
from tests.hostile.payloads import PAYLOADS
from tests.hostile.planting import name_of, written_fields
from tests.hostile.portal import Portal

# So short a source is pressed in a second or two.
PRESSED_LETTERS = 60_000

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="what a page makes of a text is no matter of the database: tried on SQLite",
    ),
]


@pytest.fixture(scope="module")
def hostile(chromium: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[Portal]:
    """Made after the browser, beside whose event loop Django opens another connection."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield portal.make()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quietly() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def answers(hostile: Portal) -> dict[str, Answer]:
    return dict(portal.everything(hostile))


def test_wherever_they_show_they_are_text(answers: dict[str, Answer]) -> None:
    assert (looking.wrong(answers.items()), looking.broken(answers.items())) == ([], [])


def test_in_a_pdf_they_are_text(answers: dict[str, Answer]) -> None:
    sources = {
        address: answer.content.decode()
        for address, answer in answers.items()
        if answer.content[:1] == b"<" and answer.response.headers[TYPE] == "application/pdf"
    }
    short = {address: html for address, html in sources.items() if len(html) < PRESSED_LETTERS}
    judged = {key: looking.in_pdf(rendering.render(html)) for key, html in short.items()}
    assert {address: found for address, found in judged.items() if found} == {}
    assert (len(sources), len(short)) == (7, 3)


def test_nothing_of_them_runs_in_a_browser(chromium: Browser, answers: dict[str, Answer]) -> None:
    found = {}
    with browsing.visit(chromium) as visit:
        opened = browsing.pages(answers, whole="HOSTILE_WHOLE" in os.environ)
        for address, answer in opened.items():
            if wrong := visit.open(address, answer):
                found[address] = wrong
    assert found == {}
    assert len(opened) > 150


def test_what_would_run_is_heard_and_the_policy_keeps_it_from_running(
    chromium: Browser, answers: dict[str, Answer]
) -> None:
    unguarded = Template("<!DOCTYPE html><title>x</title>{{ words|safe }}")
    words = "".join(payload.text for payload in PAYLOADS[:10])
    response = HttpResponse(unguarded.render(Context({"words": words})))
    response.headers[POLICY] = answers["/hledani/"].response.headers[POLICY]
    answer = answers["/hledani/"]._replace(response=response, content=response.content)
    with browsing.visit(chromium) as visit:
        free, guarded = visit.open("/", answer), visit.open("/", answer, guarded=True)
    ran = {"ran in the page", "dialog"}
    assert (ran & {*free}, ran & {*guarded}) == (ran, set())
    assert [one for one in free if "xq004z" in one] != []
    assert [one for one in guarded if "script-src" in one] != []


def test_each_field_takes_payloads_but_addresses_of_mail_and_days(hostile: Portal) -> None:
    assert len(PAYLOADS) == 150
    bare = {name for name, taken in hostile.planted.taken.items() if not taken}
    narrow = (EmailField, When)
    assert bare <= {name_of(*each) for each in written_fields() if isinstance(each[1], narrow)}
    assert len(hostile.planted.taken) > 150


def test_letters_are_written_of_them_as_of_any_other_words(hostile: Portal) -> None:
    found = {}
    kinds = set()
    for letter in letters.written(hostile.told, hostile.planted.instead):
        kinds.add(letter.kind)
        if wrong := letters.wrong_in(letter):
            found[letter.kind] = wrong
    assert found == {}
    assert len(kinds) > 8


def test_what_a_page_or_a_file_lets_through_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looking.in_html(b"<p title='xq001z'>xq001z</p>") == []
    assert looking.in_html(b"<p xq001z>") == ["<p xq001z=''>"]
    assert looking.in_separated(separated.separated(["a"], [["=1"]])) == []
    monkeypatch.setattr(separated, "guarded", str)
    assert looking.in_separated(separated.separated(["a"], [["=1"]])) != []
    pdf = pikepdf.new()
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=b"javascript:xq001z")
    pdf.Root.OpenAction = pdf.make_indirect(action)
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "<b xq001z>"
    file = io.BytesIO()
    pdf.save(file)
    assert looking.in_pdf(file.getvalue()) == ["has /OpenAction", "leads to javascript:xq001z"]
