"""Forms of Czech names, by the ending of their nominative: Nováková → Novákové, Novákovou.

Each ending has its own declension, so the forms of Nováková are none of Novák's, nor the other way.
What is nobody's form is not made: no stem stands by itself for whatever may follow it.
"""

import re
from collections.abc import Iterator

# What is his; “Novákové” and “Novákovou” are left to the woman called so.
POSSESSIVE = ("ův", "ova", "ovo", "ově", "ovu", "ovy", "ovým", "ových")
# (ending of the nominative, what stands in its place), the first that fits.
_DECLENSIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("á", ("á", "é", "ou")),  # Nováková, Nová
    ("ý", ("ý", "ého", "ému", "ém", "ým")),  # Nový
    ("í", ("í", "ího", "ímu", "ím")),  # Krejčí, Jiří
    ("a", ("a", "y", "i", "ě", "e", "u", "o", "ou", "ovi", *POSSESSIVE)),  # Svoboda, Eva
    ("e", ("e", "i", "í", "ovi")),  # Marie
    ("o", ("o", "a", "u", "em", "ovi", *POSSESSIVE)),  # Janko, Ivo
)
_AFTER_CONSONANT = ("", "a", "e", "i", "u", "em", "ovi", *POSSESSIVE)
_CONSONANT = re.compile(r"[bcčdďfghjklmnňpqrřsštťvwxzž]$")
# Marek → Marka, Zdeněk → Zdeňka, Havel → Havla, Němec → Němce.
_FLEETING = re.compile(r"(?P<before>.*[^aeiouyáéíóúůýě])(?P<vowel>[eě])(?P<after>[kclr])$")
_SOFT = str.maketrans("dtn", "ďťň")
# Before the -e of the dative: Radka → Radce, Olga → Olze, Petra → Petře.
_BEFORE_E = (("ch", "š"), ("k", "c"), ("h", "z"), ("g", "z"), ("r", "ř"))


def forms(word: str) -> frozenset[str]:
    """All forms of a name of one word in the singular, in small letters.

    >>> sorted(forms("Tichá"))
    ['tichou', 'tichá', 'tiché']
    """
    return frozenset(_forms(word.lower()))


def is_possessive(form: str, word: str) -> bool:
    """Whether a form of a name says whose something is, as names of streets do."""
    return form != word.lower() and form.endswith((*POSSESSIVE, "ého"))


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending, endings in _DECLENSIONS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem + one for one in endings)
            if ending == "a":
                yield from _softened(stem)
            return
    if _CONSONANT.search(word):
        for stem in _stems(word):
            yield from (stem + one for one in _AFTER_CONSONANT if one or stem == word)


def _stems(word: str) -> Iterator[str]:
    """Before the endings of a name that ends with a consonant."""
    yield word
    if fleeting := _FLEETING.match(word):
        before = fleeting["before"]
        if fleeting["vowel"] == "ě":
            before = before[:-1] + before[-1].translate(_SOFT)
        yield before + fleeting["after"]


def _softened(stem: str) -> Iterator[str]:
    for hard, soft in _BEFORE_E:
        if stem.endswith(hard):
            yield f"{stem.removesuffix(hard)}{soft}e"
            return
