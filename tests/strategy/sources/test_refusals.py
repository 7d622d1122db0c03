"""What is no plan, or comes with something that nobody should open: refused in words."""

import io
import struct
import zlib
from zipfile import ZIP_BZIP2, ZIP_STORED, ZipFile

import pytest
from django.utils.translation import override

from strategy.importing import layout
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import packed, read_source, reading
from strategy.importing.understanding import understand
from tests.strategy.sources.documents import document
from tests.strategy.sources.reading import refusal
from tests.strategy.sources.workbooks import book, repacked

DOCX, XLSX = document("Priorita A1"), book(["Priorita A1"])
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
)


def said_of(name: str, data: bytes) -> str:
    """The sentence, proved not to be that of another file."""
    said = refusal(name, data)
    assert said != refusal("plan.docx", DOCX[:200])
    return said


@pytest.mark.parametrize("name", ["plan.doc", "plan", "plan.html", "plan.odt", "plan.txt.exe"])
def test_other_endings_are_refused_with_a_list_of_those_that_are_taken(name):
    assert "DOCX, XLSX, PDF, CSV, MD, TXT" in refusal(name, b"Priorita A1")


@pytest.mark.parametrize("name", ["plan.docm", "plan.XLSM", "plan.xlsb"])
def test_endings_of_files_with_macros_have_a_sentence_of_their_own(name):
    said = refusal(name, XLSX)
    assert ".docx" in said
    assert "CSV" not in said


@pytest.mark.parametrize("data", [b"", b"\n\n  \r\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["plan.txt", "plan.docx", "plan.csv"])
def test_an_empty_file_is_refused_as_such(name, data):
    assert refusal(name, data) == refusal("plan.md", b"")


def test_a_file_without_text_is_refused_as_such():
    assert (
        refusal("plan.xlsx", book()) == refusal("plan.md", b"<!-- -->") != refusal("plan.md", b"")
    )


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("plan.docx", XLSX, "DOCX"),
        ("plan.xlsx", DOCX, "XLSX"),
    ],
)
def test_one_office_file_named_as_another_is_refused(name, data, kind):
    assert kind in refusal(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.docx", b"Priorita A1"),
        ("plan.pdf", XLSX),
        ("plan.xlsx", b"%PDF-1.7 ..."),
        ("plan.txt", DOCX),
        ("plan.csv", b"%PDF-1.7 ..."),
        ("plan.md", b"{\\rtf1 Priorita}"),
        ("plan.txt", b"\xef\xbb\xbf<!DOCTYPE html><html>Priorita</html>"),
        ("plan.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name, data):
    ending = name.rpartition(".")[2].upper()
    assert ending in refusal(name, data)


def test_a_file_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)
    assert refusal("plan.txt", b"Priorita A1")
    assert len(read_source("plan.txt", b"Priorita A").blocks) == 1


def of_two_lines(name: str, line: str) -> bytes:
    if name == "plan.docx":
        return document("Priorita A1", line)
    return f"Priorita A1\n{line}".encode()


@pytest.mark.parametrize("name", ["plan.txt", "plan.md", "plan.docx"])
def test_a_line_that_nobody_writes_as_one_is_refused_by_its_number_and_beginning(name):
    line = "Péče ".ljust(layout.LONGEST_LINE, "x")
    assert len(read_source(name, of_two_lines(name, line)).blocks) == 2
    with override("en"):
        assert refusal(name, of_two_lines(name, f"{line}x")).startswith(
            f"Line 2: “Péče {'x' * 54}…” goes on for more than 10,000 characters."
        )


def test_a_line_within_a_cell_is_refused_by_the_number_of_its_row():
    line = "Péče ".ljust(layout.LONGEST_LINE + 1, "x")
    rows = f'Kód;Opatření\nA1;"doma\n{line}"'.encode()
    with override("en"), pytest.raises(ImportRefused) as refused:
        understand("plan.csv", rows)
    assert str(refused.value).startswith("Line 2: “Péče")


def test_a_password_and_an_old_office_file_are_told_apart():
    old = refusal("plan.docx", COMPOUND)
    locked = refusal("plan.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"))
    assert (".docx" in old, ".docx" in locked) == (True, False)


