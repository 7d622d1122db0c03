"""What somebody asks for: words, codes and phrases in quotes, of whatever was typed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from strategy.characters import plain
from strategy.searching.weighing import is_single_letter
from strategy.searching.words import CODE, code_stem, in_line, stems_of_word, words_of

# More is cut off: nobody types it, and each word costs.
MOST_LETTERS = 200
MOST_WORDS = 10
# Pairs of quotes, as they are typed and as they are printed.
_PHRASE = re.compile('„([^„“”"]*)[“”"]|“([^“”]*)”|»([^»«]*)«|«([^«»]*)»|"([^"]*)"')
_QUOTE = re.compile('[„“”«»"]')
# How much a word of the same meaning counts, of several words each.
_SYNONYM, _PART_OF_SYNONYM = 0.7, 0.4


@dataclass(frozen=True)
class Term:
    """A word that was asked for, with the stems that stand for it and how well each does."""

    plain: str
    stems: dict[str, float]

    @property
    def is_code(self) -> bool:
        return self.plain.startswith(CODE)


@dataclass(frozen=True)
class Asked:
    """`text` as it was typed, cleaned; `terms` may be empty where nothing of it says anything.

    `phrases` are words that must stand together, with a space around each.
    """

    text: str = ""
    terms: Sequence[Term] = ()
    phrases: Sequence[str] = ()
    was_cut: bool = False
    has_odd_quotes: bool = False

    @property
    def stems(self) -> dict[str, float]:
        """All stems with the best that each stands for a word."""
        found: dict[str, float] = {}
        for term in self.terms:
            for stem, weight in term.stems.items():
                found[stem] = max(weight, found.get(stem, 0))
        return found


def read(typed: str, synonyms: Iterable[str] = ()) -> Asked:
    """What was typed as a question; `synonyms` are groups of words with commas between."""
    whole = " ".join(plain(unicodedata.normalize("NFC", typed)).split())
    text = whole[:MOST_LETTERS]
    phrases = [
        line
        for match in _PHRASE.finditer(text)
        if (line := in_line(next(filter(None, match.groups()), ""))).strip()
    ]
    terms = list(_terms(text))[:MOST_WORDS]
    return Asked(
        text=text,
        terms=_with_synonyms(terms, synonyms),
        phrases=phrases,
        was_cut=len(whole) > len(text),
        has_odd_quotes=bool(_QUOTE.search(_PHRASE.sub("", text))),
    )


def _terms(text: str) -> Iterator[Term]:
    if is_single_letter(text.strip()):
        stem = code_stem(text)
        yield Term(stem, {stem: 1.0})
        return
    known: set[str] = set()
    parts: set[str] = set()
    for word in words_of(text):
        is_code = any(stem.startswith(CODE) for stem in word.stems)
        if word.plain in (known if is_code else known | parts):
            continue
        known.add(word.plain)
        if is_code:
            # Of A1.2 nobody asks for A1.
            parts.update(word.plain.split("."))
        yield Term(f"{CODE}{word.plain}" if is_code else word.plain, word.stems)


def _with_synonyms(terms: list[Term], synonyms: Iterable[str]) -> list[Term]:
    groups = [_group(words) for words in synonyms]
    return [_widened(term, terms, groups) for term in terms]


def _group(words: str) -> list[list[str]]:
    """Each of the same meaning as its words."""
    members = [[word.plain for word in words_of(member)] for member in words.split(",")]
    return [member for member in members if member]


def _widened(term: Term, terms: list[Term], groups: list[list[list[str]]]) -> Term:
    stems = dict(term.stems)
    for group in groups:
        meant = next((member for member in group if _is_meant(member, term, terms)), None)
        for member in group if meant else ():
            if member is meant:
                continue
            worth = _SYNONYM if len(member) == 1 else _PART_OF_SYNONYM
            for word in member:
                for stem, weight in stems_of_word(word).items():
                    stems[stem] = max(stems.get(stem, 0), worth * weight)
    return Term(term.plain, stems)


def _is_meant(member: list[str], term: Term, terms: list[Term]) -> bool:
    """Whether the words of a group were asked for, beginning with that term."""
    asked = [other for other in terms if any(_same(word, other) for word in member)]
    return len(asked) >= len(member) and _same(member[0], term)


def _same(word: str, term: Term) -> bool:
    exact = [stem for stem, weight in stems_of_word(word).items() if weight == 1]
    return any(term.stems.get(stem) == 1 for stem in exact)
