"""The form that is filled in by hand: its page, its PDF, and where its code leads."""

import io
from typing import Any

import pikepdf
import pytest
import segno
from django.test import Client

from brnoplan import pagestore
from comments import consultation as deeds
from comments.consulting import paper
from comments.models import Comment, Consultation
from strategy import reading, slots
from strategy.editing import version_of
from strategy.models import Edition
from strategy.pdf import code
from strategy.pdf.rendering import RenderingFailed
from tests.factories import open_consultation
from tests.strategy.public_pages import PLAN, body, links

PAGE = f"{PLAN}rizeni/1/formular/"
PDF = f"{PLAN}rizeni/1/formular.pdf"


@pytest.fixture(autouse=True)
def nothing_typeset() -> None:
    paper.typeset.cache_clear()


@pytest.fixture
def consulted(published: Edition, settings: Any) -> Consultation:
    settings.SITE_URL = "https://plany.example"
    return open_consultation(
        published, postal_address="Dominikánské náměstí 1\nBrno", email="pripominky@example.cz"
    )


def test_the_page_says_where_to_send_it_and_leads_to_the_consultation(
    client: Client, consulted: Consultation
) -> None:
    response = client.get(PAGE)
    shown = body(response).replace("\xa0", " ")
    assert "Dominikánské náměstí 1<br>Brno" in shown
    assert "pripominky@example.cz" in shown
    assert response.context["code"] == code.of_page(f"{PLAN}rizeni/1/")
    assert response.context["code"].address == f"https://plany.example{PLAN}rizeni/1/"
    assert shown.count(response.context["code"].path) == 1
    lines = sum(len(field.lines) for field in response.context["fields"])
    assert shown.count('<div class="paper__line') == lines + 1
    assert PDF in links(response)


def test_kind_and_on_whose_behalf_are_crossed_in_boxes(
    client: Client, consulted: Consultation
) -> None:
    response = client.get(PAGE)
    choices = response.context["choices"]
    assert [choice.boxes for choice in choices] == [
        [str(label) for label in Comment.Speaker.labels],
        [str(label) for label in Comment.Kind.labels],
    ]
    boxes = body(response).count('<span class="paper__box">')
    assert boxes == len(Comment.Speaker) + len(Comment.Kind) + 1
    printed = paper.document(reading.read("zkusebni-plan", 1), consulted)
    assert printed.count('<span class="paper__box">') == boxes


def test_the_code_holds_the_address_of_the_consultation(consulted: Consultation) -> None:
    made = code.of_page(consulted.get_absolute_url())
    dark = sum(map(sum, segno.make(made.address, error="m", micro=False).matrix))
    widths = [int(bar.split("h")[1].removesuffix("v1")) for bar in made.path.split("z")[:-1]]
    assert sum(widths) == dark


def test_the_pdf_is_one_page_that_says_what_it_conforms_to(
    client: Client, consulted: Consultation
) -> None:
    response = client.get(PDF)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "pripominka" in response.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) == 1
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert pdf.Root.MarkInfo.Marked


def test_the_same_form_has_the_same_bytes_and_is_typeset_once(consulted: Consultation) -> None:
    html = paper.document(reading.read("zkusebni-plan", 1), consulted)
    first = paper.typeset(html)
    paper.typeset.cache_clear()
    assert paper.typeset(html) == first
    assert paper.typeset(html) is paper.typeset(html)


def test_a_change_of_how_to_take_part_is_in_the_next_pdf(
    client: Client, consulted: Consultation
) -> None:
    before = client.get(PDF).content
    deeds.change(consulted, version_of(consulted), email="novy@example.cz")
    pagestore.store.clear()
    assert client.get(PDF).content != before


def test_a_busy_machine_offers_the_page_to_print(client: Client, consulted: Consultation) -> None:
    with slots.held(1), slots.held(2):
        response = client.get(PDF)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert PAGE in links(response)
    assert client.get(PDF).status_code == 200


def test_a_press_that_fails_offers_the_page_to_print(
    client: Client, consulted: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(html: str, *, seconds: int) -> bytes:
        raise RenderingFailed("broken")

    monkeypatch.setattr(paper, "render", broken)
    response = client.get(PDF)
    assert (response.status_code, PAGE in links(response)) == (503, True)


def test_without_a_consultation_there_is_no_form(client: Client, published: Edition) -> None:
    assert [client.get(path).status_code for path in (PAGE, PDF)] == [404, 404]
