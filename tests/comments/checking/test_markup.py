"""The office's pages of checking and entering, read as strictly as the standard says."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from comments import amending, redaction
from comments.receiving import Said
from strategy.editing import version_of
from strategy.models import Edition
from tests import html_checker
from tests.comments.entering.workbooks import workbook
from tests.comments.staff import signed_in
from tests.factories import item_of, make_comment, open_consultation

SAID = "Volejte 602 123 456.\n\nDěkuji."


@pytest.fixture
def pages(published: Edition) -> dict[str, str]:
    """Each page in its fullest form, by name."""
    item, consultation = item_of(published, "A1.1"), open_consultation(published)
    make_comment(item, published=False)
    amended = make_comment(item, text=SAID, proposal="Jinak.", rationale="Proto.")
    amending.amend(amended, [Said(item, SAID.replace("Děkuji", "Prosím"))])
    hidden = make_comment(item, text=SAID)
    redaction.hide(hidden, ["602 123 456"], "telefon")
    client = signed_in()
    redacting = reverse("comments:redaction", args=[amended.pk])
    chosen = {"passages": "602 123 456", "reason": "telefon"}
    chosen |= {"seen": str(version_of(amended))}
    one = reverse("comments:entering_one", args=[consultation.pk])
    sheet = reverse("comments:entering_sheet", args=[consultation.pk])

    def sent(*rows: dict[str, str]) -> HttpResponse:
        return client.post(sheet, {"file": SimpleUploadedFile("p.xlsx", workbook(*rows))})

    answers = {
        "queue": client.get("/pripominky/kontrola/"),
        "comment": client.get(reverse("comments:checking_comment", args=[hidden.pk])),
        "redaction": client.get(reverse("comments:redaction", args=[hidden.pk])),
        "redaction-refused": client.post(redacting, chosen | {"passages": "Nikdo"}),
        "redaction-shown": client.post(redacting, chosen),
        "entering": client.get("/pripominky/zapsat/"),
        "entering-one": client.post(one, {"more": "1", "points": "1"}),
        "entering-refused": client.post(one, {"points": "2", "2-text": "x"}),
        "entering-sheet": client.get(sheet),
        "entering-sheet-shown": sent({"text": "Doplnit."}),
        "entering-sheet-faulty": sent({"place": "Z9"}),
    }
    assert [it.status_code for it in answers.values()] == [200] * len(answers)
    return {name: it.content.decode() for name, it in answers.items()}


def test_every_page_is_written_as_the_standard_says(pages: dict[str, str]) -> None:
    found = {name: html_checker.faults(html) for name, html in pages.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.html_checker
def test_the_html_checker_finds_nothing(pages: dict[str, str], tmp_path: Path) -> None:
    assert html_checker.nu_faults(pages, tmp_path) == []
