"""Czech alphabetical order in Python, for SQLite (PostgreSQL brings its own `cs-x-icu`).

ČSN 97 6030: č, ř, š, ž are letters of their own, "ch" stands after "h"; the other
diacritics, and then the case of letters, decide only between otherwise equal words.
"""

import unicodedata
from functools import lru_cache

_LETTERS = ["a", "b", "c", "č", "d", "e", "f", "g", "h", "ch", "i", "j", "k", "l", "m", "n", "o"]
_LETTERS += ["p", "q", "r", "ř", "s", "š", "t", "u", "v", "w", "x", "y", "z", "ž"]
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS, start=1000)}


@lru_cache(maxsize=4096)
def sort_key(text: str) -> tuple[list[int], str, str]:
    """Key by which a text sorts in Czech: primary letters, then diacritics, then case."""
    lowered = unicodedata.normalize("NFC", text).lower()
    ranks, position = [], 0
    while position < len(lowered):
        length = 2 if lowered.startswith("ch", position) else 1
        letter = lowered[position : position + length]
        position += length
        if letter in _RANK:
            ranks.append(_RANK[letter])
            continue
        plain = unicodedata.normalize("NFD", letter)[0]
        ranks.append(_RANK.get(plain, ord(plain) if ord(plain) < 1000 else 2000 + ord(plain)))
    return ranks, lowered, text.swapcase()


def compare(left: str, right: str) -> int:
    """Collation function: -1, 0 or 1."""
    left_key, right_key = sort_key(left), sort_key(right)
    return (left_key > right_key) - (left_key < right_key)
