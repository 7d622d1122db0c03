"""Posters and comment sheets of items."""

import io
import re
from typing import Any

import pikepdf
import pytest
from django.test import Client

from brnoplan import pagestore
from brnoplan.sharing import printing
from comments.consulting import paper
from strategy.models import Edition
from tests.factories import draft_of, item_of, make_plan, open_consultation, publish


def address(edition: Edition, name: str, code: str = "A1.1") -> str:
    return f"/polozka/{item_of(edition, code).key}/{name}.pdf"


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were to be typeset, without the seconds that it takes."""
    documents: list[str] = []
    monkeypatch.setattr(paper, "typeset", lambda html: documents.append(html) or b"%PDF-1.7")
    return documents


def test_a_poster_is_one_tagged_page(client: Client, published: Edition) -> None:
    open_consultation(published)
    answer = client.get(address(published, "plakat"))
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked


def test_a_poster_gives_the_short_address_only_where_it_leads_here(
    client: Client, published: Edition, typeset: list[str]
) -> None:
    client.get(address(published, "plakat"))
    publish(make_plan("druhy", "Druhý"))
    other = publish(make_plan("treti", "Třetí"), Edition.State.APPROVED)
    client.get(address(other, "plakat"))
    pagestore.store.clear()
    client.get(address(published, "plakat"))
    said = [re.findall(r'class="poster__short">([^<]*)<', one) for one in typeset]
    assert said == [
        ["127.0.0.1:8000/A1.1"],
        ["127.0.0.1:8000/A1.1"],
        ["127.0.0.1:8000/zkusebni-plan/edice/1/A1.1/"],
    ]


def test_a_sheet_is_offered_and_made_only_while_comments_are_taken(
    client: Client, published: Edition, typeset: list[str]
) -> None:
    sheet = address(published, "list")
    assert client.get(sheet).status_code == 404
    assert sheet not in client.get("/zkusebni-plan/A1.1/").content.decode()
    open_consultation(published)
    pagestore.store.clear()
    assert client.get(sheet).status_code == 200
    assert f'href="{sheet}"' in client.get("/zkusebni-plan/A1.1/").content.decode()
    assert re.findall(r"přihlášení:</strong> ([^<]*)<", typeset[0]) == ["127.0.0.1:8000/A1.1"]
    assert "Podporovat" in typeset[0]


def test_there_is_no_paper_of_what_nobody_may_read(client: Client, plan: Any) -> None:
    for name in ("plakat", "list"):
        assert client.get(address(draft_of(plan), name)).status_code == 404


def test_on_a_busy_machine_one_is_asked_to_come_again(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(html: str) -> bytes:
        raise paper.Busy

    monkeypatch.setattr(paper, "typeset", busy)
    answer = client.get(address(published, "plakat"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert answer.headers["Retry-After"] == str(paper.RETRY_SECONDS)


@pytest.mark.parametrize("measures", [1, 3])
def test_what_a_poster_costs(
    client: Client,
    db: None,
    typeset: list[str],
    measures: int,
    django_assert_num_queries: Any,
) -> None:
    edition = publish(make_plan(measures=measures))
    client.get("/robots.txt")
    client.get("/")
    poster = address(edition, "plakat")
    with django_assert_num_queries(5):
        client.get(poster)
    assert len(typeset) == 1
    item = item_of(edition, "A1.1")
    with django_assert_num_queries(1):
        printing.address_to_type(item)
