"""The child process that typesets: HTML on standard input, PDF on standard output.

The one module that imports WeasyPrint. It runs without Django as
`python -m strategy.pdf.press`, and opens nothing but the product's own style sheet and
fonts, whatever the HTML asks for; anything else ends it with an error.
"""

import ctypes
import gc
import re
import signal
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
import pydyf
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "brnoplan:"
VARIANT = "pdf/a-2a"
FONTS = Path(font_source_sans_pro.font_directory)
STYLE = Path(__file__).resolve().parents[2] / "static" / "css" / "pdf.css"
# How many characters that the font lacks are named before the rest is left out.
MOST_NAMED = 4
PR_SET_PDEATHSIG = 1
# PDF/UA-1 as an addition to the metadata of PDF/A, which wants the addition declared.
UNIVERSAL_ACCESS = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


class Refused(Exception):
    """The document asked for something that is not the product's own."""


class OwnFiles(URLFetcher):
    """Serves the style sheet and the fonts under a scheme of their own, and nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=[], allow_redirects=False, fail_on_errors=True)
        fonts = {f"{SCHEME}fonts/{path.name}": path for path in FONTS.glob("*.ttf")}
        self._files = {f"{SCHEME}pdf.css": STYLE, **fonts}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = self._files.get(url)
        if path is None:
            raise Refused(url)
        kind = "text/css" if path == STYLE else "font/ttf"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def ended(stream: pydyf.Stream) -> bytes:
    """A stream as it is written, its line ended by CR LF where its own last byte is CR.

    With LF alone the two would be read as the line's end, and the stream as a byte too short.
    """
    written: bytes = as_pydyf_writes(stream)
    if written.endswith(b"\r\nendstream"):
        return written.removesuffix(b"\nendstream") + b"\r\nendstream"
    return written


# In the library itself, which makes the last streams of a file when all others are written.
as_pydyf_writes = pydyf.Stream.data.fget
pydyf.Stream.data = property(ended)


def press(html: str) -> bytes:
    """Typeset a document as PDF/A-2a and PDF/UA-1; the same HTML gives the same bytes."""
    return lay_out(html).write_pdf(finisher=add_identification, pdf_variant=VARIANT)


def lay_out(html: str) -> Document:
    """The pages of a document, before they are written."""
    files, fonts = OwnFiles(), FontConfiguration()
    style = CSS(url=f"{SCHEME}pdf.css", url_fetcher=files, font_config=fonts)
    source = HTML(string=printable(html), base_url=SCHEME, url_fetcher=files)
    return source.render(font_config=fonts, stylesheets=[style], pdf_variant=VARIANT)


def add_identification(document: Document, pdf: pydyf.PDF) -> None:
    """Say in the metadata that the file is PDF/UA-1, too; uncompressed, as archives want it."""
    metadata = next(
        found
        for found in pdf.objects
        if isinstance(found, pydyf.Stream) and found.extra.get("Type") == "/Metadata"
    )
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", UNIVERSAL_ACCESS)]
    metadata.compress = False


def printable(html: str) -> str:
    """The text with characters that the font lacks told by their numbers, such as an emoji.

    A glyph from nowhere would break PDF/A, and a font of the machine would make the bytes
    differ from machine to machine. Invisible characters that the font lacks are left out.
    """
    html = unicodedata.normalize("NFC", html)
    lacking = {ord(character) for character in set(html)} - characters() - {0x09, 0x0A}
    if not lacking:
        return html
    instead = {code: without_glyph(code) for code in lacking}
    html = html.translate({code: sign for code, sign in instead.items() if sign is not None})
    return re.sub(f"[{''.join(map(re.escape, map(chr, sorted(lacking))))}]+", told, html)


def without_glyph(code: int) -> str | None:
    """What stands for a character without a sign of its own; None for one that has to be told."""
    if chr(code) == "\N{NON-BREAKING HYPHEN}":
        return "-"
    return "" if unicodedata.category(chr(code)) in {"Cc", "Cf", "Mn"} else None


def told(run: re.Match[str]) -> str:
    """“[znak U+1F642]”, in the language of the documents; a run of several in one."""
    numbers = [f"U+{ord(character):04X}" for character in run[0]]
    more = " …" if len(numbers) > MOST_NAMED else ""
    return f"[{'znak' if len(numbers) == 1 else 'znaky'} {' '.join(numbers[:MOST_NAMED])}{more}]"


@lru_cache
def characters() -> frozenset[int]:
    """Code points that the text's font can show."""
    with TTFont(FONTS / "SourceSansPro-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def die_with_parent() -> None:
    """Be killed when who asked is gone, for nobody would take the PDF; known to Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    die_with_parent()
    # A process that makes one document and ends needs no collector of cycles.
    gc.disable()
    sys.stdout.buffer.write(press(sys.stdin.buffer.read().decode()))
