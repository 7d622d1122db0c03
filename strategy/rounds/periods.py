"""The time that a round is about: its days, its name, its place in an address."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from strategy.models import Round

Kind = Round.Kind
# How many of them a year has, and how each is written in an address.
IN_YEAR = {Kind.QUARTER: 4, Kind.HALF_YEAR: 2, Kind.YEAR: 1}
_SEGMENTS = {Kind.QUARTER: "{}-ctvrtleti", Kind.HALF_YEAR: "{}-pololeti", Kind.YEAR: "rok"}
# How many past ones of a kind are offered, the running one among them.
_OFFERED = {Kind.QUARTER: 4, Kind.HALF_YEAR: 2, Kind.YEAR: 2}
_WRITTEN = re.compile(r"([12][0-9]{3})/([a-z0-9-]{1,20})")


class Period(NamedTuple):
    """A quarter, a half or the whole of a year; `number` counts from 1 within the year."""

    kind: Round.Kind
    year: int
    number: int = 1

    @property
    def first_day(self) -> date:
        months = 12 // IN_YEAR[self.kind]
        return date(self.year, (self.number - 1) * months + 1, 1)

    @property
    def before(self) -> "Period":
        """The one of the same kind that ended when this one began."""
        return containing(self.kind, self.first_day - timedelta(days=1))

    @property
    def segment(self) -> str:
        """The last part of its address: “3-ctvrtleti”, “1-pololeti”, “rok”."""
        return _SEGMENTS[self.kind].format(self.number)

    @property
    def written(self) -> str:
        """As a form sends it: “2026/3-ctvrtleti”."""
        return f"{self.year}/{self.segment}"

    @property
    def name(self) -> str:
        given = {"number": self.number, "year": self.year}
        if self.kind == Kind.QUARTER:
            return _("quarter %(number)d of %(year)d") % given
        if self.kind == Kind.HALF_YEAR:
            return _("half %(number)d of %(year)d") % given
        return _("year %(year)d") % given


def of(found: Round) -> Period:
    """What a round is about."""
    return Period(Kind(found.kind), found.year, found.number)


def containing(kind: Round.Kind, day: date) -> Period:
    """The one of a kind that a day is in.

    >>> containing(Kind.QUARTER, date(2026, 8, 1)).written
    '2026/3-ctvrtleti'
    """
    return Period(kind, day.year, (day.month - 1) * IN_YEAR[kind] // 12 + 1)


def read(year: int, segment: str) -> Period | None:
    """The one that an address names; None where there is none such."""
    for kind, number_of in IN_YEAR.items():
        for number in range(1, number_of + 1):
            if _SEGMENTS[kind].format(number) == segment and 1000 <= year <= 9999:
                return Period(kind, year, number)
    return None


def parsed(written: str) -> Period | None:
    """What `Period.written` wrote; None where that names none."""
    found = _WRITTEN.fullmatch(written)
    return read(int(found[1]), found[2]) if found else None


def offered(day: date) -> list[Period]:
    """Those that a round may be opened for on a day: of each kind the running and past ones."""
    found: list[Period] = []
    for kind, most in _OFFERED.items():
        period = containing(kind, day)
        for _time in range(most):
            found.append(period)
            period = period.before
    return found
