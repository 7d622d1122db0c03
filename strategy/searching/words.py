"""Czech words as they are found: by their stems, whatever the endings and the diacritics."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import snowballstemmer

from strategy.characters import without_diacritics

# One of ours has at most so many letters in the index.
LONGEST = 40
# Marks the stems that are codes or numbers, which have no endings.
CODE = "#"
_WORD = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
# They join sentences and say nothing of what they are about; without diacritics.
STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text().split())
# Of words without diacritics, the longest first. What is left has at least LEFT letters.
_ENDINGS = (
    *("ovstvi", "ujicich", "ujicim", "ujici", "ovani", "ovana", "ovane", "ovany", "ovat", "ujeme"),
    *("uje", "uji"),
    *("oveho", "ovemu", "ovymi", "atech"),
    *("ovych", "atum", "ovym", "ovou"),
    *("ata", "aty", "ova", "ove", "ovi", "ovy", "ich", "ych", "eho", "emu", "iho", "imu"),
    *("imi", "ymi", "ami", "emi", "ach", "ech"),
    *("um", "im", "ym", "am", "em", "om", "ou", "uv", "es", "os", "us", "at", "et"),
    *("a", "e", "i", "o", "u", "y"),
)
LEFT = 3
# What makes other words of a root: volunteer – volunteering, community – communal.
_DERIVED = [
    ("nictv", "nik"), ("nick", "nik"), ("nic", "nik"), ("nik", "nik"), ("ovan", "ov"), ("stv", ""),
    ("sk", ""), ("ck", "k"), ("nk", "n"), ("rk", "r"), ("tn", "t"), ("vn", "v"), ("rn", "r"),
]  # fmt: skip
_ROOT_LEFT = 4


class Word(NamedTuple):
    """A word of a text: where it stands there, in bare small letters, and its stems by weight.

    Of several stems the exact one weighs 1.
    """

    start: int
    end: int
    plain: str
    stems: dict[str, float]


def words_of(text: str) -> Iterator[Word]:
    """The words of a text that say something, in their order; parts of joined ones too."""
    for match in _WORD.finditer(text):
        whole = match.group()
        if is_code(whole):
            yield Word(*match.span(), folded(whole), {_code(folded(whole)): 1.0})
        if whole.isdigit():
            continue
        for piece in _PIECE.finditer(whole):
            plain = folded(piece.group())
            if len(plain) < 2 or plain in STOP_WORDS or plain.isdigit():
                continue
            start = match.start() + piece.start()
            yield Word(start, start + len(piece.group()), plain, stems_of_word(piece.group()))


def is_code(word: str) -> bool:
    """Whether it is a number or a code, such as A1.2."""
    return any(letter.isdigit() for letter in word)


def code_stem(code: str) -> str:
    """The stem of an item's code or of another mark of one word, in any case."""
    return _code(folded(code.strip()))


def folded(text: str) -> str:
    """In small bare letters."""
    return without_diacritics(text.lower())


def in_line(text: str) -> str:
    """All its words in small bare letters, with a space around each; for phrases.

    >>> in_line("Dávat je „normální“.")
    ' davat je normalni '
    """
    return f" {' '.join(_PIECE.findall(folded(text)))} "


def stems_of_word(word: str) -> dict[str, float]:
    """The stems of a word: the exact one, and looser ones that it shares with its relatives."""
    return _stems(word.lower())


# Most of what people write is made of the same few thousand words.
@lru_cache(maxsize=20_000)
def _stems(word: str) -> dict[str, float]:
    plain = without_diacritics(word)
    # A stemmer of its own, for it keeps the word that it is at.
    exact = without_diacritics(snowballstemmer.stemmer("czech").stemWord(word))
    light = _without_ending(plain)
    found = {_root(light): 0.3, light: 0.7}
    return {stem[:LONGEST]: weight for stem, weight in (found | {exact: 1.0}).items()}


def _without_ending(plain: str) -> str:
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= LEFT:
            return plain.removesuffix(ending)
    return plain


def _root(light: str) -> str:
    for ending, instead in _DERIVED:
        root = light.removesuffix(ending) + instead
        if light.endswith(ending) and len(root) >= _ROOT_LEFT:
            return root
    return light


def _code(plain: str) -> str:
    return f"{CODE}{plain}"[:LONGEST]
