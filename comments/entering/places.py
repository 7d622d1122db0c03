"""Which item of the edition is meant by what stands in the column or field for the place."""

from collections.abc import Collection

from strategy.characters import as_compared
from strategy.models import Edition, Item


def called(place: str) -> str:
    """A place as it is looked up, without what people put around a code.

    >>> called(" E3: "), called("")
    ('e3', '')
    """
    return as_compared(place.strip().rstrip(".:"))


def named(edition: Edition, places: Collection[str]) -> dict[str, Item]:
    """Items of an edition by the places of `called` that name them; nothing names the plan.

    Two queries at most.
    """
    of_edition = Item.objects.filter(edition=edition)
    rows = of_edition.values_list("pk", "handle", "parent")
    keys = {as_compared(handle) if parent else "": pk for pk, handle, parent in rows}
    items = of_edition.in_bulk({keys[place] for place in places if place in keys})
    for item in items.values():
        item.edition = edition
    return {place: items[keys[place]] for place in places if place in keys}
