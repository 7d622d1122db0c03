"""Documents, news and subsidies to test with, and the bytes of files of every kind."""

import io
import zipfile
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kpss.documents import files
from kpss.models import Call, Document, Funding, News, SubsidyRules
from strategy.models import Item

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
)  # fmt: skip
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 10 + b"\xff\xda\x00\x02\x00\xff\xd9"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def packed(members: dict[str, bytes]) -> bytes:
    """A zip of those members, in their order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, inside in members.items():
            made.writestr(name, inside)
    return content.getvalue()


def office(
    kind: str = "wordprocessingml.document", main: str = "word/document.xml", **more: bytes
) -> bytes:
    """A document of Office Open XML; more members by their names, with “__” for a slash."""
    mime = f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    types = f'<Types><Override PartName="/{main}" ContentType="{mime}"/></Types>'
    members = {"[Content_Types].xml": types.encode(), main: b"<document/>"}
    return packed(members | {name.replace("__", "/"): inside for name, inside in more.items()})


def open_document(kind: str = "text", **more: bytes) -> bytes:
    """A document of OpenDocument; more members as of `office`."""
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    members = {"mimetype": mime, "content.xml": b"<office/>"}
    return packed(members | {name.replace("__", "/"): inside for name, inside in more.items()})


def upload(name: str = "zprava.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def make_document(title: str = "Analýza potřeb", **fields: Any) -> Document:
    """A public analysis without a file."""
    return Document.objects.create(title=title, **({"kind": Document.Kind.ANALYSIS} | fields))


def make_filed(content: bytes = PDF, name: str = "zprava.pdf", **fields: Any) -> Document:
    """A document with its file."""
    checked = files.check(upload(name, content))
    document = make_document(**(fields | checked.columns))
    files.keep(checked)
    return document


def make_news(title: str = "Konference o plánování", **fields: Any) -> News:
    """A piece of news that everyone reads."""
    given = {"slug": f"zprava-{News.objects.count() + 1}", "text": "Sešli jsme se."}
    given |= {"published_at": timezone.now()}
    return News.objects.create(title=title, **(given | fields))


def make_call(year: int = 2014, title: str = "Výzva", **fields: Any) -> Call:
    """A call under the rules of a year."""
    rules, _made = SubsidyRules.objects.get_or_create(
        year=year, defaults={"title": "Pravidla dotací", "criteria": "Potřebnost\n\nKvalita"}
    )
    given = {"opens_on": date(year, 1, 2), "closes_on": date(year, 2, 28), "amount": 5_000_000}
    return Call.objects.create(rules=rules, title=title, **(given | fields))


def make_funding(item: Item, call: Call | None = None, **fields: Any) -> Funding:
    """That a call gave money for an item of a plan."""
    given = {"plan": item.edition.plan, "item_key": item.key, "amount": 2_207_350}
    return Funding.objects.create(call=call or make_call(), **(given | fields))
