"""Words and ruled lines of a PDF, as a process of its own: from standard input to JSON lines.

PDFium is native code and reads what comes from outside. Here it has bounded memory and time; what
makes it fall over does not take the portal along, and it never works in two threads at once.
Run as a script, so that nothing else is loaded. Lengths are in points, from the top left.
"""

import ctypes
import json
import math
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MEMORY = 2 * 1024**3
SECONDS = 90
MOST_PAGES = 1_000
MOST_CHARACTERS = 6_000_000
MOST_OBJECTS = 100_000
# What counts as a line where it is filled, not drawn.
THIN = 3.0
SHORTEST = 6.0
SOFT_HYPHEN = "\u00ad"
# How PDFium writes a hyphen at the end of a line, and what it cannot tell.
HYPHENS = {0x02, 0xFFFE}
UNKNOWN = {0, 0xFFFD}
BOLD = (b"bold", b"black", b"heavy", b"semi-bo", b"semibo", b"demi")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        say({"refused": "password" if "password" in str(error).lower() else "broken"})
        return
    if len(document) > MOST_PAGES:
        say({"refused": "pages"})
        return
    characters = 0
    for number in range(len(document)):
        page = document[number]
        said = Sheet(page).said()
        characters += sum(len(word[0]) for word in said["words"])
        if characters > MOST_CHARACTERS:
            say({"refused": "pages"})
            return
        say(said)
        page.close()


def say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


class Sheet:
    """One page: its words, its ruled lines, and how many pictures it has."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.turn = page.get_rotation() // 90 % 4
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom = left, bottom
        self.wide, self.high = right - left, top - bottom
        self.words: list[list[Any]] = []
        self.rules: list[list[float]] = []
        self.pictures = self.unknown = 0

    def said(self) -> dict[str, Any]:
        self.read_text()
        self.read_objects()
        width, height = (self.high, self.wide) if self.turn % 2 else (self.wide, self.high)
        return {
            "width": width,
            "height": height,
            "words": self.words,
            "rules": self.rules,
            "pictures": self.pictures,
            "unknown": self.unknown,
        }

    def box(self, left: float, low: float, right: float, high: float) -> tuple[float, ...]:
        """left, top, right, bottom as the page is seen, turned as it says."""
        corners = [self.point(left, low), self.point(right, high)]
        xs, ys = zip(*corners, strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        turned = [
            (x, self.high - y),
            (y, x),
            (self.wide - x, y),
            (self.high - y, self.wide - x),
        ]
        return turned[self.turn]

    # Text

    def read_text(self) -> None:
        text = self.page.get_textpage()
        word: Word | None = None
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if is_room(code) or pdfium.FPDFText_IsGenerated(text, index) == 1:
                self.end(word)
                word = None
                continue
            self.unknown += code in UNKNOWN
            word = self.take(text, index, code, word)
        self.end(word)
        text.close()

    def take(self, text: Any, index: int, code: int, word: "Word | None") -> "Word":
        rect = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        box = self.box(rect.left, rect.bottom, rect.right, rect.top)
        letter = SOFT_HYPHEN if code in HYPHENS else character(code)
        if word and word.takes(box):
            word.add(letter, box)
            return word
        is_glued = word is not None and word.touches(box)
        self.end(word)
        return Word(letter, box, is_glued, text, index, self.turn)

    def end(self, word: "Word | None") -> None:
        if word:
            self.words.append(word.said())

    # Lines

    def read_objects(self) -> None:
        count = min(pdfium.FPDFPage_CountObjects(self.page), MOST_OBJECTS)
        for index in range(count):
            thing = pdfium.FPDFPage_GetObject(self.page, index)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.rules += ([round(at, 1) for at in rule] for rule in self.rules_of(thing))
            self.pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE

    def rules_of(self, path: Any) -> Iterator[tuple[float, ...]]:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        if stroke.value:
            yield from self.drawn(path)
        elif fill.value:
            yield from self.filled(path)

    def drawn(self, path: Any) -> Iterator[tuple[float, ...]]:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(path, matrix)
        first = last = (0.0, 0.0)
        for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_OBJECTS)):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            here = self.place(segment, matrix)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                first = here
            elif pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
                yield from straight(last, here)
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield from straight(here, first)
            last = here

    def place(self, segment: Any, matrix: Any) -> tuple[float, float]:
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        return self.point(
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )

    def filled(self, path: Any) -> Iterator[tuple[float, ...]]:
        edges = [ctypes.c_float() for _ in range(4)]
        pdfium.FPDFPageObj_GetBounds(path, *edges)
        left, top, right, bottom = self.box(*(edge.value for edge in edges))
        if bottom - top <= THIN and right - left >= SHORTEST:
            yield (left, (top + bottom) / 2, right, (top + bottom) / 2)
        elif right - left <= THIN and bottom - top >= SHORTEST:
            yield ((left + right) / 2, top, (left + right) / 2, bottom)


class Word:
    """Characters that stand close together, in one size."""

    def __init__(
        self, letter: str, box: tuple[float, ...], is_glued: bool, text: Any, index: int, turn: int
    ) -> None:
        self.letters = [letter]
        self.left, self.top, self.right, self.bottom = box
        self.last = box
        self.is_glued = is_glued
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        self.size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        self.is_bold = is_bold(text, index)
        angle = pdfium.FPDFText_GetCharAngle(text, index) + turn * math.pi / 2
        self.is_turned = abs(math.sin(angle)) > 0.1 or math.cos(angle) < 0

    def touches(self, box: tuple[float, ...]) -> bool:
        return -self.size < box[0] - self.last[2] < 0.15 * self.size and box[1] < self.last[3]

    def takes(self, box: tuple[float, ...]) -> bool:
        high, last = box[3] - box[1], self.last[3] - self.last[1]
        if not 0.85 * last <= high <= 1.18 * last:
            return False
        if self.is_turned:
            return (
                abs(box[0] - self.last[0]) < 2 * self.size
                and abs(box[1] - self.last[1]) < 2 * self.size
            )
        is_level = abs(box[3] - self.last[3]) < 0.3 * max(high, 1)
        return is_level and -0.7 * self.size < box[0] - self.last[2] < 0.3 * self.size

    def add(self, letter: str, box: tuple[float, ...]) -> None:
        self.letters.append(letter)
        self.left, self.top = min(self.left, box[0]), min(self.top, box[1])
        self.right, self.bottom = max(self.right, box[2]), max(self.bottom, box[3])
        self.last = box

    def said(self) -> list[Any]:
        edges = [round(edge, 1) for edge in (self.left, self.top, self.right, self.bottom)]
        text = "".join(self.letters)
        return [text, *edges, round(self.size, 1), self.is_bold, self.is_glued, self.is_turned]


def straight(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, ...]]:
    """A line that is level or upright, from its left or upper end."""
    (x1, y1), (x2, y2) = sorted([start, end])
    if (abs(x1 - x2) < 1 and abs(y1 - y2) >= SHORTEST) or (
        abs(y1 - y2) < 1 and x2 - x1 >= SHORTEST
    ):
        yield (x1, min(y1, y2), x2, max(y1, y2))


def is_bold(text: Any, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
    heavy = pdfium.FPDFText_GetFontWeight(text, index) >= 600
    return heavy or any(word in name.value.lower() for word in BOLD)


def is_room(code: int) -> bool:
    return code in {0x09, 0x0A, 0x0D, 0x20, 0xA0} or 0x2000 <= code <= 0x200B or code == 0x202F


def character(code: int) -> str:
    is_letter = code not in UNKNOWN and not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF
    return chr(code) if is_letter else "\ufffd"


if __name__ == "__main__":
    main()
