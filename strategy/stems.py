"""Stems of Czech words, by which texts are found and likened whatever the endings in them."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from strategy.characters import without_diacritics

# Shorter words join sentences and say nothing of what they are about.
SHORTEST = 3


def stems_of(text: str) -> str:
    """The stems of a text's words in alphabetical order, each once, with a space around each.

    Of each word the stem as it is written and that without diacritics, both without them, so
    that whoever writes without accents finds the same.

    >>> stems_of("Lavičky v parku, lavicky!")
    ' lavick park '
    """
    words = {word for word in re.findall(r"[^\W_]+", text.lower()) if len(word) >= SHORTEST}
    found = sorted(set().union(*map(_stems_of_word, words)))
    return f" {' '.join(found)} " if found else ""


# Most of what people write is made of the same few thousand words.
@lru_cache(maxsize=10_000)
def _stems_of_word(word: str) -> tuple[str, str]:
    # A stemmer of its own, for it keeps the word that it is at.
    stem = snowballstemmer.stemmer("czech").stemWord
    return without_diacritics(stem(word)), stem(without_diacritics(word))


def weights(all_stems: Iterable[set[str]]) -> dict[str, float]:
    """What a stem tells: the more, the fewer texts have it."""
    texts = list(all_stems)
    counts = Counter(stem for stems in texts for stem in stems)
    return {stem: math.log(1 + len(texts) / count) for stem, count in counts.items()}


def likeness(one: set[str], other: set[str], telling: dict[str, float]) -> float:
    """How much two texts share of what tells, from 0 to 1; `telling` as `weights` gives it."""
    whole = math.sqrt(_weight(one, telling) * _weight(other, telling))
    return _weight(one & other, telling) / whole if whole else 0.0


def _weight(stems: set[str], telling: dict[str, float]) -> float:
    return sum(telling[stem] for stem in stems)
