"""Text without case and diacritics of the same length, so that places in it are places in both."""

import re
import unicodedata


def flat(text: str) -> str:
    """The text to look words up in.

    >>> flat("Dílčí CÍL")
    'dilci cil'
    """
    if text.isascii():
        return text.lower()
    return "".join(_flat(character) for character in text)


def trimmed(text: str, start: int, end: int, signs: str = "") -> tuple[int, int]:
    """The same stretch of a text without white space and such signs at its ends."""
    while start < end and (text[start].isspace() or text[start] in signs):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in signs):
        end -= 1
    return start, end


def any_of(patterns: list[str]) -> str:
    """One pattern of several, the longest first, with any white space for a space."""
    ordered = sorted(patterns, key=len, reverse=True)
    return "|".join(re.sub(r" (?!\?)", r"\\s+", pattern) for pattern in ordered)


def _flat(character: str) -> str:
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return bare if len(bare) == 1 else character
