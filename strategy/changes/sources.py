"""What has changed for everyone, from whichever app: each tells of its own, here they meet."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise


class Change(NamedTuple):
    """One thing that happened at an aware instant and that everyone may read at its address.

    `key` names it for ever; `plan` is the title of the plan that it is of, or empty.
    """

    at: datetime
    key: str
    title: str
    note: str
    address: str
    plan: str = ""


class Asked(NamedTuple):
    """Changes from an instant on until before another, the newest `most` of them.

    Of one plan by its key, or of everything.
    """

    since: datetime
    until: datetime
    most: int
    plan: int | None = None


class Source(NamedTuple):
    """A kind of changes by its name in plural. `read` asks one query and gives the newest first.

    Where the clock alone brings changes, `turns` gives the next instant at which it does so, for
    a plan by its key or for all of them, by one query.
    """

    name: Promise
    read: Callable[[Asked], list[Change]]
    turns: Callable[[int | None], datetime | None] | None = None


# The apps put theirs here once ready, in the order in which a page names them.
SOURCES: list[Source] = []
