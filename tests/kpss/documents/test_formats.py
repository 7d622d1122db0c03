"""Files are known by what is in them, whatever they are called."""

import io
import zipfile

import pytest

from kpss.documents import formats
from kpss.documents.formats import ContentRefused
from tests.kpss.papers import HTML, JPEG, PDF, PNG, SVG, office, open_document, packed

SHEET = office("spreadsheetml.sheet", "xl/workbook.xml")
SLIDES = office("presentationml.presentation", "ppt/presentation.xml")
TAKEN = {
    "pdf": PDF,
    "docx": office(),
    "xlsx": SHEET,
    "pptx": SLIDES,
    "odt": open_document(),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "txt": "Příliš žluťoučký kůň\r\n".encode(),
    "csv": "\ufeffkód;název\nA1;Péče\n".encode(),
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
}


def check(content: bytes, ending: str) -> formats.Format:
    return formats.check(io.BytesIO(content), ending)


def refusal(content: bytes, ending: str) -> str:
    with pytest.raises(ContentRefused) as caught:
        check(content, ending)
    return str(caught.value)


def test_every_format_is_tried_here() -> None:
    assert TAKEN.keys() == formats.FORMATS.keys()


@pytest.mark.parametrize("ending", TAKEN)
def test_a_file_that_is_what_its_name_says_is_taken(ending: str) -> None:
    assert check(TAKEN[ending], ending) == formats.FORMATS[ending]


@pytest.mark.parametrize("ending", TAKEN)
@pytest.mark.parametrize("content", [HTML, SVG, b"MZ\x90\x00" + b"\x00" * 200])
def test_a_page_a_drawing_and_a_programme_are_none_of_them(ending: str, content: bytes) -> None:
    assert formats.FORMATS[ending].label in refusal(content, ending)


@pytest.mark.parametrize("ending", TAKEN)
def test_a_file_of_another_format_is_refused(ending: str) -> None:
    same = {ending, *(["txt", "csv"] if ending in {"txt", "csv"} else [])}
    same |= {"jpg", "jpeg"} if ending in {"jpg", "jpeg"} else set()
    others = [content for name, content in TAKEN.items() if name not in same]
    assert len([refusal(content, ending) for content in others]) == len(others)


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png"])
def test_a_file_that_was_cut_off_is_refused(ending: str) -> None:
    said = refusal(TAKEN[ending][:-30], ending)
    assert "  " not in said
    assert said.count(formats.FORMATS[ending].label) <= 1


def test_what_a_wrong_file_is_instead_is_told() -> None:
    assert "PNG" in refusal(PNG, "pdf")
    assert formats.what_it_is(HTML) == formats.what_it_is(SVG) != ""
    assert formats.what_it_is(b"nic") == ""


@pytest.mark.parametrize("ending", ["exe", "html", "svg", "zip", "docm", "xls", ""])
def test_other_endings_are_refused_with_those_that_are_taken(ending: str) -> None:
    said = refusal(PDF, ending)
    assert formats.labels() in said
    assert f".{ending}" in said or not ending


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("docx", office(**{"word__vbaProject.bin": b"x"})),
        ("docx", office(**{"word__VBAPROJECT1.BIN": b"x"})),
        ("docx", office(**{"xl__macrosheets__a.xml": b"x"})),
        ("odt", open_document(**{"Basic__Standard__Module1.xml": b"x"})),
        ("ods", open_document("spreadsheet", **{"Scripts__python__a.py": b"x"})),
    ],
)  # fmt: skip
def test_a_document_with_macros_is_refused_as_such(ending: str, content: bytes) -> None:
    assert refusal(content, ending) != refusal(b"nic", ending)


def test_a_type_that_brings_macros_is_refused_even_without_any() -> None:
    types = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    members = {"[Content_Types].xml": types, "word/document.xml": b"<document/>"}
    assert refusal(packed(members), "docx") != refusal(b"nic", "docx")


def test_a_zip_of_something_else_is_no_document() -> None:
    plain = packed({"zprava.txt": b"x"})
    assert refusal(plain, "docx")
    assert refusal(plain, "odt")


def test_the_type_of_open_document_stands_first() -> None:
    mime = b"application/vnd.oasis.opendocument.text"
    refusal(packed({"content.xml": b"<office/>", "mimetype": mime}), "odt")


def test_words_before_a_zip_make_it_no_document() -> None:
    refusal(HTML + office(), "docx")


def test_a_directory_that_would_fill_the_memory_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(formats, "MOST_OF_DIRECTORY", 50)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    refusal(TAKEN["docx"], "docx")


def test_a_bomb_is_read_only_as_far_as_needed() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", b"0" * (formats.MOST_OF_MEMBER + 1))
    with formats._opened(content) as packed_file:
        assert len(formats._member(packed_file, "content.xml")) == formats.MOST_OF_MEMBER


@pytest.mark.parametrize("content", [b"\xe9t\xe9", "ž".encode()[:1], b"\xff\xfea\x00"])
def test_a_text_in_another_encoding_is_told_what_to_do(content: bytes) -> None:
    assert "UTF-8" in refusal(content, "csv")


def test_a_text_with_control_characters_is_none() -> None:
    assert "CSV" in refusal(b"a\x00b", "csv")


@pytest.mark.parametrize("content", [b"BMI;vek\n", b"MZ je zkratka\n", b"Rar! a dalsi\n"])
def test_a_text_may_begin_as_another_format_does(content: bytes) -> None:
    assert check(content, "csv").label == "CSV"


def test_a_character_may_lie_across_two_pieces() -> None:
    check(b"a" * (formats.PIECE - 1) + "ž".encode(), "txt")


@pytest.mark.parametrize(("mime", "label"), [("application/pdf", "PDF"), ("x/y", "x/y")])
def test_a_type_is_called_as_people_call_it(mime: str, label: str) -> None:
    assert formats.label_of(mime) == label
