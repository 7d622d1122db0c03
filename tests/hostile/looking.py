"""What of an answer came out of a payload and is more than text, by the kind of the answer."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from zipfile import ZipFile

import pikepdf
from django.http.response import HttpResponseBase
from icalendar import Calendar

from tests.hostile.asking import Answer
from tests.hostile.payloads import MARKER

# Attributes that hold what people wrote as text, and nothing that a browser acts upon.
OF_TEXT = {
    *("alt", "aria-description", "aria-label", "content", "label", "placeholder", "title", "value"),
    *("download", "datetime"),
}
# What a word becomes where it is made a place on a page.
OF_PLACES = {"id", "for", "aria-describedby", "aria-labelledby"}
OF_ADDRESSES = {"action", "cite", "data", "formaction", "href", "poster", "src", "srcset"}
SCHEMES = {"", "http", "https", "mailto", "tel"}
# Servers that a payload names; a link to one is what its writer was asked for, a picture is not.
LINKS = {("a", "href")}
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(,[0-9]+)?")
# What a template or a format would have made of “{{7*7}}”.
_RECKONED = re.compile(r"xq[0-9]{3}z49xq[0-9]{3}z|(?<![0-9])49xq[0-9]{3}z")
TYPE = "Content-Type"
# Of a PDF: what a reader would run, send or open by itself.
ACTIVE = {
    *("/AA", "/EmbeddedFile", "/ImportData", "/JS", "/JavaScript", "/Launch", "/OpenAction"),
    *("/RichMedia", "/SubmitForm", "/XFA"),
}


def is_marked(text: str) -> bool:
    return MARKER.search(text) is not None


class _Elements(HTMLParser):
    """Notes whatever of the markup bears a marker."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.data: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if is_marked(tag):
            self.found.append(f"element {tag}")
        for name, value in attrs:
            self.found += wrong_attribute(tag, name, value or "")
        if tag in {"script", "style"}:
            self._within = dict(attrs).get("type") or tag

    def handle_endtag(self, tag: str) -> None:
        self._within = ""
        if is_marked(tag):
            self.found.append(f"end of {tag}")

    def handle_data(self, data: str) -> None:
        if self._within == "application/ld+json":
            self.data.append(data)
        elif self._within and is_marked(data):
            self.found.append(f"{self._within}: {data[:80]}")
        elif _RECKONED.search(data):
            self.found.append(f"reckoned: {_RECKONED.search(data)}")

    def handle_comment(self, data: str) -> None:
        if is_marked(data):
            self.found.append(f"comment {data[:80]}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def wrong_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    told = f"<{tag} {name}={value[:80]!r}>"
    if is_marked(name) or (name.startswith("on") and tag != "meta") or name == "srcdoc":
        yield told
    elif name in OF_ADDRESSES:
        yield from (told,) if wrong_address(value, may_leave=(tag, name) in LINKS) else ()
    elif name in OF_PLACES and re.fullmatch("#?[\\w.-]*", value):
        yield from ()
    elif is_marked(value) and name not in OF_TEXT and not name.startswith("data-"):
        yield told


def wrong_address(address: str, *, may_leave: bool = True) -> bool:
    """Whether it would run something, or fetches from where a payload says."""
    bare = re.sub("[\x00-\x20]", "", address)
    scheme = bare.partition(":")[0].lower() if re.match("[a-zA-Z][a-zA-Z0-9+.-]*:", bare) else ""
    elsewhere = "zlo.example" in unquote(urlsplit(bare).netloc if scheme else bare.split("?")[0])
    if scheme not in SCHEMES:
        return not (scheme == "data" and bare.startswith("data:image/") and not is_marked(bare))
    # Without a scheme nobody writes a link to elsewhere: it would be taken for one of ours.
    return elsewhere and (not may_leave or bare.startswith(("//", "\\\\", "/\\")))


def in_html(content: bytes) -> list[str]:
    parser = _Elements()
    parser.feed(content.decode())
    parser.close()
    return parser.found + [fault for one in parser.data for fault in in_json(one.encode())]


def in_json(content: bytes) -> list[str]:
    json.loads(content)
    return []


def in_separated(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return [
        f"formula: {cell[:60]!r}"
        for row in rows
        for cell in row
        if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell)
    ]


def in_xml(content: bytes) -> list[str]:
    found = []
    for one in ElementTree.fromstring(content).iter():  # noqa: S314  (our own)
        found += [f"element {one.tag}"] if is_marked(str(one.tag)) else []
        for name, value in one.attrib.items():
            bare = name.rpartition("}")[2]
            found += wrong_attribute("a" if bare == "href" else "x", bare, value)
        if one.get("type") == "html":
            found += in_html((one.text or "").encode())
    return [*found, "declares entities"] if b"<!ENTITY" in content else found


def in_calendar(content: bytes) -> list[str]:
    calendar = Calendar.from_ical(content)
    found = [f"property {name}" for one in calendar.walk() for name in one if is_marked(name)]
    for one in calendar.walk():
        found += [f"in {one.name}: {error}" for error in one.errors]
        found += ["a name is an event"] if is_marked(str(one.name)) else []
        if "URL" in one and wrong_address(str(one["URL"])):
            found.append(f"URL {one['URL']}")
    lone = re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    return [*found, "a line that does not end as lines do"] if lone else found


def in_packed(content: bytes) -> list[str]:
    """Word's or Excel's: every part is XML, no cell a formula, no field or link out of a text."""
    found = []
    with ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            found += [f"named {name}"] if is_marked(name) or ".." in name else []
            if name.endswith((".xml", ".rels")):
                found += [f"{name}: {fault}" for fault in in_part(packed.read(name))]
    return found


def in_part(content: bytes) -> Iterator[str]:
    for one in ElementTree.fromstring(content).iter():  # noqa: S314  (our own)
        bare = str(one.tag).rpartition("}")[2]
        if bare in {"f", "instrText", "altChunk", "oleObject"} and is_marked(one.text or ""):
            yield f"{bare}: {(one.text or '')[:60]}"
        if bare == "Relationship" and wrong_address(one.get("Target", "")):
            yield f"leads to {one.get('Target')}"


def in_markdown(content: bytes) -> list[str]:
    """As a strict reader renders it, with HTML allowed."""
    from markdown_it import MarkdownIt

    return in_html(MarkdownIt("commonmark", {"html": True}).render(content.decode()).encode())


def in_pdf(content: bytes) -> list[str]:
    """What could run, open or lead elsewhere; a payload among what it says of itself."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = in_xml(pdf.Root.Metadata.read_bytes())
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
                found += [f"has {name}" for name in one.keys() & ACTIVE]
                found += [f"does {one.get('/S')}"] if one.get("/S") in ACTIVE else []
                if "/URI" in one and wrong_address(str(one["/URI"])):
                    found.append(f"leads to {one['/URI']}")
    return found


def in_source(content: bytes) -> list[str]:
    """What the press is given, unless a scene keeps a file that is none."""
    return in_html(content) if content.startswith(b"<") else []


def in_text(_content: bytes) -> list[str]:
    """Nobody runs it: every answer forbids to take it for something else."""
    return []


JUDGES: dict[str, Callable[[bytes], list[str]]] = {
    "text/html": in_html,
    "application/json": in_json,
    "application/ld+json": in_json,
    "application/problem+json": in_json,
    "application/schema+json": in_json,
    "application/x-suggestions+json": in_json,
    "application/openapi+json": in_json,
    "application/json+oembed": in_json,
    "text/csv": in_separated,
    "application/xml": in_xml,
    "text/xml": in_xml,
    "application/atom+xml": in_xml,
    "application/opensearchdescription+xml": in_xml,
    "image/svg+xml": in_xml,
    "text/calendar": in_calendar,
    "text/markdown": in_markdown,
    "text/plain": in_text,
    "text/css": in_text,
    "text/javascript": in_text,
    "image/png": in_text,
    "application/pdf": in_source,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": in_packed,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": in_packed,
}


def wrong(answers: Iterable[tuple[str, Answer]]) -> list[tuple[str, list[str]]]:
    """Addresses with all that in their answers came out of a payload and is more than text."""
    judged = ((address, wrong_in(answer.response, answer.content)) for address, answer in answers)
    return [(address, found) for address, found in judged if found]


def broken(answers: Iterable[tuple[str, Answer]]) -> list[str]:
    """Addresses that tell of a fault."""
    return [address for address, answer in answers if _is_fault(address, answer.response)]


def _is_fault(address: str, response: HttpResponseBase) -> bool:
    """On a busy machine a PDF is told to be waited for; oEmbed wants 501 for other formats."""
    meant = {503: ".pdf" in address, 501: address.startswith("/oembed/")}
    return response.status_code >= 500 and not meant.get(response.status_code, False)


def wrong_in(response: HttpResponseBase, content: bytes) -> list[str]:
    """Everything in an answer that came out of a payload; an unknown kind raises KeyError."""
    found = list(wrong_headers(response))
    if response.status_code in {204, 304} or not content:
        return found
    kind = response.headers[TYPE].partition(";")[0]
    return found + JUDGES[kind](content)


def wrong_headers(response: HttpResponseBase) -> Iterator[str]:
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        yield "may be taken for another kind"
    for name, value in response.headers.items():
        if is_marked(name) or re.search("[\r\n\x00]", f"{name}{value}"):
            yield f"header {name}"
    if wrong_address(response.headers.get("Location", ""), may_leave=False):
        yield f"leads to {response.headers['Location']}"
