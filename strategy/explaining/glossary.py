"""The glossary: changing it, and reading it from A to Z."""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple, TypeVar

from django.db import transaction

from strategy import editing
from strategy.editing import Author
from strategy.models import PageRevision, Plan, PortalRevision, Term

Made = TypeVar("Made")

# Letters with a mark that Czech sorts as letters of their own.
_OWN = frozenset("ČŘŠŽ")


class Letter(NamedTuple):
    """Terms that begin with a letter, in Czech alphabetical order."""

    name: str
    terms: list[Term]

    @property
    def anchor(self) -> str:
        return f"pismeno-{self.name.lower()}"


def add(term: Term, by: Author = None) -> Term:
    """Put a validated term in."""
    return _changing(lambda: _saved(term, by))


def change(term: Term, read: int, by: Author = None, **values: object) -> Term:
    """As `editing.change`."""
    return _changing(lambda: editing.change(term, read, by, **values))


def delete(terms: Iterable[Term]) -> None:
    """Take terms out; the history keeps them."""
    _changing(lambda: [term.delete() for term in terms])


def letters() -> list[Letter]:
    """All terms that the public may read. One query."""
    terms = Term.objects.published().select_related("plan").alphabetical()
    runs = groupby(terms, lambda term: letter_of(term.word))
    return [Letter(name, list(found)) for name, found in runs]


def letter_of(word: str) -> str:
    """The letter under which Czech lists a word; "0–9" for what begins with no letter.

    >>> [letter_of(word) for word in ("chudoba", "řízení", "úřad", "7. plán")]
    ['Ch', 'Ř', 'U', '0–9']
    """
    if word[:2].casefold() == "ch":
        return "Ch"
    first = word[:1].upper()
    if first in _OWN:
        return first
    bare = unicodedata.normalize("NFD", first)[:1]
    return bare if bare.isalpha() else "0–9"


def _saved(term: Term, by: Author) -> Term:
    editing.signed(term, by).save()
    return term


def _changing(deed: Callable[[], Made]) -> Made:
    """In one transaction; then pages of every plan are made anew, for any may hold the term.

    The plans in the order of their keys, as everywhere.
    """
    with transaction.atomic():
        made = deed()
        PortalRevision.raise_it()
        for plan_id in Plan.objects.order_by("pk").values_list("pk", flat=True):
            PageRevision.raise_for(plan_id)
        return made
