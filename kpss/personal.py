"""Words that may be somebody's personal data; a person then judges whether they are."""

import re

_SPACE = "[ \xa0\u202f]?"
_NINE_DIGITS = rf"[2-9]\d{{2}}{_SPACE}\d{{3}}{_SPACE}\d{{3}}"
_OF_A_SUM = rf"{_SPACE}(?:\d|[,.]\d|,[-–]|Kč|korun|tis|mil|€|EUR|%|m²)"
_PATTERNS = (
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    # With the prefix of the country or without; a sum is followed by what it is of.
    rf"(?<![\w.,/-])(?<!\d[ \xa0\u202f])(?:(?:\+|00)42[01]{_SPACE})?{_NINE_DIGITS}"
    rf"(?![\w/])(?!{_OF_A_SUM})",
    # A birth number: of women the month is raised by 50, where numbers ran out by 20 more.
    r"(?<![\d/])\d{2}(?:[0257][1-9]|[1368][0-2])(?:0[1-9]|[12]\d|3[01])/\d{3,4}(?![\d/])",
)
_PERSONAL = re.compile("|".join(_PATTERNS))


def looks_personal(text: str) -> bool:
    """Whether there is what looks like an e-mail address, a telephone or a birth number.

    >>> looks_personal("volejte 542 171 111"), looks_personal("stojí 542 171 111 Kč")
    (True, False)
    """
    return bool(_PERSONAL.search(text))
