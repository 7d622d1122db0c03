"""The buttons that change a form with points: one more, one less, a wording to start from."""

from comments.writing import words
from comments.writing.submission import Submission
from comments.writing.words import Words
from strategy.form_fields import number_in
from strategy.models import Item


def rearranged(typed: Words, item: Item) -> Words | None:
    """The words after such a button, begun on the page of that item; None where it was another."""
    if "add" in typed:
        return words.with_another(words.completed(typed, item))
    if "remove" in typed:
        return words.without(words.completed(typed, item), number_in(typed["remove"]))
    if "propose" in typed:
        return _proposing(typed, item, number_in(typed["propose"]))
    return None


def _proposing(typed: Words, item: Item, number: int) -> Words:
    """With the text that stands now, to be changed; as typed where no place of it is found."""
    submission = Submission.holding(typed, item)
    found = [point for point in submission.points if point.number == number]
    place = submission.place_of(found[0]) if found else None
    return words.with_proposal(typed, number, place.text) if place else typed
