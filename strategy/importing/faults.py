"""What is wrong with a file that has to be exact: all of it at once, each at its place."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from strategy.importing.content import Content


class Fault(NamedTuple):
    """Row as the table numbers it, 0 for the whole of it, and the head of the column."""

    row: int
    column: str
    message: str


class Exact(NamedTuple):
    """What was read; with a fault nothing is written of it."""

    content: Content
    faults: list[Fault]


def in_words(error: ValidationError) -> str:
    return " ".join(error.messages)
