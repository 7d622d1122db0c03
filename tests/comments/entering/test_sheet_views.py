"""The page that takes a workbook: shows first, enters what was shown."""

import io
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from comments.entering import importing
from comments.models import Comment, Consultation
from strategy.models import Edition
from strategy.sheets import LARGEST
from tests.comments.entering.workbooks import HEADS, workbook
from tests.comments.staff import signed_in
from tests.factories import open_consultation


@pytest.fixture
def consultation(published: Edition) -> Consultation:
    return open_consultation(published)


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in()


def page_of(consultation: Consultation) -> str:
    return reverse("comments:entering_sheet", args=[consultation.pk])


def upload(client: Client, consultation: Consultation, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile("pripominky.xlsx", content)
    return client.post(page_of(consultation), {"file": file})


def confirm(client: Client, consultation: Consultation, again: str) -> HttpResponse:
    return client.post(page_of(consultation), {"again": again, "confirm": "1"})


def test_a_file_is_shown_first_and_entered_when_that_is_confirmed(
    officer: Client, consultation: Consultation
) -> None:
    shown = upload(officer, consultation, workbook({"text": "Více <b>laviček</b>."}))
    assert (len(shown.context["plan"].new), Comment.objects.count()) == (1, 0)
    assert "Více &lt;b&gt;laviček" in shown.content.decode()
    response = confirm(officer, consultation, shown.context["again"])
    assert (response.status_code, Comment.objects.count()) == (302, 1)
    assert Comment.objects.get().history.get().history_user.username == "urednice"
    assert confirm(officer, consultation, shown.context["again"]).status_code == 302
    assert Comment.objects.count() == 1


def test_what_is_wrong_stands_in_a_table_and_nothing_can_be_confirmed(
    officer: Client, consultation: Consultation
) -> None:
    content = workbook({"text": "Dobře."}, {"text": "x", "place": "<i>"})
    response = upload(officer, consultation, content)
    (fault,) = response.context["plan"].faults
    assert (fault.row, fault.column) == (4, HEADS["place"])
    page = response.content.decode()
    assert ("&lt;i&gt;" in page, 'name="confirm"' in page) == (True, False)
    forced = confirm(officer, consultation, b64encode(content).decode())
    assert (bool(forced.context["refusal"]), Comment.objects.count()) == (True, 0)


@pytest.mark.parametrize("again", ["", "!", "AAAA", "á"])
def test_a_confirmation_of_nothing_is_refused_in_words(
    officer: Client, consultation: Consultation, again: str
) -> None:
    response = confirm(officer, consultation, again)
    assert (response.status_code, bool(response.context["refusal"])) == (200, True)


def test_no_file_and_one_too_large_are_refused_in_words(
    officer: Client, consultation: Consultation
) -> None:
    answers = [
        officer.post(page_of(consultation)),
        upload(officer, consultation, b"x" * (LARGEST + 1)),
    ]
    assert [bool(it.context["refusal"]) for it in answers] == [True, True]


def test_the_largest_file_fits_into_the_confirmation(settings: Any) -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE > LARGEST * 4 / 3 + 1_000


def test_our_empty_file_is_read_back_and_filled_in(
    officer: Client, consultation: Consultation
) -> None:
    response = officer.get(reverse("comments:entering_template"))
    assert response["Content-Disposition"] == 'attachment; filename="pripominky.xlsx"'
    book = load_workbook(io.BytesIO(response.content))
    assert [cell.value for cell in book.active[2]] == list(HEADS.values())
    book.active.append([None, "na papíře", "1. 1. 2100", *[None] * 6, "Doplnit."])
    saved = io.BytesIO()
    book.save(saved)
    faults = importing.plan(consultation, saved.getvalue()).faults
    assert [(it.row, it.column) for it in faults] == [(3, HEADS["received_on"])]


def test_our_empty_file_offers_what_can_be_chosen_as_people_type_it(
    officer: Client, consultation: Consultation
) -> None:
    response = officer.get(reverse("comments:entering_template"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    lists = sheet.data_validations.dataValidation
    offered = {str(it.sqref)[0]: it.formula1.strip('"') for it in lists}
    assert offered == {
        "B": "na papíře,e-mailem,na veřejném projednání",
        "D": "obecná,k části plánu,formální,bez připomínek",
        "G": "ano,ne",
        "M": "zásadní,doporučující",
    }
    assert {str(it.sqref)[1:3] for it in lists} == {"3:"}


def test_looking_changes_nothing(officer: Client, consultation: Consultation) -> None:
    assert officer.get(page_of(consultation), {"confirm": "1"}).context["plan"] is None
    assert Comment.objects.count() == 0


def test_who_may_not_enter_opens_and_sends_nothing(consultation: Consultation) -> None:
    client = signed_in("check_comment view_comment")
    answers = [
        client.get(page_of(consultation)),
        upload(client, consultation, workbook({"text": "x y"})),
        client.get(reverse("comments:entering_template")),
    ]
    assert [it.status_code for it in answers] == [403, 403, 403]
