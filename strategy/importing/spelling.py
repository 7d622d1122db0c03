"""Codes written otherwise than the plan's own: "a1.1" and "A 1.1" are A1.1 where the plan has an A.

What looks like a code and is none is refused, so that none is taken for a part of the wording.
"""

import re

from django.utils.translation import gettext as _

from strategy.importing import headings
from strategy.importing.codes import NUMBERED, segments
from strategy.importing.layout import Line
from strategy.importing.refusal import ImportRefused, shortened

LONGEST_CODE = 30

LEVEL_LEAD = re.compile(
    rf"{headings.WORD.pattern}\s*(?:{headings.MARK}\s*)?(?:č\.\s*|číslo\s+)?", re.IGNORECASE
)
_SPELT = re.compile(
    r"(?P<letters>[^\W\d_]{1,4})(?P<gap>\s?)(?P<number>[.\-]?\d{1,3}(?:[.\-]\d{1,3}){0,5}[a-z]?)"
    r"(?!\w|[.\-]\w)(?P<after>.*)$"
)
# Longer than any word with a number in it: letters, then only numbers, dots and hyphens.
LONG = re.compile(rf"[^\W\d_]{{0,4}}[.\-]?\d[\w.\-]{{{LONGEST_CODE - 5},}}")
MALFORMED = re.compile(r"[^\W\d_]{1,5}[.\-]?\d+(?:\.\d+)+[^\W\d_]?(?!\w)")
# A letter and two numbers, whatever stands between and around: "(A1.1)", "A. 1. 1", "A1,1".
NEAR = re.compile(r"[(\[]?(?P<letters>[^\W\d_]{1,2})[.\-]?(?P<gap>\s?)\d{1,3}\s?[.,/\-]\s?\d{1,3}")
TITLE_BEHIND = re.compile(r"[.)]?\s*(?:$|[:\-–—]|\s[^\W\d_a-záčďéěíňóřšťúůýž])")


def corrected(lines: list[Line]) -> list[Line]:
    """The lines with their codes as the plan writes them. Raises ImportRefused."""
    letters = _letters(lines)
    return [_corrected(line, letters) for line in lines]


def refused(text: str, line: int) -> ImportRefused:
    reason = _(
        "“%(code)s” looks like a code, but is none that this plan can have. Codes are such as A, "
        "AA, A1, A1.1 or 1.1.2, begin with the letter of their goal and have at most "
        "%(longest)d characters."
    )
    return ImportRefused(reason % {"code": shortened(text), "longest": LONGEST_CODE}, line)


def _letters(lines: list[Line]) -> set[str]:
    """The letters by which codes of these lines begin."""
    found = (
        headings.opening(line.text, title_awaited=False, loose_bullets=False) for line in lines
    )
    codes = [opening.code for opening in found if opening and opening.code]
    return {segments(code)[0] for code in codes if code[0].isalpha()}


def _corrected(line: Line, letters: set[str]) -> Line:
    bulleted = _end_of_bullet(line.text)
    level = LEVEL_LEAD.match(line.text, bulleted)
    has_level = level is not None and not line.text[bulleted].islower()
    start = level.end() if level and has_level else bulleted
    rest = line.text[start:]
    _refuse_no_code(rest, line, begins=start > 0)
    found = _SPELT.match(rest)
    if found is None or not _is_code(found, has_level=has_level, begins=start > 0):
        if start > 0:
            _refuse_near(rest, line, letters)
        return line
    code = found["letters"].upper() + found["number"]
    if found["letters"].upper() not in letters:
        raise refused(rest[: found.end("number")], line.number)
    return line._replace(text=line.text[:start] + code + found["after"])


def _end_of_bullet(text: str) -> int:
    bullet = headings.BULLET.match(text) or headings.LOOSE_BULLET.match(text)
    return bullet.end() if bullet else 0


def _refuse_no_code(rest: str, line: Line, *, begins: bool) -> None:
    """Refuse what is too long for a code, or has too many or too great numbers."""
    long = LONG.match(rest)
    if long and len(long[0]) > LONGEST_CODE and (begins or rest[0].isalpha()):
        raise refused(long[0], line.number)
    malformed = MALFORMED.match(rest)
    if (
        malformed
        and not re.fullmatch(NUMBERED, malformed[0], re.IGNORECASE)
        and _is_short(malformed[0])
    ):
        raise refused(malformed[0], line.number)


def _refuse_near(rest: str, line: Line, letters: set[str]) -> None:
    """Refuse at the beginning of an item what only a letter of the plan tells from wording."""
    near = NEAR.match(rest)
    if near is None or near["letters"].upper() not in letters or headings.CODED_LINE.match(rest):
        return
    # "– v 1.2 milionu" may be a wrapped line; behind a true bullet it is an item.
    may_be_text = near["gap"] and near["letters"].islower()
    if not may_be_text or headings.BULLET.match(line.text):
        raise refused(near[0], line.number)


def _is_short(code: str) -> bool:
    """Whether its letters are those of a code, not a name such as "Web2.0"."""
    letters = segments(code)[0]
    return letters.isupper() or len(letters) <= 2


def _is_code(found: re.Match[str], *, has_level: bool, begins: bool) -> bool:
    """Whether a spelling of a code is meant as one, and not as "a 2.5 milionu" or "m2"."""
    letters, is_dotted = found["letters"], "." in found["number"]
    if not found["gap"]:
        return not letters.isupper() and len(letters) <= 2 and (is_dotted or has_level)
    if not TITLE_BEHIND.match(found["after"]):
        return False
    return len(letters) <= 2 and (has_level or (letters.isupper() and (begins or is_dotted)))
