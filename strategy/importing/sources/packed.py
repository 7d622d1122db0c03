"""Office files (DOCX, XLSX) opened with care: they come from outside.

Nothing of such a file is run or fetched: relationships to other places are not followed, and a
document that brings a programme along, or takes its values out of other files, is refused. How
much it unpacks to is bounded twice, by what it says of itself before anything is read and by what
really comes out.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from lxml import etree

from strategy.importing.refusal import ImportRefused

MOST_PARTS = 5_000
LARGEST_UNPACKED = 150_000_000
LARGEST_PART = 100_000_000
PIECE = 64 * 1024

_MACROS = re.compile(r"(?:.*/)?(?:vbaproject[^/]*\.bin|vbadata\.xml)|(?:.*/)?macrosheets/.*")
_OTHER_BOOKS = re.compile(r"xl/externallinks/[^/]*\.(?:xml|bin)")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError,
    OSError, LookupError,
)  # fmt: skip
_KINDS = {
    "word/document.xml": "DOCX",
    "xl/workbook.xml": "XLSX",
    "ppt/presentation.xml": "PPTX",
}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ENDS_OF_BOM = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class Package:
    """The parts of an Office file by their names, such as "word/document.xml"."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())

    def content(self, name: str) -> bytes:
        """The whole part. Raises ImportRefused where it is missing, broken or too large."""
        with broken_is_refused(), self.archive.open(name) as part:
            content = part.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise too_much()
        return content

    def tree(self, name: str) -> Any:
        """Its root element; names of elements and attributes stand without their namespaces."""
        with broken_is_refused():
            root = etree.fromstring(self.content(name), _parser())
        for element in root.iter(etree.Element):
            element.tag = etree.QName(element).localname
            for key, value in list(element.attrib.items()):
                if key.startswith("{"):
                    element.set(etree.QName(key).localname, value)
        return root

    def related(self, name: str) -> dict[str, str]:
        """The parts of this file that a part refers to, by the numbers of their relationships."""
        path = PurePosixPath(name)
        listed = f"{path.parent}/_rels/{path.name}.rels".removeprefix("./")
        if listed not in self.names:
            return {}
        with broken_is_refused():
            root = etree.fromstring(self.content(listed), _parser())
        return {
            one.get("Id", ""): _resolved(path.parent, one.get("Target", ""))
            for one in root.iter(_RELATIONSHIP)
            if one.get("TargetMode") != "External"
        }


def opened(data: bytes, main: str) -> Package:
    """An Office file whose part `main` is its document. Raises ImportRefused."""
    with broken_is_refused():
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    _refuse_bombs(members)
    package = Package(archive)
    types = package.content("[Content_Types].xml")
    has_macros = any(_MACROS.fullmatch(name.lower()) for name in package.names)
    if has_macros or b"macroenabled" in types.lower():
        raise ImportRefused(
            _("The document holds macros. Save it without them, and choose it again.")
        )
    if any(_OTHER_BOOKS.fullmatch(name.lower()) for name in package.names):
        raise ImportRefused(
            _(
                "The workbook takes values out of other files, which are not at hand here. In "
                "Excel, break the links (Data – Edit Links), save it and choose it again."
            )
        )
    if main not in package.names:
        raise _other_kind(main, package.names)
    for name in package.names:
        _refuse_declarations(package, name)
    return package


@contextmanager
def broken_is_refused() -> Iterator[None]:
    """Say in words what a damaged file makes of the libraries."""
    try:
        yield
    except ImportRefused:
        raise
    except (*_BROKEN, etree.XMLSyntaxError, expat.ExpatError) as error:
        raise damaged() from error


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_PARTS or sum(one.file_size for one in members) > LARGEST_UNPACKED:
        raise too_much()
    names = {one.filename for one in members}
    # Other ways of packing are unpacked at once, however much it is; Office uses none of them.
    usual = all(one.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for one in members)
    if len(names) < len(members) or not usual:
        raise damaged()
    if any(one.flag_bits & 1 for one in members):
        raise ImportRefused(_("The file has a password. Save it without one and choose it again."))


def _refuse_declarations(package: Package, name: str) -> None:
    """Raise where a part declares a document type: entities are made there, and Office needs none.

    Whatever a part is called, it is XML if it begins with "<".
    """
    with broken_is_refused(), package.archive.open(name) as part:
        head = part.read(PIECE)
        if not head.lstrip(b"\0\t\n\r ").startswith((b"<", *_ENDS_OF_BOM)):
            return
        prolog = _Prolog()
        while head and not prolog.is_over:
            prolog.feed(head)
            head = part.read(PIECE)


class _Prolog:
    """What stands before the first element of XML."""

    def __init__(self) -> None:
        self.is_over = False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._end

    def feed(self, piece: bytes) -> None:
        try:
            self.parser.Parse(piece)
        except expat.ExpatError:
            if not self.is_over:
                raise

    def _end(self, _name: str, _attributes: dict[str, str]) -> None:
        self.is_over = True

    def _refuse(self, *_declaration: object) -> None:
        raise ImportRefused(
            _("The file declares things that no Office document needs, so we do not read it.")
        )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip


def _resolved(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def damaged() -> ImportRefused:
    told = [_("The file is damaged or not whole.")]
    told.append(_("Save it once more in its programme, and choose it again."))
    return ImportRefused(" ".join(told))


def _other_kind(main: str, names: frozenset[str]) -> ImportRefused:
    """Where an Office file is not of the kind that its name says."""
    found = next((kind for part, kind in _KINDS.items() if part in names), None)
    return wrong_kind(_KINDS[main], found) if found else damaged()


def wrong_kind(named: str, found: str) -> ImportRefused:
    """By its name a file is one thing, by its content another, or nobody knows what."""
    told = [_("By its name the file is %(format)s, by its content it is not.") % {"format": named}]
    if found:
        told.append(_("It is a file of the kind %(kind)s.") % {"kind": found})
    told.append(_("Save it once more in its programme, and choose it again."))
    return ImportRefused(" ".join(told))


def too_much() -> ImportRefused:
    return ImportRefused(_("The file unpacks to more than can be read."))
