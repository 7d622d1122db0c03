"""Deadlines as Czech plans write them: a day, a month, a quarter, a year, or continuously.

They are stored as one normal form of each, so that plans read alike, and each but the
continuous ones has a last day to be counted by.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CONTINUOUS = ("průběžně", "každoročně", "trvale")

_YEAR = r"(?P<year>(?:19|20|21)[0-9]{2})"
_QUARTER = r"(?P<quarter>[1-4]|IV|I{1,3})"
_QUARTERS = ("I", "II", "III", "IV")
_PREAMBLE = re.compile(r"(?:nejpozději )?do (?:konce )?(?:roku )?|(?:konec )?roku? ", re.I)
_DAY = re.compile(rf"(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})\. ?{_YEAR}")
_MONTH = re.compile(rf"(?P<month>[0-9]{{1,2}}) ?/ ?{_YEAR}")
_IN_QUARTER = re.compile(
    rf"(?:{_QUARTER}\.? ?(?:čtvrtletí|kvartál|Q\.?) ?/? ?|Q ?(?P<after>[1-4]) ?/? ?){_YEAR}", re.I
)
_IN_YEAR = re.compile(_YEAR)


class Due(NamedTuple):
    """A deadline in its normal form with its last day; None where it never ends."""

    written: str
    last_day: date | None


def read(typed: str) -> Due:
    """What was typed, as a deadline.

    Raises ValidationError with a sentence for the reader where it is none.

    >>> read("do 4Q/2020").written
    '4. čtvrtletí 2020'
    >>> read("6/2020").last_day
    datetime.date(2020, 6, 30)
    """
    given = " ".join(typed.split()).strip(" .")
    given = _PREAMBLE.sub("", given, count=1) if _PREAMBLE.match(given) else given
    for reading in _READINGS.values():
        if found := reading(given):
            return found
    raise ValidationError(
        _(
            "“%(typed)s” is no deadline. Write a day (31. 12. 2020), a month (12/2020), "
            "a quarter (4. čtvrtletí 2020), a year (2020) or “průběžně”."
        ),
        params={"typed": typed.strip()},
    )


def precision(written: str) -> str:
    """How precise a deadline in its normal form is, a key of `_READINGS`; empty for none.

    >>> precision("12/2020"), precision("průběžně"), precision("co nejdříve")
    ('month', 'open', '')
    """
    return next((name for name, reading in _READINGS.items() if reading(written)), "")


def normal(typed: str) -> str:
    """The normal form of what was typed; empty for nothing. Raises ValidationError."""
    return read(typed).written if typed.strip() else ""


def _continuous(given: str) -> Due | None:
    return Due(given.lower(), None) if given.lower() in CONTINUOUS else None


def _day(given: str) -> Due | None:
    if not (found := _DAY.fullmatch(given)):
        return None
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    try:
        return Due(f"{day}. {month}. {year}", date(year, month, day))
    except ValueError:
        return None


def _month(given: str) -> Due | None:
    found = _MONTH.fullmatch(given)
    if not found or not 1 <= int(found["month"]) <= 12:
        return None
    year, month = int(found["year"]), int(found["month"])
    return Due(f"{month:02}/{year}", _end_of_month(year, month))


def _quarter(given: str) -> Due | None:
    if not (found := _IN_QUARTER.fullmatch(given)):
        return None
    year, written = int(found["year"]), (found["quarter"] or found["after"]).upper()
    quarter = int(written) if written.isdecimal() else _QUARTERS.index(written) + 1
    return Due(f"{quarter}. čtvrtletí {year}", _end_of_month(year, 3 * quarter))


def _year(given: str) -> Due | None:
    found = _IN_YEAR.fullmatch(given)
    return Due(given, date(int(given), 12, 31)) if found else None


_READINGS: dict[str, Callable[[str], Due | None]] = {
    "open": _continuous,
    "day": _day,
    "month": _month,
    "quarter": _quarter,
    "year": _year,
}
PRECISIONS = tuple(_READINGS)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
