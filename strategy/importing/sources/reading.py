"""Which reader a file needs, told by its name and proved by its content."""

import codecs
import re
from collections.abc import Callable
from pathlib import PurePath

import filetype
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from strategy.importing import layout
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import delimited, markdown, packed, pdf, plain_text, word, workbook
from strategy.importing.sources.blocks import Source

LARGEST = 25_000_000
HEAD = 8192

_PACKED, _PDF = b"PK\x03\x04", b"%PDF-"
# What Office wrote until 2007, and still writes around a document that has a password.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<svg|\{\\rtf|%!PS)", re.IGNORECASE)

Reader = Callable[[bytes], Source]
READERS: dict[str, Reader] = {
    "txt": plain_text.read,
    "text": plain_text.read,
    "md": markdown.read,
    "markdown": markdown.read,
    "csv": delimited.read,
    "tsv": delimited.read,
    "docx": word.read,
    "xlsx": workbook.read,
    "pdf": pdf.read,
}
_BEGINNINGS = {"docx": _PACKED, "xlsx": _PACKED, "pdf": _PDF}
_WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb"}


def read_source(name: str, data: bytes) -> Source:
    """The lines and tables of a file; `name` is what it is called, with its ending.

    Raises ImportRefused with a sentence for the reader.
    """
    ending = PurePath(name).suffix.removeprefix(".").lower()
    _refuse_ending(ending)
    _refuse_size(data)
    _refuse_content(ending, data)
    source = READERS[ending](data)
    if not source.blocks:
        raise ImportRefused(_("There is no text in the file."))
    for line in source.lines:
        layout.refuse_long(line.text, line.number)
    return source


def _refuse_ending(ending: str) -> None:
    if ending in _WITH_MACROS:
        raise ImportRefused(
            _("Files with macros are not taken. Save it as .docx or .xlsx and choose it again.")
        )
    if ending not in READERS:
        told = _("A plan is read from: %(formats)s. Save the file as one of them.")
        raise ImportRefused(told % {"formats": "DOCX, XLSX, PDF, CSV, MD, TXT"})


def _refuse_size(data: bytes) -> None:
    if not data.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise ImportRefused(_("The file is empty."))
    if len(data) > LARGEST:
        told = _("The file is larger than %(most)s. Cut it into more files.")
        raise ImportRefused(told % {"most": filesizeformat(LARGEST)})


def _refuse_content(ending: str, data: bytes) -> None:
    """Raise where the content is not what the ending says."""
    if data.startswith(_COMPOUND):
        raise ImportRefused(_of_compound(data))
    expected = _BEGINNINGS.get(ending)
    head = data[:HEAD].removeprefix(codecs.BOM_UTF8)
    if expected is None:
        is_other = head.startswith((_PACKED, _PDF)) or bool(_MARKUP.match(head) or _kind(head))
    else:
        # Some printers' programmes put a few lines of their own before a PDF.
        is_other = expected not in head[: 1024 if expected == _PDF else len(expected)]
    if is_other:
        raise packed.wrong_kind(ending.upper(), _kind(head))


def _of_compound(data: bytes) -> str:
    if _ENCRYPTED in data:
        return _("The file has a password. Save it without one and choose it again.")
    return _("This is a file of an old Office (.doc, .xls). Save it as .docx or .xlsx.")


def _kind(head: bytes) -> str:
    return (filetype.guess_extension(head) or "").upper()
