"""What one line opens: a level by its word, a measure by its code or its bullet.

A heading is a level word, then (all optional) a code, a colon or a dash, a title:
"Dílčí cíl A", "Priorita A1: Rozvíjet síť", "Hodnota: Soudržné město", "Priorita Rozvíjet síť".
Without a code and a colon the title begins with a capital, so that prose ("Aktivita
navazuje na …") is no heading.
"""

import re
from typing import NamedTuple

from strategy.importing.codes import (
    CODE,
    LETTER,
    NUMBERED,
    ONE_LETTER_WORDS,
    PAIR,
    UPPER,
    is_letter,
    is_pair,
)
from strategy.importing.levels import LEVEL_OF_WORD, LEVELS, MEASURE, Level, folded


class Opening(NamedTuple):
    """`level` is None where no word names it. `heads_list` is a plural alone: "Opatření:".
    `code_or_title` is a letter alone behind a colon, "Dílčí cíl: A", or two letters alone."""

    level: Level | None
    code: str = ""
    title: str = ""
    bulleted: bool = False
    heads_list: bool = False
    code_or_title: bool = False


def _words() -> str:
    words = {word for level in LEVELS for word in (level.name, level.plural)}
    words |= {folded(word) for word in words}
    return "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True))


MARK = r"(?::|[-–—](?=\s|$))"
WORD = re.compile(rf"(?P<word>{_words()})(?!\w)", re.IGNORECASE)
CODE_FIRST = re.compile(
    rf"\s+(?:č\.\s*|číslo\s+)?(?P<code>{CODE})(?P<dot>[.)])?"
    rf"(?:\s*(?P<mark>{MARK})\s*|\s+|$)(?P<title>.*)$"
)
# After a colon a letter alone may be the first word of the title ("Hodnota: V Brně doma").
MARK_FIRST = re.compile(
    rf"\s*{MARK}\s*(?:(?P<code>{NUMBERED}|(?:{LETTER}|{PAIR})(?=\s*(?:{MARK}|$)))[.)]?"
    rf"(?:\s*{MARK}\s*|\s+|$))?(?P<title>.*)$"
)
CODED_LINE = re.compile(rf"(?P<code>{NUMBERED})[.)]?(?:\s*{MARK}\s*|\s+|$)(?P<title>.*)$")

# The last ones may also stand before a word in the text ("~5 minut", "»dobré sousedství«").
BULLET = re.compile(
    "(?:[•◦▪▫■□●○◆◇◼◾★☐‣⁃∙·*►▶▸➢➤➔✓✔❖\uf0a7\uf0b7\uf0d8]+"
    rf"|[»›→⇒~]+(?=\s|{NUMBERED}))\s*"
)
# What is a bullet in one file and a part of the text in another.
LOOSE_BULLET = re.compile(r"(?:[-–—−+]|o(?=\s)|\(?(?:\d{1,3}|[a-z])[.)](?=\s))\s*")

# What may be meant as a code where it stands alone behind a level word.
CAPITALS = re.compile(rf"[{UPPER}\d.\-]{{1,30}}")
FOREIGN = re.compile(
    rf"[{UPPER}][^\W\d_]*(?:\s+[^\W\d_]+){{0,2}}\s+"
    rf"(?P<code>{NUMBERED}|{LETTER}|\d{{1,2}}(?!\w))[.)]?\s*(?:{MARK}.*)?$"
)


def opening(text: str, *, title_awaited: bool, loose_bullets: bool) -> Opening | None:
    """What a line opens, None where it is text. A line that may be the awaited title opens
    a level only by a code, by a colon or by the word alone; so does one behind a bullet."""
    found = _heading(text, marked=title_awaited) or _coded(text)
    if found:
        return found
    rest = _behind_bullet(text, loose_bullets)
    if rest is None:
        return None
    found = _heading(rest, marked=True) or _coded(rest) or Opening(None, title=rest)
    return found._replace(bulleted=True)


def is_coded_bullet(text: str) -> bool:
    bullet = BULLET.match(text) or LOOSE_BULLET.match(text)
    return bullet is not None and CODED_LINE.match(text, bullet.end()) is not None


def is_coded_measure(text: str) -> bool:
    found = opening(text, title_awaited=False, loose_bullets=False)
    if found is None or not found.code:
        return False
    return found.level is None or found.level.rank >= MEASURE.rank


def is_lettered(text: str) -> bool:
    """Whether a line opens something by a code with a letter first."""
    found = opening(text, title_awaited=False, loose_bullets=False)
    return found is not None and found.code[:1].isalpha()


def looks_foreign(text: str, *, by_letter: bool = False) -> bool:
    """Whether a line has the shape of a heading of no known level: one to three words and a
    code ("Kapitola II", "Pilíř B: Zdraví"); with `by_letter` only where the code has a letter."""
    found = FOREIGN.match(text)
    return found is not None and not (by_letter and found["code"][0].isdigit())


def begins_with_level(text: str) -> bool:
    return WORD.match(text) is not None and not text[0].islower()


def _heading(text: str, *, marked: bool) -> Opening | None:
    word = WORD.match(text)
    if word is None or text[0].islower():
        return None
    level = LEVEL_OF_WORD[folded(word["word"])]
    code, title, is_marked = _code_and_title(text[word.end() :])
    only_plural = folded(word["word"]) != folded(level.name)
    if not code and not title:
        heads_list = only_plural or level.name == level.plural
        return Opening(level, heads_list=heads_list)
    if only_plural or not (is_marked or (not marked and _begins_sentence(title))):
        return None
    behind_mark = is_letter(code) and text.removesuffix(code).rstrip()[-1] in ":-–—"
    code_or_title = not title and (behind_mark or is_pair(code))
    return Opening(level, code, title, code_or_title=code_or_title)


def _code_and_title(rest: str) -> tuple[str, str, bool]:
    """Code and title behind a level word, and whether a code or a colon marks a heading."""
    found = CODE_FIRST.match(rest)
    if found and not _is_first_word(found):
        return found["code"], found["title"], True
    if found := MARK_FIRST.match(rest):
        return found["code"] or "", found["title"], True
    return "", rest.strip(), False


def _is_first_word(found: re.Match[str]) -> bool:
    """Whether letters are words and no code: "Hodnota V souladu", "Priorita EU fondy"."""
    code, title = found["code"], found["title"]
    if is_pair(code) and title and not found["dot"]:
        return not found["mark"] or (found["mark"] != ":" and title[0].islower())
    separated = found["dot"] or found["mark"] or not title
    return not separated and code in ONE_LETTER_WORDS and title[0].islower()


def _coded(text: str) -> Opening | None:
    found = CODED_LINE.match(text)
    return Opening(None, found["code"], found["title"]) if found else None


def _behind_bullet(text: str, loose_bullets: bool) -> str | None:
    if bullet := BULLET.match(text):
        return text[bullet.end() :]
    bullet = LOOSE_BULLET.match(text)
    if bullet is None:
        return None
    rest = text[bullet.end() :]
    is_bullet = loose_bullets or _coded(rest) or _heading(rest, marked=True)
    return rest if is_bullet else None


def _begins_sentence(title: str) -> bool:
    return title[0].isupper() or title[0].isdigit() or title[0] in "„“\"'"
