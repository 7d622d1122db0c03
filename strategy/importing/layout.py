"""From the bytes of a file to its numbered lines.

How the encoding is told: a byte order mark says it; zero bytes in most of its
letters mean UTF-16, any other zero byte that it is no text; what is valid
UTF-8 is UTF-8; of Windows-1250, ISO-8859-2 and CP852 it is the one that gives the fewest
characters foreign to Czech text, the first of equals. Where even that reading gives more
foreign characters than Czech letters, the file is refused.
"""

import codecs
import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from strategy.characters import in_one_line
from strategy.importing.refusal import ImportRefused, shortened

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
LEGACY = ["cp1250", "iso-8859-2", "cp852"]
CZECH_LETTERS = frozenset("áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ")
CZECH_SIGNS = frozenset("„“”‚‘’–—…•·§°×€\xa0\xad")
LINE_END = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# White space, and marks without width that web pages and word processors leave behind.
EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff\u200b\u200e\u2060"

# In characters, some three pages in one paragraph. How long a line takes to be understood grows
# faster than the line.
LONGEST_LINE = 10_000

# Nobody wraps narrower; what is longer was not wrapped at all.
NARROWEST_WRAP, WIDEST_WRAP = 40, 120
# A line this long of the width is one that a wrap may have ended, where it evens the lines out.
NEARLY = 0.75
# A full stop behind which a sentence always goes on.
ABBREVIATION = re.compile(r"\b(?:např|tj|tzn|tzv|resp|popř|příp|vč|čl|odst|č|mj)\.$", re.IGNORECASE)


class Line(NamedTuple):
    """A line that is not blank. `text` has no white space around; `end` is its width on paper,
    0 in a format whose lines are whole paragraphs.

    A format that knows more says the depth of a heading and of a list from 1 (0: none, or not
    known), the page, and whether all of it is bold. Numbers and bullets stand in `text`.
    """

    number: int
    text: str
    indent: int = 0
    end: int = 0
    after_blank: bool = False
    heading: int = 0
    bullet: int = 0
    page: int = 0
    bold: bool = False


def decode(data: bytes) -> str:
    """Text of a file, in composed Unicode. Raises ImportRefused where it cannot be read."""
    try:
        text = _decode(data)
    except UnicodeDecodeError as error:
        raise _unreadable(data[: error.start].count(b"\n") + 1) from error
    # Old DOS files end with this sign.
    text = unicodedata.normalize("NFC", text.rstrip("\x1a\x00"))
    lines = LINE_END.split(text)
    for number, line in enumerate(lines, start=1):
        if CONTROL.search(line):
            raise _unreadable(number)
    return "\n".join(lines)


def split(text: str) -> list[Line]:
    """The lines that hold something, with their numbers in the file."""
    lines: list[Line] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        stripped = in_one_line(raw.strip(EDGES))
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            after_blank = bool(lines) and number > lines[-1].number + 1
            lines.append(Line(number, stripped, indent, indent + len(stripped), after_blank))
    return lines


def refuse_long(text: str, number: int) -> None:
    """Raise ImportRefused for a line that nobody wrote as one; `number` counts from 1."""
    if len(text) > LONGEST_LINE:
        told = _(
            "“%(text)s” goes on for more than %(most)s characters. Cut it into paragraphs, each on "
            "a line of its own."
        )
        most = number_format(LONGEST_LINE, force_grouping=True)
        raise ImportRefused(told % {"text": shortened(text), "most": most}, number)


def wrap_width(lines: list[Line]) -> int | None:
    """The width to which the lines were wrapped, None where they were not.

    They were where a line begins with a small letter below one nearly as long as the longest.
    """
    longest = max((line.end for line in lines), default=0)
    if not NARROWEST_WRAP <= longest <= WIDEST_WRAP:
        return None
    wrapped = any(
        line.text[0].islower()
        and not line.text.startswith("o ")  # a bullet
        and is_nearly_full(above, longest)
        for above, line in pairwise(lines)
    )
    return longest if wrapped else None


def goes_on(line: Line, above: Line, width: int | None) -> bool:
    """Whether a line that opens nothing is the rest of a wrapped line above.

    It is where it begins with a small letter or a sign that opens no sentence, or where its
    first word would not have fitted on the line above. It also is where the line above is
    nearly full and ends no sentence, and this one ends as no heading does, or is nearly full
    itself.
    """
    if line.text[0].islower() or line.text[0] in "(,;:.…)/&+-–—%§„":
        return True
    if is_full(above, line, width):
        return True
    ends = line.text[-1] in ".,;!?" or is_nearly_full(line, width)
    return ends and is_nearly_full(above, width) and not _ends_sentence(above.text)


def _ends_sentence(text: str) -> bool:
    return text[-1] in ".!?:;" and not ABBREVIATION.search(text)


def is_nearly_full(line: Line, width: int | None) -> bool:
    return width is not None and NEARLY * width <= line.end


def is_full(above: Line, line: Line, width: int | None) -> bool:
    first_word = line.text.split()[0]
    return width is not None and above.end + 1 + len(first_word) > width


def joined(text: str, rest: str) -> str:
    """A wrapped text in one; after a hyphenated half of a word without a space."""
    space = "" if re.search(r"\w-$", text) and rest[0].isalpha() else " "
    return f"{text}{space}{rest}"


def _decode(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Latin letters have their zero byte second where the low byte goes first.
        if data[first::2].count(0) * 2 > len(data) // 2:
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data)


def _decode_legacy(data: bytes) -> str:
    readings = []
    for encoding in LEGACY:
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    text = min(readings, key=_foreign)
    if _foreign(text) > sum(letter in CZECH_LETTERS for letter in text):
        data.decode("utf-8")  # raises, and so names the first byte that is wrong
    return text


def _foreign(text: str) -> int:
    """How many characters a Czech text does not have."""
    return sum(
        not character.isascii() and character not in CZECH_LETTERS and character not in CZECH_SIGNS
        for character in text
    )


def _unreadable(line: int) -> ImportRefused:
    return ImportRefused(
        _("the file is not readable as plain text. Save it as text in UTF-8 and try again."), line
    )
