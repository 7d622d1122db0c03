"""The words of an uploaded file, as a process of its own: `extracting.py KIND PATH` to UTF-8.

Files come from outside, and PDFium and libxml2 are native code. Here they have bounded memory and
time, may write no file, and what makes them fall over does not take the portal along. Run as a
script, so that nothing else is loaded. What Word or Writer hides or has struck out is left out.
"""

import io
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MEMORY = 1024**3
SECONDS = 60
# Of one part of a packed file, as it really unpacks; and of the text that is given.
MOST_BYTES = 100_000_000
MOST_CHARACTERS = 400_000
# How it ended, told by the exit code.
WHOLE, BEGINNING, UNREADABLE = 0, 10, 11

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Beside the text itself: what was struck out, and notes in the margin.
LEFT_OUT = {f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{WORD}rPr", f"{WORD}pPr"}
ROOM = {
    **dict.fromkeys((f"{WORD}tab", f"{TEXT}s", f"{TEXT}tab"), " "),
    **dict.fromkeys((f"{WORD}br", f"{WORD}cr", f"{TEXT}line-break"), "\n"),
}
NOT_HIDDEN = {"0", "false", "off"}
# How PDFium writes the hyphen of a word that goes on in the next line.
BROKEN_WORD = re.compile("[\x02\u00ad\ufffe]\\s*[\r\n]+|[\u00ad\ufffe]")


def main() -> int:
    """Write the text of a file; gives how it ended."""
    kind, path = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # At the soft limit it ends by SIGXCPU, which tells why; at the hard one it is only killed.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    left = MOST_CHARACTERS
    for piece in READERS[kind](path):
        sys.stdout.buffer.write(piece[:left].encode(errors="replace"))
        # What is said before the time runs out is not lost.
        sys.stdout.buffer.flush()
        left -= len(piece)
        if left <= 0:
            return BEGINNING
    return WHOLE


def of_pdf(path: str) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        yield f"{BROKEN_WORD.sub('', text.get_text_range())}\n"
        text.close()
        page.close()


def of_word(path: str) -> Iterator[str]:
    yield from _paragraphs(path, "word/document.xml", {f"{WORD}p"})


def of_writer(path: str) -> Iterator[str]:
    yield from _paragraphs(path, "content.xml", {f"{TEXT}p", f"{TEXT}h"})


def of_text(path: str) -> Iterator[str]:
    with Path(path).open(encoding="utf-8-sig") as file:
        while piece := file.read(64 * 1024):
            yield piece


def _paragraphs(path: str, part: str, tags: set[str]) -> Iterator[str]:
    """The text of each paragraph, read so that no more than one of them is held."""
    from lxml import etree

    with zipfile.ZipFile(path) as packed, packed.open(part) as member:
        events = etree.iterparse(
            _Bounded(member), events=("end",), tag=[*tags, *LEFT_OUT], load_dtd=False,
            no_network=True, resolve_entities=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        for _event, element in events:
            if element.tag in tags and not _is_struck_out(element):
                yield f"{''.join(_words(element)).strip()}\n"
                element.clear(keep_tail=True)


def _is_struck_out(element: Any) -> bool:
    return any(above.tag in LEFT_OUT for above in element.iterancestors())


def _words(element: Any) -> Iterator[str]:
    """The text in an element; of Word only that of its runs is text."""
    if element.tag in LEFT_OUT or _is_hidden(element):
        return
    yield ROOM.get(element.tag, "")
    in_word = element.tag.startswith(WORD)
    if element.text and (not in_word or element.tag == f"{WORD}t"):
        yield element.text
    for child in element.iterchildren("*"):
        yield from _words(child)
        if child.tail and not in_word:
            yield child.tail


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{WORD}rPr/{WORD}vanish") if run.tag == f"{WORD}r" else None
    return mark is not None and mark.get(f"{WORD}val", "1") not in NOT_HIDDEN


class _Bounded(io.RawIOBase):
    """A part of a packed file that is an error once it unpacks to too much."""

    def __init__(self, member: Any) -> None:
        self.member, self.left = member, MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self.member.read(size if size > 0 else 64 * 1024)
        self.left -= len(piece)
        if self.left < 0:
            raise ValueError("It unpacks to too much.")
        return piece


READERS: dict[str, Callable[[str], Iterator[str]]] = {
    "pdf": of_pdf,
    "docx": of_word,
    "odt": of_writer,
    "txt": of_text,
}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    RuntimeError,
    ValueError,
    OSError,
)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (*_BROKEN, MemoryError, RecursionError):
        sys.exit(UNREADABLE)
