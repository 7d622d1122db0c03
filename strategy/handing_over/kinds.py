"""What an organisation or a person can answer for. Other apps add theirs once they are ready."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils.functional import Promise

from strategy.models import Handover, Organisation


class Holder(NamedTuple):
    """Who answers for something: an organisation as a whole, or one person with an account."""

    organisation: Organisation | None = None
    person: User | None = None

    def __str__(self) -> str:
        if self.person:
            return self.person.get_full_name() or self.person.username
        return str(self.organisation) if self.organisation else ""

    @property
    def is_person(self) -> bool:
        return self.person is not None


NOBODY = Holder()


class Passing(NamedTuple):
    """One passing on: from whom, to whom (of the same sort, or NOBODY), from which day, by whom."""

    holder: Holder
    taker: Holder
    day: date
    handover: Handover
    by: User | None


class Kind(NamedTuple):
    """One kind of what is answered for.

    `held` names each thing that a holder has, in reading order; `pass_on` gives all of them to the
    taker and returns how many. `needs_taker` says that it cannot be left to nobody. They are passed
    on by `rank`, the lowest first, which is the order in which their rows are locked.
    """

    name: str
    title: Promise
    rank: int
    held: Callable[[Holder], list[str]]
    pass_on: Callable[[Passing], int]
    needs_taker: bool = False


KINDS: list[Kind] = []


def in_order() -> list[Kind]:
    return sorted(KINDS, key=lambda kind: kind.rank)
