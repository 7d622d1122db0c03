"""Codes of items, such as A, A1, A1.1, 1.1.2 or II.3, and what they say about one another."""

import re

UPPER = "A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ"
# A letter or a Roman number alone; it is a code only where a heading shows so.
LETTER = rf"(?:[IVX]{{2,4}}|[{UPPER}])(?!\w)"
# Anything with a digit that can stand at the beginning of a line by itself.
NUMBERED = (
    rf"(?:[{UPPER}]{{1,4}}[.\-]?\d{{1,3}}(?:[.\-]\d{{1,3}}){{0,5}}|\d{{1,3}}(?:\.\d{{1,3}}){{1,5}})"
    r"[a-z]?(?!\w)"
)
# Two letters, which may as well be a short name ("EU"): a code only where it is set apart.
PAIR = rf"[{UPPER}]{{2}}(?!\w)"
CODE = rf"(?:{NUMBERED}|{LETTER}|{PAIR}|\d{{1,3}}[a-z]?(?!\w))"

# One-letter words of Czech, which may begin a title.
ONE_LETTER_WORDS = frozenset("AIKOSUVZ")
ROMAN_PAIRS = frozenset(["IV", "VI", "IX", "XI", "XV"])


def segments(code: str) -> list[str]:
    """Its letters and numbers in order.

    >>> segments("A1.12")
    ['A', '1', '12']
    """
    return re.findall(r"\d+|[^\W\d_]+", code)


def extends(code: str, upper: str) -> bool:
    """Whether a code says that it belongs under another: A1.1 under A1 and under A."""
    long, short = segments(code), segments(upper)
    return len(long) > len(short) and long[: len(short)] == short


def contradicts(code: str, upper: str) -> bool:
    """Whether a code cannot stand under another. Letters and numbers count on their own:
    A may stand under 1."""
    same_kind = code[0].isdigit() == upper[0].isdigit()
    return same_kind and not extends(code, upper)


def is_pair(code: str) -> bool:
    """Whether a code may be a short name: AB, but not AA and not the Roman IX."""
    return re.fullmatch(PAIR, code) is not None and code[0] != code[1] and code not in ROMAN_PAIRS


def is_letter(code: str) -> bool:
    return bool(code) and code.isalpha()
