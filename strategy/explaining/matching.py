"""Finding terms in a text, whatever their endings: looked up word by word, so that it costs by
what is found and not by how many terms there are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from strategy.models import Term
from strategy.typography import hold_together

_WORD = re.compile(r"[^\W_]+")
# What is kept of plans' terms: as many as are read at one time.
KEPT = 64
# A word of fewer letters has no ending to speak of.
SHORTEST_STEM = 3

Words = tuple[str, ...]


class Known(NamedTuple):
    """A term as pages explain it."""

    pk: int
    word: str
    abbreviation: str
    explanation: str
    anchor: str

    @property
    def name(self) -> str:
        """What the list under a text calls it."""
        return f"{self.abbreviation} – {self.word}" if self.abbreviation else self.word


class Mark(NamedTuple):
    """Where a text holds a term; `is_short` where it stands as its abbreviation."""

    start: int
    end: int
    term: Known
    is_short: bool


class Matcher:
    """Terms by the first of their words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_first: dict[str, list[tuple[Words, Known, bool]]] = defaultdict(list)
        # A plan's own terms come last and so take the place of those for all.
        found = {words: told for term in terms for words, told in _ways(term)}
        for words in sorted(found, key=len, reverse=True):
            self._by_first[words[0]].append((words, *found[words]))
        self._most = max(map(len, found), default=0)

    def marks(self, text: str, without: frozenset[int] = frozenset()) -> list[Mark]:
        """The first place of each term, but of those `without`; none lies inside another."""
        if not self._by_first:
            return []
        found, seen, free_from = [], set(without), 0
        words = list(_WORD.finditer(text))
        for place, match in enumerate(words):
            if match.start() < free_from:
                continue
            if mark := self._longest(text, words[place : place + self._most], seen):
                found.append(mark)
                seen.add(mark.term.pk)
                free_from = mark.end
        return found

    def _longest(self, text: str, words: list[re.Match[str]], seen: set[int]) -> Mark | None:
        for first in _forms(words[0][0]):
            for sought, term, is_short in self._by_first.get(first, ()):
                if term.pk not in seen and _stands(text, words, sought):
                    end = words[len(sought) - 1].end()
                    return Mark(words[0].start(), end, term, is_short)
        return None


@lru_cache(maxsize=KEPT)
def matcher(plan_id: int, revision: int) -> Matcher:
    """Of a plan's terms as they were at a revision of the portal. A query when first asked."""
    terms = Term.objects.of_plan(plan_id).select_related("plan").order_by("pk")
    return Matcher(sorted(terms, key=lambda term: term.plan_id is not None))


def marked(text: str, marks: list[Mark], glossary: str) -> SafeString:
    """The text escaped and held together, each mark as a link into the page of the glossary.

    `marks` are of the text as `hold_together` leaves it, which moves no letter.
    """
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text, marks, glossary)))


def _pieces(text: str, marks: list[Mark], glossary: str) -> Iterator[str]:
    held, at = hold_together(text), 0
    for mark in marks:
        yield held[at : mark.start]
        yield _link(held[mark.start : mark.end], mark, glossary)
        at = mark.end
    yield held[at:]


def _link(words: str, mark: Mark, glossary: str) -> SafeString:
    said: str = words
    if mark.is_short:
        said = format_html('<abbr title="{}">{}</abbr>', mark.term.word, words)
    return format_html('<a class="term" href="{}#{}">{}</a>', glossary, mark.term.anchor, said)


def _ways(term: Term) -> Iterator[tuple[Words, tuple[Known, bool]]]:
    """Every way in which a text may say a term."""
    known = Known(term.pk, term.word, term.abbreviation, term.explanation, term.anchor)
    for written in (term.word, *term.other_forms.splitlines()):
        if words := tuple(_stem(word) for word in _WORD.findall(written)):
            yield words, (known, False)
    if short := tuple(map(_exact, _WORD.findall(term.abbreviation))):
        yield short, (known, True)


def _stands(text: str, words: list[re.Match[str]], sought: Words) -> bool:
    """Whether the words sought stand there one after another, with nothing but space between."""
    there = words[: len(sought)]
    return (
        len(there) == len(sought)
        and all(form in _forms(word[0]) for word, form in zip(there, sought, strict=True))
        and all(text[one.end() : other.start()].isspace() for one, other in pairwise(there))
    )


def _forms(word: str) -> tuple[str, str]:
    """By what a word of a text is looked up: as an abbreviation before anything else."""
    return _exact(word), _stem(word)


def _exact(word: str) -> str:
    return f"={word}"


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Unlike for searching, with diacritics: a board (rada) is no row (řada).

    What is written in capitals is an abbreviation, and has no ending to take off.
    """
    if len(word) < SHORTEST_STEM or word.isupper():
        return word if word.isupper() else word.lower()
    # A stemmer of its own, for it keeps the word that it is at.
    return str(snowballstemmer.stemmer("czech").stemWord(word.lower()))
