"""Documents in the administration: what was typed stays, whatever file came with it."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from kpss.documents import files
from kpss.models import Document, PlanningRevision, SubsidyRules
from strategy import uploading
from strategy.editing import version_of
from tests.kpss.papers import HTML, PDF, PNG, SVG, make_document, make_filed, office, upload
from tests.strategy.cast import client_of

LIST = reverse("admin:kpss_document_changelist")
ADD = reverse("admin:kpss_document_add")
TYPED = {
    "kind": "analysis",
    "title": "Analýza potřeb",
    "dated": "1. 3. 2012",
    "author": "",
    "about": "O potřebách seniorů.",
    "source": "",
    "is_public": "on",
    "version": "",
}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "documents"


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def lying(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*"))


def page_of(document: Document) -> str:
    return reverse("admin:kpss_document_change", args=[document.pk])


def form_of(document: Document, **changes: object) -> dict[str, object]:
    return TYPED | {"title": document.title, "version": version_of(document)} | changes


def revision() -> int:
    return PlanningRevision.objects.values_list("number", flat=True).first() or 0


def errors(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def test_a_document_is_added_with_its_file(coordinator: Client, own_folder: Path) -> None:
    before = revision()
    response = coordinator.post(ADD, TYPED | {"upload": upload("../Zpráva.pdf")})
    assert response.status_code == 302
    document = Document.objects.get()
    assert (document.title, document.dated, document.file_name, document.file_type) == (
        "Analýza potřeb",
        "2012-03-01",
        "Zpráva.pdf",
        "application/pdf",
    )
    assert files.path_of(document.sha256).read_bytes() == PDF
    assert revision() > before


def test_a_document_is_added_without_a_file(coordinator: Client, own_folder: Path) -> None:
    assert coordinator.post(ADD, TYPED).status_code == 302
    assert (Document.objects.get().sha256, lying(own_folder)) == ("", [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("zprava.pdf", HTML),
        ("zprava.pdf", SVG),
        ("zprava.pdf", PNG),
        ("zprava.pdf", PDF[:20]),
        ("zprava.docx", office(**{"word__vbaProject.bin": b"x"})),
        ("zprava.docx", b"PK\x03\x04"),
        ("zprava.pdf.exe", PDF),
        ("zprava.exe.pdf", PDF),
        ("zprava.svg", SVG),
        ("data.csv", "kůň".encode("cp1250")),
        ("zprava.pdf", b""),
    ],
)
def test_a_bad_file_is_told_at_its_field_and_what_was_typed_stays(
    coordinator: Client, own_folder: Path, name: str, content: bytes
) -> None:
    response = coordinator.post(ADD, TYPED | {"upload": upload(name, content)})
    assert response.status_code == 200
    assert list(errors(response)) == ["upload"]
    text = response.content.decode()
    assert errors(response)["upload"][0] in response.context["adminform"].form.errors.as_text()
    assert 'value="Analýza potřeb"' in text
    assert "O potřebách seniorů." in text
    assert (Document.objects.count(), lying(own_folder)) == (0, [])


def test_a_file_that_is_too_large_is_told_and_never_kept(
    coordinator: Client, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (uploading, files):
        monkeypatch.setattr(module, "MOST_BYTES", 3 * 1024**2)
    large = upload("velky.pdf", PDF + b" " * (4 * 1024**2))
    response = coordinator.post(ADD, TYPED | {"upload": large})
    assert "3" in errors(response)["upload"][0]
    assert 'value="Analýza potřeb"' in response.content.decode()
    assert lying(own_folder) == []


def test_who_mistyped_something_else_is_told_to_choose_the_file_once_more(
    coordinator: Client, own_folder: Path
) -> None:
    response = coordinator.post(ADD, TYPED | {"title": "", "upload": upload()})
    assert sorted(errors(response)) == ["title", "upload"]
    response = coordinator.post(ADD, TYPED | {"title": ""})
    assert list(errors(response)) == ["title"]
    assert lying(own_folder) == []


def test_a_new_file_takes_the_place_of_the_former_one(
    coordinator: Client, own_folder: Path, django_capture_on_commit_callbacks
) -> None:
    document = make_filed()
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(page_of(document), form_of(document, upload=upload("b.png", PNG)))
    former = document.sha256
    document.refresh_from_db()
    assert (document.file_name, lying(own_folder)) == ("b.png", [document.sha256])
    names = document.history.values_list("file_name", "sha256")
    assert list(names) == [("b.png", document.sha256), ("zprava.pdf", former)]


def test_a_file_is_deleted_where_that_is_asked(
    coordinator: Client, own_folder: Path, django_capture_on_commit_callbacks
) -> None:
    document = make_filed()
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(page_of(document), form_of(document, without_file="on"))
    document.refresh_from_db()
    assert (document.sha256, document.file_size, lying(own_folder)) == ("", 0, [])


def test_other_changes_leave_the_file(coordinator: Client, own_folder: Path) -> None:
    document = make_filed()
    coordinator.post(page_of(document), form_of(document, title="Nový název"))
    document.refresh_from_db()
    assert (document.title, lying(own_folder)) == ("Nový název", [document.sha256])


def test_the_second_of_two_loses_neither_words_nor_the_first_ones_file(
    coordinator: Client, own_folder: Path, django_capture_on_commit_callbacks
) -> None:
    document = make_filed()
    late = form_of(document, title="Pozdní", upload=upload("b.png", PNG))
    coordinator.post(page_of(document), form_of(document, title="Dřívější"))
    with django_capture_on_commit_callbacks(execute=True):
        response = coordinator.post(page_of(document), late)
    assert response.status_code == 200
    assert response.context["adminform"].form.compared
    assert list(errors(response)) == ["__all__", "upload"]
    assert lying(own_folder) == [document.sha256]
    again = late | {"version": version_of(document), "upload": upload("b.png", PNG)}
    coordinator.post(page_of(document), again)
    document.refresh_from_db()
    assert (document.title, document.file_name) == ("Pozdní", "b.png")


def test_the_file_goes_with_its_document(
    coordinator: Client, own_folder: Path, django_capture_on_commit_callbacks
) -> None:
    kept, first, second = make_document(), make_filed(), make_filed(PNG, "b.png")
    before = revision()
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("admin:kpss_document_delete", args=[first.pk])
        coordinator.post(address, {"post": "yes"})
    assert (lying(own_folder), revision() > before) == ([second.sha256], True)
    chosen = {"action": "delete_selected", "_selected_action": [second.pk], "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(LIST, chosen)
    assert (lying(own_folder), list(Document.objects.all())) == ([], [kept])


def test_a_document_that_rules_name_is_not_deleted(
    coordinator: Client, own_folder: Path, django_capture_on_commit_callbacks
) -> None:
    document = make_filed()
    SubsidyRules.objects.create(year=2014, title="Pravidla", document=document)
    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("admin:kpss_document_delete", args=[document.pk])
        coordinator.post(address, {"post": "yes"})
    assert (list(Document.objects.all()), lying(own_folder)) == ([document], [document.sha256])


def test_an_earlier_wording_is_put_back_without_the_file(coordinator: Client) -> None:
    document = make_filed(title="První")
    first = document.history.get().history_id
    coordinator.post(page_of(document), form_of(document, title="Druhý"))
    before = revision()
    address = reverse("admin:kpss_document_restore", args=[document.pk, first])
    coordinator.post(address, {"version": version_of(document)})
    document.refresh_from_db()
    assert (document.title, bool(document.sha256), revision() > before) == ("První", True, True)


@pytest.mark.parametrize("person", ["officer", "editor", "nobody"])
def test_others_neither_see_nor_write_documents(db: None, person: str, own_folder: Path) -> None:
    document, client = make_filed(), client_of(person)
    for address in (LIST, ADD, page_of(document)):
        assert client.get(address).status_code in {302, 403}
    assert client.post(ADD, TYPED).status_code in {302, 403}
    assert client.post(page_of(document), form_of(document, title="X")).status_code in {302, 403}
    assert Document.objects.values_list("title", flat=True).get() == document.title


def test_an_auditor_only_reads(db: None, own_folder: Path) -> None:
    document, client = make_filed(), client_of("auditor")
    page = client.get(page_of(document))
    assert (page.status_code, b'type="file"' in page.content) == (200, False)
    assert document.file_name in page.content.decode()
    assert client.get(ADD).status_code == 403
    delete = reverse("admin:kpss_document_delete", args=[document.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert Document.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    coordinator: Client, count: int, django_assert_num_queries, own_folder: Path
) -> None:
    for number in range(count):
        make_filed(title=f"Dokument {number}")
    coordinator.get(LIST)
    with django_assert_num_queries(8):
        coordinator.get(LIST)
