"""Items that staff look for to link them: by code, or by the stems of their words."""

from strategy.links.places import Place, all_places
from strategy.stems import stems_of

MOST = 30


def found_by(asked: str) -> list[Place]:
    """At most MOST items: those of that very code, then those with every word. Two queries."""
    words = [set(stems_of(word).split()) for word in asked.split() if stems_of(word)]
    by_code, by_words = [], []
    for place in all_places():
        if place.code.lower() == asked.lower():
            by_code.append(place)
        elif words and _holds(set(stems_of(place.text).split()), words):
            by_words.append(place)
    return [*by_code, *by_words][:MOST]


def _holds(stems: set[str], words: list[set[str]]) -> bool:
    return all(stems & word for word in words)
