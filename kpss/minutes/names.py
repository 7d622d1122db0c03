"""Where a text speaks of people by name, in any form, by the surname alone too.

A surname counts where it begins with a capital letter; forenames only beside it. Somebody public
who is named in full is not taken for a namesake whose name is not public.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kpss.minutes import showing
from kpss.minutes.declining import forms, is_possessive

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"\s+|\s?[-–]\s?")
_AFTER_INITIAL = re.compile(r"\.\s*")
# Before a surname that stands alone, so that “Nové” is not hidden in new things.
_COURTESY = re.compile(
    r"(?:\b(?:paní|pan(?:a|u|em|e)?|pánem|slečn[aoyuě]|slečnou|koleg(?:a|y|ovi|u|ou)|kolegyn[ěií]"
    r"|pí)\s+|\bp\.\s*)$",
    re.IGNORECASE,
)
# “Novákova 12”, “Drobného 5”.
_NUMBER_OF_HOUSE = re.compile(r"\s+\d{1,4}[a-z]?\b(?!\s?\d)")


class Person(NamedTuple):
    """Forms of the words of a name; those by which alone somebody is meant are `surnames`."""

    surnames: dict[str, str]
    words: frozenset[str]
    initials: frozenset[str]


class Span(NamedTuple):
    """The characters from `start` to `end`; `is_full` where more than the surname stands there."""

    start: int
    end: int
    is_full: bool

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


class Names:
    """Names that are not public, among those that are."""

    def __init__(self, unpublished: Sequence[str], public: Iterable[str] = ()) -> None:
        self.recorded = _recorded(unpublished)
        self.unpublished = _by_surname(unpublished)
        self.public = _by_surname(public)

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of each passage that names somebody whose name is not public."""
        words = list(_WORD.finditer(text))
        public = [one for one in _spans(text, words, self.public) if one.is_full]
        found = [
            one
            for one in _spans(text, words, self.unpublished)
            if one.is_full or not any(one.overlaps(other) for other in public)
        ]
        for span in _widest([*found, *self._as_recorded(text)]):
            start = span.start if span.is_full else _with_courtesy(text, span.start)
            yield start, span.end

    def _as_recorded(self, text: str) -> Iterator[Span]:
        if self.recorded:
            yield from (Span(*match.span(), True) for match in self.recorded.finditer(text))


class FormsOfName:
    """Somebody's name in any form, where it can be nobody else's among `others`.

    Whole names, those with an initial, and the surname after “paní”; a surname that stands alone
    may be a word like any other, “Nové” at the beginning of a sentence.
    """

    def __init__(self, name: str, others: Iterable[str]) -> None:
        self.own, self.others = _by_surname([name]), _by_surname(others)

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """(start, end) of each passage that names this very person."""
        words = list(_WORD.finditer(text))
        own = list(_spans(text, words, self.own))
        others = list(_spans(text, words, self.others)) if own else []
        for span in _widest(own):
            start = span.start if span.is_full else _with_courtesy(text, span.start)
            if (span.is_full or start < span.start) and not _may_be_of(others, span):
                yield start, span.end


def _may_be_of(others: Iterable[Span], span: Span) -> bool:
    return any(one.overlaps(span) and one.is_full >= span.is_full for one in others)


def _recorded(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds whole names as they are recorded, degrees included, in any case and spacing."""
    pattern = showing.pattern_of(name for name in names if len(name.split()) > 1)
    return re.compile(rf"(?<!\w)(?:{pattern.pattern})(?!\w)", pattern.flags) if pattern else None


def _by_surname(names: Iterable[str]) -> Mapping[str, list[Person]]:
    found = defaultdict(list)
    for person in map(_person, names):
        for form in person.surnames:
            found[form].append(person)
    return found


def _person(name: str) -> Person:
    """What a recorded name says; its last word is the surname, and whatever ends as one."""
    written = [word for word in name.replace(",", " ").split() if "." not in word]
    words = [part for word in written for part in _WORD.findall(word)]
    last = _WORD.findall(written[-1]) if written else []
    surnames = {*last, *(word for word in words if word.endswith("ová"))}
    return Person(
        surnames={form: word for word in surnames if len(word) > 1 for form in forms(word)},
        words=frozenset(form for word in words for form in forms(word)),
        initials=frozenset(word[0].lower() for word in words),
    )


def _spans(
    text: str, words: Sequence[re.Match[str]], people: Mapping[str, list[Person]]
) -> Iterator[Span]:
    for place, word in enumerate(words):
        if word[0][0].isupper():
            for person in people.get(word[0].lower(), []):
                span = _grown(text, words, place, person)
                if span.is_full or not _is_street(text, word, person):
                    yield span


def _grown(text: str, words: Sequence[re.Match[str]], place: int, person: Person) -> Span:
    """From a surname over the words of the same name on both sides of it."""
    first = last = place
    while first > 0 and _is_before(text, words[first - 1], words[first], person):
        first -= 1
    while last + 1 < len(words) and _adjoins(text, words[last], words[last + 1], person):
        last += 1
    return Span(words[first].start(), words[last].end(), last > first)


def _is_before(text: str, word: re.Match[str], following: re.Match[str], person: Person) -> bool:
    between = text[word.end() : following.start()]
    if len(word[0]) == 1 and word[0].lower() in person.initials:
        return bool(_AFTER_INITIAL.fullmatch(between))
    return _is_of(word, person) and bool(_BETWEEN.fullmatch(between))


def _adjoins(text: str, before: re.Match[str], word: re.Match[str], person: Person) -> bool:
    between = text[before.end() : word.start()]
    return _is_of(word, person) and bool(_BETWEEN.fullmatch(between))


def _is_of(word: re.Match[str], person: Person) -> bool:
    return word[0][0].isupper() and word[0].lower() in person.words


def _is_street(text: str, word: re.Match[str], person: Person) -> bool:
    form = word[0].lower()
    is_his = is_possessive(form, person.surnames[form])
    return is_his and bool(_NUMBER_OF_HOUSE.match(text, word.end()))


def _widest(spans: Iterable[Span]) -> Iterator[Span]:
    """In their order, without those that stand in another."""
    reached = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end, not one.is_full)):
        if span.end > reached:
            yield span
            reached = span.end


def _with_courtesy(text: str, start: int) -> int:
    courtesy = _COURTESY.search(text, 0, start)
    return courtesy.start() if courtesy else start
