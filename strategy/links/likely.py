"""Which items of plans may be the same or belong together: by the stems of their words, here.

Nothing leaves the machine. Only pairs that share at least two telling words are reckoned out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from strategy.links.places import Place, all_places
from strategy.models import MeasureLink
from strategy.stems import likeness, stems_of, weights

# Suggested is only what shares at least this much of what tells.
LEAST = 0.35
# A stem that more items have tells too little to bring a pair together.
COMMON = 60
# So many shared telling stems bring a pair together; a short text may have but one.
SHARED = 2


class Pair(NamedTuple):
    """Two items that may belong together; `likeness` is 1 where they say the very same."""

    one: Place
    other: Place
    likeness: float

    @property
    def is_word_for_word(self) -> bool:
        return _spoken(self.one.text) == _spoken(self.other.text)


class Likely:
    """All pairs among the items of the portal's plans; read once. Two queries."""

    def __init__(self) -> None:
        places = all_places()
        self.places = {place.key: place for place in places}
        self._stems = {place.key: set(stems_of(place.text).split()) for place in places}
        self._telling = weights(self._stems.values())
        rows = MeasureLink.objects.values_list("from_key", "to_key")
        self._settled = {frozenset(pair) for pair in rows}

    @cached_property
    def _holding(self) -> dict[str, list[UUID]]:
        found: dict[str, list[UUID]] = {}
        for key, stems in self._stems.items():
            for stem in stems:
                found.setdefault(stem, []).append(key)
        return {stem: keys for stem, keys in found.items() if 1 < len(keys) <= COMMON}

    def of(self, key: UUID) -> list[Pair]:
        """Pairs of one item, the likest first."""
        return _ordered(self._pairs(key)) if key in self.places else []

    def all(self) -> list[Pair]:
        """Each pair once, the likest first."""
        found: dict[frozenset[UUID], Pair] = {}
        for key in self.places:
            for pair in self._pairs(key):
                found.setdefault(frozenset({key, pair.other.key}), pair)
        return _ordered(found.values())

    def _pairs(self, key: UUID) -> Iterator[Pair]:
        own = self._stems[key]
        shared = Counter(
            other for stem in own for other in self._holding.get(stem, ()) if other != key
        )
        least = min(SHARED, len(own))
        for other, number in shared.items():
            if number < least or frozenset({key, other}) in self._settled:
                continue
            if (like := likeness(own, self._stems[other], self._telling)) >= LEAST:
                one = self.places[key]
                if not one.is_above_or_below(self.places[other]):
                    yield Pair(one, self.places[other], like)


def _ordered(pairs: Iterable[Pair]) -> list[Pair]:
    def rank(pair: Pair) -> tuple[bool, float, str, str]:
        return not pair.is_word_for_word, -pair.likeness, pair.one.name, pair.other.name

    return sorted(pairs, key=rank)


def _spoken(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(". ")
