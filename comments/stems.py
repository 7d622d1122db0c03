"""Stems of Czech words, by which texts are found whatever the endings and accents in them."""

import re

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
    # One of our own, for a stemmer keeps the word that it is at.
    stemmer = snowballstemmer.stemmer("czech")
    found = set()
    for word in words:
        found.add(without_diacritics(stemmer.stemWord(word)))
        found.add(stemmer.stemWord(without_diacritics(word)))
    return found