def of_macros() -> str:
    return said_of("plan.docx", repacked(DOCX, added={"word/vbaProject.bin": b"x"}))


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/vbaData.xml"]
)
@pytest.mark.parametrize(("file", "data"), [("plan.docx", DOCX), ("plan.xlsx", XLSX)])
def test_macros_inside_are_refused(file, data, name):
    assert refusal(file, repacked(data, added={name: b"x"})) == of_macros()


def test_a_document_that_calls_itself_one_with_macros_is_refused():
    def change(types):
        return types.replace(b"document.main+xml", b"document.macroEnabled.main+xml")

    assert refusal("plan.docx", repacked(DOCX, {"[Content_Types].xml": change})) == of_macros()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("file", "data", "part"),
    [
        ("plan.docx", DOCX, "word/document.xml"),
        ("plan.docx", DOCX, "word/styles.xml"),
        ("plan.xlsx", XLSX, "xl/worksheets/sheet1.xml"),
        ("plan.xlsx", XLSX, "[Content_Types].xml"),
    ],
)
def test_declarations_of_entities_are_refused_wherever_they_stand(file, data, part, encoding):
    def change(xml):
        body = xml[xml.index(b"?>") + 2 :] if xml.startswith(b"<?xml") else xml
        return (ENTITIES + body).decode().encode(encoding)

    said = said_of(file, repacked(data, {part: change}))
    assert said == refusal(
        "plan.docx", repacked(DOCX, added={"word/other.dat": ENTITIES + b"<a/>"})
    )


def test_a_file_that_says_it_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(packed, "LARGEST_UNPACKED", 1_000)
    assert said_of("plan.docx", DOCX) == said_of("plan.xlsx", XLSX)


def test_a_part_that_unpacks_to_more_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(packed, "LARGEST_PART", 300)
    much = said_of("plan.docx", DOCX)
    monkeypatch.setattr(packed, "MOST_PARTS", 1)
    assert said_of("plan.docx", DOCX) == much


def test_a_part_that_is_larger_than_it_says_is_refused():
    """The directory says ten bytes; a thousand come out."""
    data = bytearray(repacked(DOCX, added={"word/footnotes.xml": b"<a>" + b" " * 1000 + b"</a>"}))
    at = data.rindex(b"word/footnotes.xml")
    # The size once unpacked stands 22 bytes before the name in the central directory.
    data[at - 22 : at - 18] = struct.pack("<I", 10)
    assert refusal("plan.docx", bytes(data)) == refusal("plan.docx", DOCX[:-30])


def test_ways_of_packing_that_office_does_not_use_are_refused():
    content = io.BytesIO()
    with ZipFile(io.BytesIO(DOCX)) as before, ZipFile(content, "w", ZIP_STORED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        after.writestr("word/bomb.xml", b"<a/>", ZIP_BZIP2)
    assert refusal("plan.docx", content.getvalue()) == refusal("plan.docx", DOCX[:-30])


def test_a_part_that_is_there_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = repacked(DOCX, added={"word/document.xml": b"<a/>"})
    assert refusal("plan.docx", data) == refusal("plan.docx", DOCX[:-30])


@pytest.mark.parametrize("cut", [30, 400])
@pytest.mark.parametrize(("name", "data"), [("plan.docx", DOCX), ("plan.xlsx", XLSX)])
def test_a_file_that_is_not_whole_is_refused(name, data, cut):
    assert refusal(name, data[:-cut]) == refusal(name, data[:500])


def test_xml_that_is_broken_is_refused():
    for part in ("word/document.xml", "word/styles.xml"):
        data = repacked(DOCX, {part: lambda xml: xml[:-20]})
        assert refusal("plan.docx", data) == refusal("plan.docx", DOCX[:-30])


def test_contents_that_do_not_agree_with_their_checksum_are_refused():
    data = bytearray(DOCX)
    with ZipFile(io.BytesIO(DOCX)) as archive:
        crc = archive.getinfo("word/document.xml").CRC
    assert zlib.crc32(b"") != crc
    at = data.rindex(struct.pack("<I", crc))
    data[at : at + 4] = struct.pack("<I", crc ^ 1)
    assert refusal("plan.docx", bytes(data)) == refusal("plan.docx", DOCX[:-30])
