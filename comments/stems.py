"""Stems of Czech words, by which texts are found whatever the endings and accents in them."""

import re
from functools import lru_cache

import snowballstemmer

from comments.privacy.hidden import HIDDEN
from strategy.characters import without_diacritics

# Shorter words join sentences and say nothing of what they are about.
SHORTEST = 3


def stems_of(text: str) -> str:
    """The stems of a text's words in alphabetical order, each once, with a space around each.

    Of each word the stem as it is written and that without diacritics, both without them, so
    that whoever writes without accents finds the same. What stands for a hidden passage is no
    word.

    >>> stems_of("Lavičky v parku, lavicky!")
    ' lavick park '
    """
    said = text.replace(HIDDEN, " ").lower()
    words = {word for word in re.findall(r"[^\W_]+", said) if len(word) >= SHORTEST}
    found = sorted(_stems(words))
    return f" {' '.join(found)} " if found else ""


def _stems(words: set[str]) -> set[str]:
    return set().union(*map(_stems_of_word, words))


# Most of what people write is made of the same few thousand words.
@lru_cache(maxsize=10_000)
def _stems_of_word(word: str) -> tuple[str, str]:
    # A stemmer of its own, for it keeps the word that it is at.
    stem = snowballstemmer.stemmer("czech").stemWord
    return without_diacritics(stem(word)), stem(without_diacritics(word))
