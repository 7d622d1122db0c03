"""A page of what has changed, newest first and day by day: one query for each source."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise

from strategy import days
from strategy.changes.sources import SOURCES, Asked, Change
from strategy.days import NoSuchDay
from strategy.paging import pages_around

PAGE = 50
# Whoever asks for more is shown the way to a later day.
MOST_PAGES = 20
# Where no day is given.
USUAL = timedelta(days=30)


class Named(NamedTuple):
    """A change with the name of its kind."""

    kind: Promise
    change: Change


class Count(NamedTuple):
    name: Promise
    number: int


class OfDay(NamedTuple):
    day: date
    named: list[Named]


class Page(NamedTuple):
    """Changes of one page; `counts` by kind only where the page holds them all."""

    days: list[OfDay]
    number: int
    counts: list[Count]
    pages: dict[str, str]


def day_of(given: str) -> date:
    """The day that a reader was here last, by default a month ago. Raises NoSuchDay."""
    if not given.strip():
        return timezone.localdate() - USUAL
    day = days.parsed(given.strip())
    if day > timezone.localdate() or day.year < 1900:
        raise NoSuchDay("")
    return day


def page(since: date, number: int, plan: int | None = None) -> Page:
    """The `number`-th page, counted from 1, of what has changed from the beginning of a day."""
    last = number * PAGE
    found = newest(days.start_of(since), last + 1, plan)
    shown, more = found[last - PAGE : last], len(found) > last and number < MOST_PAGES
    by_day = groupby(shown, lambda named: timezone.localdate(named.change.at))
    return Page(
        days=[OfDay(day, list(named)) for day, named in by_day],
        number=len(shown),
        counts=_counts(shown) if number == 1 and not more else [],
        pages=pages_around(number, more=more, query=f"od={since.isoformat()}"),
    )


def newest(since: datetime, most: int, plan: int | None = None) -> list[Named]:
    """At most so many that everyone may read by now. One query for each source."""
    asked = Asked(since, timezone.now(), most, plan)
    found = [Named(source.name, change) for source in SOURCES for change in source.read(asked)]
    found.sort(key=lambda named: (named.change.at, named.change.key), reverse=True)
    return found[:most]


def next_turn(plan: int | None = None) -> datetime:
    """Until when the newest stay as they are, as far as the clock alone tells.

    That is midnight in Prague, for today is named in them, or something that comes before.
    """
    turns = [source.turns(plan) for source in SOURCES if source.turns]
    return min([days.next_midnight(), *filter(None, turns)])


def _counts(shown: Iterable[Named]) -> list[Count]:
    kinds = [named.kind for named in shown]
    counted = [Count(source.name, kinds.count(source.name)) for source in SOURCES]
    return [count for count in counted if count.number]
