"""What an erasing deed leaves in the ledger, and words that are found again by their hashes."""

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from strategy.ledger import keeping
from strategy.models import LedgerEntry

# How many letters a passage has, without spaces, and its hash.
Mark = tuple[int, str]

_DIGITS = 32
_is_replaying: ContextVar[bool] = ContextVar("is_replaying", default=False)


def record(kind: str, **what: Any) -> None:
    """Enter a deed that erases, in its transaction; nothing while the ledger is replayed.

    `what` is made of keys, truths and `digest`s, never of what is erased.
    """
    if _is_replaying.get():
        return
    LedgerEntry.objects.create(kind=kind, what=what)
    transaction.on_commit(keeping.keep_or_log)


@contextmanager
def replaying() -> Iterator[None]:
    """Let deeds that are done anew enter nothing."""
    token = _is_replaying.set(True)
    try:
        yield
    finally:
        _is_replaying.reset(token)


def digest(text: str) -> str:
    """A keyed hash of words, the same however they are spaced and whatever their case."""
    return _hash(_letters(text))


def mark(passage: str) -> Mark:
    """What finds a passage again in a text that holds it."""
    letters = _letters(passage)
    return len(letters), _hash(letters)


def found(text: str, marks: Iterable[Mark]) -> list[str]:
    """The passages of a text that have these marks, as they are written there, each once."""
    letters, places = _spread(text)
    passages: dict[str, None] = {}
    for length, wanted in marks:
        for at in range(len(letters) - length + 1 if length else 0):
            if _hash(letters[at : at + length]) == wanted:
                passages[text[places[at] : places[at + length - 1] + 1]] = None
    return list(passages)


def _hash(letters: str) -> str:
    return salted_hmac("strategy.ledger", letters, algorithm="sha256").hexdigest()[:_DIGITS]


def _letters(text: str) -> str:
    return _spread(text)[0]


def _spread(text: str) -> tuple[str, list[int]]:
    """The letters of a text that count, and where each stands."""
    letters, places = [], []
    for at, given in enumerate(text):
        # One letter may be several once its case is folded.
        for letter in unicodedata.normalize("NFKC", given).casefold():
            if not letter.isspace():
                letters.append(letter)
                places.append(at)
    return "".join(letters), places
