"""Which files are taken, and how each is known by what is in it, not by its name."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

import filetype
from django.utils.translation import gettext as _

# So much of the beginning and of the end is looked at.
HEAD = 8192
TAIL = 65_557
PIECE = 64 * 1024
# Of a real document; a directory of millions of members would fill the memory.
MOST_OF_DIRECTORY = 4 * 1024**2
MOST_OF_MEMBER = 1024**2

_MARKUP = re.compile(rb"\s*<(?:!|\?xml|[a-z])", re.IGNORECASE)
# What is written in letters too, and yet is no plain text.
_OTHER_TEXT = re.compile(rb"%PDF-|%!PS|\{\\rtf|" + _MARKUP.pattern, re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_END_OF_DIRECTORY = b"PK\x05\x06"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError
)  # fmt: skip
# Where a document keeps what it would run.
_MACROS = re.compile(r"(?:.*/)?vbaproject[^/]*\.bin|(?:.*/)?macrosheets/.*|(?:basic|scripts)/.*")


class ContentRefused(Exception):
    """Why a file is not taken by what is in it; its text is for the reader."""


class Format(NamedTuple):
    """`holds` looks into a file and answers whether it is what its name says."""

    label: str
    mime: str
    holds: Callable[[IO[bytes]], bool]


def check(file: IO[bytes], ending: str) -> Format:
    """The format of a file that is what its name says. Raises ContentRefused."""
    wanted = FORMATS.get(ending)
    if wanted is None:
        raise ContentRefused(_wrong_ending(ending))
    if not wanted.holds(file):
        raise ContentRefused(_not_what_it_says(wanted, what_it_is(_head(file))))
    return wanted


def label_of(mime: str) -> str:
    """What a format is called, by its type; the type where we know none."""
    return next((one.label for one in FORMATS.values() if one.mime == mime), mime)


def labels() -> str:
    """All that are taken: “PDF, DOCX, …”."""
    return ", ".join(dict.fromkeys(one.label for one in FORMATS.values()))


def what_it_is(head: bytes) -> str:
    """In words, by how a file begins; empty where nobody knows."""
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        return _("a web page or a drawing of one")
    if found := filetype.guess_extension(head):
        return _("a file of the kind %(kind)s") % {"kind": found.upper()}
    return ""


def _not_what_it_says(wanted: Format, found: str) -> str:
    """`found` says what it is instead, if anybody knows."""
    said = _("By its name the file is %(format)s, by its content it is not.")
    told = [said % {"format": wanted.label}]
    if wanted.label in found:
        told = [_("The file is damaged or not whole.")]
    elif found:
        told.append(_("It is %(what)s.") % {"what": found})
    return " ".join([*told, _("Save it once more in its programme, and choose it again.")])


def _wrong_ending(ending: str) -> str:
    taken = _("We take %(formats)s.") % {"formats": labels()}
    if not ending:
        return _("The name of the file has no ending that says what it is.") + f" {taken}"
    said = _("Files that end in “.%(ending)s” are not taken.") % {"ending": ending}
    return f"{said} {taken}"


def _is_pdf(file: IO[bytes]) -> bool:
    return _head(file).startswith(b"%PDF-") and b"%%EOF" in _tail(file)[-2048:]


def _is_png(file: IO[bytes]) -> bool:
    known = filetype.guess_extension(_head(file)) in {"png", "apng"}
    return known and b"IEND\xaeB`\x82" in _tail(file)[-64:]


def _is_jpeg(file: IO[bytes]) -> bool:
    return filetype.guess_extension(_head(file)) == "jpg" and b"\xff\xd9" in _tail(file)


def _is_text(file: IO[bytes]) -> bool:
    """Text in UTF-8, and nothing that a browser or a reader might take for something else."""
    head = _head(file)
    in_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if _OTHER_TEXT.match(head.removeprefix(codecs.BOM_UTF8)) or (b"\0" in head and not in_utf16):
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(file):
            if _CONTROL.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise ContentRefused(
            _("The text is not in UTF-8. Save it once more in that encoding and choose it again.")
        ) from None
    return True


def _office(main: str, content_type: str) -> Callable[[IO[bytes]], bool]:
    """Of Office Open XML: the part that is the document itself, and its type."""

    def holds(file: IO[bytes]) -> bool:
        with _opened(file) as packed:
            types = _member(packed, "[Content_Types].xml")
            refuse_macros(packed.namelist(), macro_types=b"macroenabled" in types.lower())
            return content_type.encode() in types and bool(_member(packed, main)[:1])

    return _unless_broken(holds)


def _open_document(kind: str) -> Callable[[IO[bytes]], bool]:
    """Of OpenDocument: its type stands in the first member, not packed."""
    wanted = _open_mime(kind).encode()

    def holds(file: IO[bytes]) -> bool:
        with _opened(file) as packed:
            refuse_macros(packed.namelist())
            first = packed.infolist()[0]
            is_it = first.filename == "mimetype" and _member(packed, "mimetype") == wanted
            return is_it and bool(_member(packed, "content.xml")[:1])

    return _unless_broken(holds)


def refuse_macros(names: list[str], *, macro_types: bool = False) -> None:
    """Raise ContentRefused where a document brings a programme along."""
    if macro_types or any(_MACROS.fullmatch(name.lower()) for name in names):
        raise ContentRefused(
            _("The document holds macros. Save it without them, and choose it again.")
        )


def _unless_broken(holds: Callable[[IO[bytes]], bool]) -> Callable[[IO[bytes]], bool]:
    def answered(file: IO[bytes]) -> bool:
        try:
            return holds(file)
        except (KeyError, IndexError, *_BROKEN):
            return False

    return answered


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """A packed file whose directory fits into memory. Raises BadZipFile, and ValueError."""
    tail = _tail(file)
    end = tail.rfind(_END_OF_DIRECTORY)
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    if not _head(file).startswith(b"PK\x03\x04") or end < 0 or size > MOST_OF_DIRECTORY:
        raise ValueError
    file.seek(0)
    return zipfile.ZipFile(file)


def _member(packed: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a member. Raises KeyError where there is none."""
    with packed.open(name) as member:
        return member.read(MOST_OF_MEMBER)


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(HEAD)


def _tail(file: IO[bytes]) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    return file.read(TAIL)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def _open_mime(kind: str) -> str:
    return f"application/vnd.oasis.opendocument.{kind}"


def _office_format(label: str, kind: str, main: str) -> Format:
    mime = f"application/vnd.openxmlformats-officedocument.{kind}"
    return Format(label, mime, _office(main, f"{mime}.main+xml"))


_JPEG = Format("JPEG", "image/jpeg", _is_jpeg)
FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", "application/pdf", _is_pdf),
    "docx": _office_format("DOCX", "wordprocessingml.document", "word/document.xml"),
    "xlsx": _office_format("XLSX", "spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": _office_format("PPTX", "presentationml.presentation", "ppt/presentation.xml"),
    "odt": Format("ODT", _open_mime("text"), _open_document("text")),
    "ods": Format("ODS", _open_mime("spreadsheet"), _open_document("spreadsheet")),
    "odp": Format("ODP", _open_mime("presentation"), _open_document("presentation")),
    "txt": Format("TXT", "text/plain", _is_text),
    "csv": Format("CSV", "text/csv", _is_text),
    "png": Format("PNG", "image/png", _is_png),
    "jpg": _JPEG,
    "jpeg": _JPEG,
}
