"""Which level stands above which in a document, and what a level without a word is called.

Of two levels the first rule that speaks decides: codes that go on from one another; the depths
of the format's own headings; bands of the words that do not meet; which comes first.
"""

from collections import Counter

from strategy.importing.grammar.drafts import Draft
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.level_words import BY_KEY, LOWEST_BAND
from strategy.importing.grammar.numbering import Uppers
from strategy.importing.levels import Level

# What levels are called that the document does not name, upwards from the measure and down.
UPWARDS = ("opatreni", "cil", "priorita", "oblast", "pilir", "hodnota")
DOWNWARDS = ("aktivita", "krok", "cinnost")
OWNED = frozenset([Part.LEAD, Part.DUE, Part.INDICATOR, Part.IMPLEMENTER])


def levels_of(drafts: list[Draft], learnt: dict[str, str]) -> dict[str, Level]:
    """The level of each key, ranked from 0."""
    ordered = _ordered(drafts)
    named = _named(ordered)
    measure = _measure(ordered, named, drafts)
    return {
        key: _level(named[key], learnt, rank, is_measure=key == measure)
        for rank, key in enumerate(ordered)
    }


def _level(name: str, learnt: dict[str, str], rank: int, *, is_measure: bool) -> Level:
    word = BY_KEY.get(name)
    if word is None:
        return Level(learnt[name], learnt[name], rank, is_measure=is_measure)
    is_measure = is_measure or word.is_measure
    return Level(word.name, word.plural, rank, is_goal=word.is_goal, is_measure=is_measure)


def _ordered(drafts: list[Draft]) -> list[str]:
    keys = list(dict.fromkeys(draft.key for draft in drafts))
    by_code = _votes_of_codes(drafts)
    depths = {key: _depth(key, drafts) for key in keys}
    places = {key: place for place, key in enumerate(keys)}

    def is_above(one: str, other: str) -> bool:
        if difference := by_code[one, other] - by_code[other, one]:
            return difference > 0
        if depths[one] and depths[other] and depths[one] != depths[other]:
            return depths[one] < depths[other]
        (high, low), (other_high, other_low) = _band(one), _band(other)
        if low < other_high or other_low < high:
            return low < other_high
        return places[one] < places[other]

    below = {key: sum(is_above(key, other) for other in keys if other != key) for key in keys}
    return sorted(keys, key=lambda key: (-below[key], places[key]))


def _votes_of_codes(drafts: list[Draft]) -> Counter[tuple[str, str]]:
    """How often an item of one level has a code that goes on from an item's of another."""
    votes: Counter[tuple[str, str]] = Counter()
    uppers: Uppers[str] = Uppers()
    for draft in drafts:
        if not draft.code:
            continue
        votes.update((key, draft.key) for key in set(uppers.of(draft.code)) - {draft.key})
        uppers.add(draft.code, draft.key)
    return votes


def _depth(key: str, drafts: list[Draft]) -> int:
    """The depth that most of a level's headings have in the format; 0 where it knows none."""
    depths = Counter(draft.heading for draft in drafts if draft.key == key)
    return depths.most_common(1)[0][0]


def _band(key: str) -> tuple[int, int]:
    return BY_KEY[key].band if key in BY_KEY else (0, LOWEST_BAND)


def _named(ordered: list[str]) -> dict[str, str]:
    """The word for each key; those without one are called by their place around the measures."""
    named = {key: key for key in ordered if not key.startswith("#")}
    nameless = [key for key in ordered if key.startswith("#")]
    place = next((i for i, key in enumerate(ordered) if _is_measure(key)), None)
    below = [key for key in nameless if place is not None and ordered.index(key) > place]
    above = [key for key in nameless if key not in below]
    for keys, words in ((list(reversed(above)), UPWARDS), (below, DOWNWARDS)):
        free = [word for word in words if word not in named.values()]
        named |= dict(zip(keys, [*free, *[free[-1]] * len(keys)], strict=False))
    return named


def _is_measure(key: str) -> bool:
    return key in BY_KEY and BY_KEY[key].is_measure


def _measure(ordered: list[str], named: dict[str, str], drafts: list[Draft]) -> str:
    """The level that carries the cards: of measures by name, else the one most is said of."""
    by_name = [key for key in ordered if _is_measure(named[key])]
    if by_name:
        return by_name[0]
    owned = Counter(
        draft.key for draft in drafts if any(entry.part in OWNED for entry in draft.entries)
    )
    return owned.most_common(1)[0][0] if owned else ordered[-1]
