"""Names of organisations and offices in a row: "MPSV, MV a MMR", "odbor školství a sportu".

A comma or "a" parts two names where what follows begins as a name does; else it belongs to the
name. What follows a short name and begins as none is a remark; a verb with a capital behind a
name begins the next item.
"""

import re
from enum import Enum
from typing import NamedTuple

from strategy.importing.codes import UPPER
from strategy.importing.grammar import deadlines
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.verbs import CAPITALISED, is_infinitive

# Nouns by which a name may begin without a capital.
NOUNS = (
    r"kraj\w*|obc\w+|obec\w*|mest(?:o|a|u|em|ske|ska|sky|sti|um)|mestsk\w+|magistrat\w*|urad\w*|odbor\w*|"
    r"oddelen\w+|ministerstv\w+|skol\w+|neziskov\w+|nestatn\w+|nno|poskytovatel\w*|"
    r"organizac\w+|spol(?:ek|ky|ku)|nadac\w+|polici\w+|knihovn\w+|nemocnic\w+|univerzit\w+|"
    r"fakult\w+|ustav\w*|agentur\w+|centr\w+|domov\w*|sprav\w+|komis\w+|rad(?:a|y|ou)|vybor\w*|"
    r"zastupitelstv\w+|starost\w+|primator\w*|namest\w+|tajemni\w+|vedouc\w+|koordinator\w*|"
    r"pracovni skupin\w+|koordinacni skupin\w+|zamestnavatel\w*|socialni partner\w*|cirkv\w+|"
    r"charit\w+|svaz\w*|asociac\w+|sdruzeni\w*|komor\w+|hasic\w+|krajsk\w+|dopravni podnik\w*|"
    r"prispevkov\w+|vlad\w+|kancelar\w*|utvar\w*|referat\w*|sekc\w+|socialni prac\w+|lekar\w*|"
    r"dobrovolni\w+|podnik\w*|firm\w+|spravc\w+|vsechn\w+|vsichni|ostatni|dalsi|mistni|partner\w*"
)
NOUN = re.compile(rf"(?:{NOUNS})(?!\w)")
# So much of a text tells whether it begins as a name.
BEGINNING = 200
SHORT_NAME = re.compile(rf"[{UPPER}][\w]*[{UPPER}][\w.\-]*|[{UPPER}]{{2,}}\S*")
LEGAL_FORM = re.compile(
    r"(?:o\.\s?p\.\s?s|z\.\s?s|z\.\s?ú|s\.\s?r\.\s?o|a\.\s?s|p\.\s?o|k\.\s?s|v\.\s?v\.\s?i|"
    r"p\.\s?s|příspěvková organizace|státní podnik|akciová společnost|pobočný spolek|s\.\s?p)"
    r"\.?(?!\w)",
    re.IGNORECASE,
)
# A person is named with the office: "Ing. Jan Novák, OZ".
DEGREE = re.compile(
    r"(?:Ing|Mgr|Bc|MUDr|JUDr|PhDr|RNDr|PaedDr|doc|prof|Ph\.\s?D|CSc|MBA|MPA|DiS|arch)\b\.?"
)
WITH = re.compile(
    r"[\s,;(]*(?<!\w)(?:ve spolupr[áa]ci\s+(?:s|se)|v součinnosti\s+(?:s|se)|"
    r"spole[čc]n[ěe]\s+(?:s|se)|"
    r"spolu\s+(?:s|se)|spolupráce|za\s+spolupráce)(?!\w)\s*:?\s*",
    re.IGNORECASE,
)
PARTING = re.compile(r"\s*[,;|•]\s*|\s+(?:a|i|\+|&|/|–|-)\s+|(?<=\w)/(?=\w)|\s*\n\s*")
SOFT = re.compile(r"\s*,\s*|\s+(?:a|i)\s+|\s+[–-]\s+|(?<=\w)/(?=\w)")


class What(Enum):
    """What a stretch of a value is."""

    BODY = "body"
    COMPANION = "companion"
    REMARK = "remark"
    NEXT_ITEM = "next_item"


class Stretch(NamedTuple):
    """`begin` includes the sign before the name, so that stretches leave no gap."""

    begin: int
    start: int
    end: int
    what: What


