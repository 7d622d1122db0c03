"""The text of a public document's file is found by its words, and goes with the document."""

import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from kpss import privacy
from kpss.documents import extracting, files, texts
from kpss.models import Document, DocumentText
from strategy.searching import keeping, weighing
from strategy.searching.documents import Document as Entry
from tests.kpss.factories import make_person
from tests.kpss.papers import PDF, PNG, make_document, make_filed, office, open_document
from tests.searching import catch_up, found
from tests.strategy.cast import client_of

State = DocumentText.State
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
SAID = "Hipoterapie pro seniory z Brna"
PLAIN = f"Úvod\n\n{SAID} potrvá do roku 2020.\n".encode()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path


def pdf() -> bytes:
    """A page with the words that are looked for."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({SAID}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written = io.BytesIO()
    written.write(b"%PDF-1.4\n")
    for number, one in enumerate(objects, start=1):
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    written.write(b"trailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n")
    return written.getvalue()


def word() -> bytes:
    """With a word in two runs, one that is hidden, and one that was struck out."""
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>tajnost</w:t></w:r>"
    struck = "<w:del><w:r><w:delText>zrušeno</w:delText></w:r></w:del>"
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in (SAID[:4], SAID[4:]))
    inside = f"<w:p>{runs}{hidden}{struck}</w:p><w:p><w:r><w:t>Konec</w:t></w:r></w:p>"
    whole = f'<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'
    return _with(whole.encode())


def _with(main: bytes) -> bytes:
    return office(**{"word/document.xml": main})


def writer() -> bytes:
    struck = "<text:tracked-changes><text:p>zrušeno</text:p></text:tracked-changes>"
    note = "<office:annotation><text:p>tajnost</text:p></office:annotation>"
    said = f"{SAID[:4]}<text:span>{SAID[4:]}</text:span>{note}"
    inside = f"{struck}<text:h>Úvod</text:h><text:p>{said}</text:p>"
    head = f'xmlns:text="{TEXT}" xmlns:office="{OFFICE}"'
    return open_document(**{"content.xml": f"<o {head}>{inside}</o>".encode()})


def read_all() -> None:
    while texts.read_next():
        catch_up()
    catch_up()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", pdf()), ("a.docx", word()), ("a.odt", writer()), ("a.txt", PLAIN), ("a.csv", PLAIN)],
)
def test_the_words_of_a_file_find_its_document(
    db: None, client: Client, name: str, content: bytes
) -> None:
    document = make_filed(content, name, title="Analýza potřeb")
    read_all()
    kept = DocumentText.objects.get()
    assert (kept.document_id, kept.state) == (document.pk, State.WHOLE)
    assert SAID in kept.text
    assert "zrušeno" not in kept.text
    assert "tajnost" not in kept.text
    # By another ending and without diacritics, once, and highlighted.
    assert found("hipoterapii") == [document.get_absolute_url()]
    page = client.get(reverse("strategy:search"), {"q": "hipoterapií"}).content.decode()
    assert page.count("<mark>Hipoterapie</mark>") == 1


@pytest.mark.parametrize(
    ("name", "content", "state"),
    [
        ("a.pdf", PDF, State.UNREADABLE),
        ("a.pdf", pdf().replace(SAID.encode(), b" " * len(SAID)), State.EMPTY),
        ("a.docx", _with(b"<document>"), State.UNREADABLE),
        ("a.txt", b"slovo " * 100_000, State.BEGINNING),
    ],
)
def test_what_cannot_be_read_is_told_to_the_office(
    db: None, name: str, content: bytes, state: str
) -> None:
    document = make_filed(content, name)
    read_all()
    kept = DocumentText.objects.get()
    assert (kept.state, len(kept.text) <= extracting.MOST_CHARACTERS) == (state, True)
    office_of = client_of("coordinator")
    page = office_of.get(reverse("admin:kpss_document_change", args=[document.pk]))
    assert str(State(state).label) in page.content.decode()
    listed = reverse("admin:kpss_document_changelist")
    for chosen, number in ((state, 1), (State.WHOLE, 0)):
        answer = office_of.get(listed, {"file_text__state__exact": str(chosen)})
        assert answer.context["cl"].result_count == number


def test_a_text_goes_with_its_document_in_whatever_way_that_goes(db: None) -> None:
    hidden, replaced, deleted = (make_filed(PLAIN + bytes([65 + n]), "a.txt") for n in range(3))
    make_filed(PLAIN, "a.txt", is_public=False)
    make_filed(PNG, "a.png")
    make_document()
    read_all()
    assert len(found("hipoterapie")) == 3
    Document.objects.filter(pk=hidden.pk).update(is_public=False)
    Document.objects.filter(pk=replaced.pk).update(sha256="0" * 64)
    deleted.delete()
    # At once, before the worker comes by.
    assert found("hipoterapie") == []
    assert texts.forget() == 2
    assert not DocumentText.objects.exists()


def test_a_document_that_was_hidden_while_it_was_read_is_not_kept(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = make_filed(PLAIN, "a.txt")

    def hide(*_given: object) -> texts.Extracted:
        Document.objects.filter(pk=document.pk).update(is_public=False)
        return texts.Extracted(State.WHOLE, SAID)

    monkeypatch.setattr(texts, "extract", hide)
    assert texts.read_next() is True
    assert (DocumentText.objects.count(), texts.read_next()) == (0, False)


def test_who_is_erased_is_erased_from_the_text_too(db: None) -> None:
    make_filed("Napsala Klára Kanárková z Brna.".encode(), "a.txt")
    read_all()
    assert len(found("kanárková")) == 1
    privacy.erase(make_person("Klára Kanárková"), "Žádost.", None)
    read_all()
    assert found("kanárková") == []
    assert "Kanárková" not in DocumentText.objects.get().text


def test_a_file_that_is_lost_does_not_stop_the_others(db: None) -> None:
    lost, other = make_filed(PLAIN, "a.txt"), make_filed(PLAIN + b"!", "b.txt")
    files.path_of(lost.sha256).unlink()
    read_all()
    states = dict(DocumentText.objects.values_list("document", "state"))
    assert states == {lost.pk: State.UNREADABLE, other.pk: State.WHOLE}


def test_what_was_read_until_the_processor_time_was_over_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = "def endless(path):\n    yield 'dosud'\n    while True:\n        pass\n"
    reader = texts.SCRIPT.read_text().replace("SECONDS = 60", "SECONDS = 1")
    script = tmp_path / "reader.py"
    script.write_text(
        reader.replace("\nif __name__", f"\n{endless}\nREADERS['txt'] = endless\nif __name__")
    )
    monkeypatch.setattr(texts, "SCRIPT", script)
    assert texts.extract(script, "txt") == (State.BEGINNING, "dosud")


def test_a_file_of_which_nothing_was_read_in_time_is_not_called_a_scan(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(PLAIN)
    monkeypatch.setattr(texts, "SECONDS", 0)
    assert texts.extract(path, "txt") == (State.UNREADABLE, "")


def test_a_long_text_is_cut_at_lines_and_spaces_and_loses_no_word() -> None:
    text = "\n".join(["krátký řádek", "slovo " * 700, "x" * 4000, "konec"])
    cut = list(texts.pieces(text))
    assert max(map(len, cut)) <= texts.PIECE + 1
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_a_piece_says_the_title_of_its_document_less_than_the_document_does(db: None) -> None:
    whole = Entry("1", "1", "document", "/d/", title="Analýza", text="potřeby")
    weights = [weighing.stems_of(one)["analyz"] for one in (whole, whole._replace(is_part=True))]
    assert weights[0] > 4 * weights[1] > 0


def test_few_long_texts_are_made_anew_in_one_transaction(db: None) -> None:
    for number in range(3):
        make_filed(PLAIN + bytes([65 + number]), "a.txt")
    catch_up()
    while texts.read_next():
        pass
    catch_up_once = keeping.catch_up()
    assert (catch_up_once, len(found("hipoterapie"))) == (True, 2)
