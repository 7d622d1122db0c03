"""What was typed, as the browser sends it: one flat dictionary of names and texts.

The first point has the plain names that the form on a plan's pages uses (`text`, `proposal`,
`rationale`, `place`, `weight`), the second `2-text` and so on. Nothing here judges the words.
"""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from comments.models import Comment
from strategy.models import Item

Words = dict[str, str]

# So many are read in one sitting; a form of more is hardly one comment.
MOST_POINTS = 20
SAID = ("text", "proposal", "rationale")
FIELDS = ("place", *SAID, "weight")
# Who says it; an invited body is known by its invitation.
SENDER = ("item", "invitation", "kind", "speaker", "organisation", "name", "name_public", "email")

_NAME = re.compile(rf"([0-9]{{1,9}})-(?:{'|'.join(FIELDS)})")


def name_of(field: str, number: int) -> str:
    """What a field of the point of that number is called, counted from 1."""
    return field if number == 1 else f"{number}-{field}"


# The number of the point and the plain name, by what each field of a point is called.
_PLACES = {
    name_of(field, number): (number, field)
    for number in range(1, MOST_POINTS + 1)
    for field in FIELDS
}


def sent_on(typed: Words) -> Words:
    """What a check page sends, without what the way needs; a browser ends lines in its own way."""
    return {
        name: value.replace("\r\n", "\n")
        for name, value in typed.items()
        if name in _PLACES or name in SENDER
    }


def points(words: Words) -> list[Words]:
    """The points by themselves, each with the plain names of those fields that it has."""
    found: dict[int, Words] = {1: {}}
    for name, value in words.items():
        if name in _PLACES:
            number, field = _PLACES[name]
            found.setdefault(number, {})[field] = value
    return [found[number] for number in sorted(found)]


def with_points(words: Words, wanted: list[Words]) -> Words:
    """The same words with other points, numbered anew from 1."""
    rest = {name: value for name, value in words.items() if name not in _PLACES}
    for number, point in enumerate(wanted[:MOST_POINTS], start=1):
        rest |= {name_of(name, number): value for name, value in point.items()}
    return rest


def completed(words: Words, item: Item) -> Words:
    """With what the form on the page of an item leaves out, because the page says it."""
    is_plan = item.parent_id is None
    kind = Comment.Kind.GENERAL if is_plan else Comment.Kind.PART
    given = {"place": "" if is_plan else item.handle, "kind": str(kind)} | words
    speaker = given.get("speaker") or Comment.Speaker.CITIZEN
    if speaker == Comment.Speaker.CITIZEN and given.get("organisation", "").strip():
        speaker = Comment.Speaker.ORGANISATION
    given["speaker"] = str(speaker)
    return with_points(given, points(given))


def with_another(words: Words) -> Words:
    """With an empty point at the end."""
    return with_points(words, [*points(words), dict.fromkeys(FIELDS, "")])


def without(words: Words, number: int) -> Words:
    """Without the point of that number; the last one left is emptied instead."""
    kept = [point for at, point in enumerate(points(words), start=1) if at != number]
    return with_points(words, kept or [dict.fromkeys(FIELDS, "")])


def with_proposal(words: Words, number: int, current: str) -> Words:
    """With the current text to start from, where nothing is proposed yet."""
    name = name_of("proposal", number)
    return words if words.get(name, "").strip() else words | {name: current}


def without_blank(words: Words, prefilled: str = "") -> Words:
    """Without the points in which nothing was written, but for one.

    `prefilled` is the place that the page had put into the first one before anything was typed.
    """
    found = points(words)
    kept = [point for at, point in enumerate(found) if _is_typed(point, "" if at else prefilled)]
    return with_points(words, kept or found[:1])


def are_too_many(words: Words) -> bool:
    """Whether something was written in a point beyond MOST_POINTS."""
    found = {_NAME.fullmatch(name) for name, value in words.items() if value.strip()}
    return any(match and int(match[1]) > MOST_POINTS for match in found)


def items_at(places: Iterable[str], item: Item) -> dict[str, Item]:
    """The items of an item's edition by their place, in small letters. One query at most.

    Of the item itself, with `edition` at hand, nothing is asked.
    """
    found = {_known_as(item): item}
    if named := {place for place in places if place.casefold() not in found}:
        of_edition = Item.objects.filter(edition=item.edition_id)
        for other in of_edition.filter(reduce(or_, map(_called, named))):
            other.edition = item.edition
            found[_known_as(other)] = other
    return found


def _called(place: str) -> Q:
    return Q(handle__iexact=place) if place else Q(parent=None)


def _known_as(item: Item) -> str:
    return item.handle.casefold() if item.parent_id else ""


def _is_typed(point: Words, prefilled: str) -> bool:
    typed = {name for name, value in point.items() if value.strip()}
    return bool(typed - {"place"}) or point.get("place", "").strip() not in {"", prefilled}