def begins_as_body(text: str) -> bool:
    """Whether a text begins with a name, and not with a verb or with prose."""
    beginning = text[:BEGINNING]
    word = next(iter(beginning.split(maxsplit=1)), "")
    if not word:
        return False
    if NOUN.match(flat(beginning)):
        return True
    return word.lstrip("„\"'(")[:1].isupper() and not is_infinitive(word)


def is_short_name(text: str) -> bool:
    """Whether a text begins with an abbreviation, such as MPSV."""
    return SHORT_NAME.match(text) is not None


def is_plain_name(text: str) -> bool:
    """Whether a text begins with an abbreviation or with a word for an office."""
    return is_short_name(text) or NOUN.match(flat(text)) is not None


def cut(text: str) -> list[Stretch]:
    """The names in a text and what stands with them, in order; together they cover all of it."""
    stop = _next_item(text)
    stretches = _names(text, stop)
    if stop < len(text):
        stretches.append(Stretch(stop, stop, len(text), What.NEXT_ITEM))
    return [stretch for stretch in stretches if stretch.start < stretch.end]


def _next_item(text: str) -> int:
    """Where a verb with a capital begins the next item; the end where none does."""
    for word in CAPITALISED.finditer(text):
        if word.start() > 0 and is_infinitive(word[0]) and _depth(text, word.start()) == 0:
            return word.start()
    return len(text)


def _names(text: str, stop: int) -> list[Stretch]:
    found: list[Stretch] = []
    begin, what = 0, What.BODY
    for start, end, companion in _parts(text, stop):
        if companion:
            what = What.COMPANION
        kind = what if _is_name(text[start:end], found) else What.REMARK
        start, end = _bare(text, start, end)
        if start < end:
            found.append(Stretch(begin, start, end, kind))
            begin = end
    return found


def _parts(text: str, stop: int) -> list[tuple[int, int, bool]]:
    """Where each part begins and ends, and whether "ve spolupráci s" leads it in."""
    parts: list[tuple[int, int, bool]] = []
    begin, companion, place = 0, False, 0
    while place < stop:
        separator = WITH.match(text, place) or PARTING.match(text, place)
        if separator is None or separator.end() == place or separator.end() > stop:
            place = _past_room(text, place)
            continue
        is_with = WITH.match(text, place) is not None
        if _depth(text, place) or not (is_with or _parts_names(text, begin, separator, stop)):
            place = max(place + 1, separator.end())
            continue
        parts.append((begin, place, companion))
        begin, companion, place = separator.end(), is_with, separator.end()
    parts.append((begin, stop, companion))
    return parts


def _past_room(text: str, place: int) -> int:
    """The next place to look for a sign at; what begins with room is found where that begins."""
    behind = place + 1
    while text[place].isspace() and text[behind : behind + 1].isspace():
        behind += 1
    return behind


def _parts_names(text: str, begin: int, separator: re.Match[str], stop: int) -> bool:
    after = text[separator.end() : stop]
    before = text[begin : separator.start()]
    if not after.strip(" ."):
        return True
    if DEGREE.match(after) or (DEGREE.match(before.lstrip()) and not DEGREE.match(after)):
        return False
    if not SOFT.fullmatch(separator[0]):
        return True
    if LEGAL_FORM.match(after):
        return False
    if "/" in separator[0] or "–" in separator[0] or "-" in separator[0].strip():
        return is_short_name(after) and is_short_name(text[begin : separator.start()])
    if begins_as_body(after) or _begins_as_deadline(after):
        return True
    return "," in separator[0] and is_short_name(_last_word(text[begin : separator.start()]))


def _begins_as_deadline(text: str) -> bool:
    """As in "Odbor školství, průběžně"."""
    return bool(deadlines.read(re.split(r"[,;(]", text, maxsplit=1)[0]).normal)


def _is_name(part: str, before: list[Stretch]) -> bool:
    """The first is one whatever it looks like: its label says so."""
    return not before or begins_as_body(part.strip(" ,;.(")) or LEGAL_FORM.match(part) is not None


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and the full stop that ends the sentence; "s. r. o." keeps its own."""
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    if text[start:end].endswith(".") and not re.search(
        r"\b\w{1,2}\.\s?\w{1,2}\.$", text[start:end]
    ):
        end -= 1
        while end > start and text[end - 1].isspace():
            end -= 1
    return start, end


def _depth(text: str, place: int) -> int:
    return max(0, text.count("(", 0, place) - text.count(")", 0, place))


def _last_word(text: str) -> str:
    words = text.split()
    return words[-1] if words else ""
