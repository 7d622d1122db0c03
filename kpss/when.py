"""Days as precisely as a source gives them: a day, a month, a season, a year, a month of some year.

Stored as ISO 8601-2 (EDTF) writes them: “2012-03-01”, “2006-03”, “2005-23” (autumn), “2004”,
“XXXX-10” where the year is not given. Nothing is ever made more precise than it was said.
"""

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from strategy import languages

SEASONS = {
    21: gettext_lazy("spring"),
    22: gettext_lazy("summer"),
    23: gettext_lazy("autumn"),
    24: gettext_lazy("winter"),
}
# As one writes them after “od” and “do”.
_SEASONS_GENITIVE = {
    21: pgettext_lazy("genitive", "spring"),
    22: pgettext_lazy("genitive", "summer"),
    23: pgettext_lazy("genitive", "autumn"),
    24: pgettext_lazy("genitive", "winter"),
}
# First and last month of each; a winter begins in the year that it is named by.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
NO_YEAR = "XXXX"

_STORED = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<part>\d\d)(?:-(?P<day>\d\d))?)?")
_DAY = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
# “1 March 2012”, “1. března 2012”, as pages in other languages show a day, too.
_DAY_IN_WORDS = re.compile(r"(?P<day>\d{1,2})\.? (?P<word>[^\W\d]+) (?P<year>\d{4})(?: р\.)?")
_MONTH = re.compile(r"(?P<month>\d{1,2})\s?/\s?(?P<year>\d{4})")
_IN_WORDS = re.compile(r"(?:v |ve |na )?(?P<word>[^\W\d]+)(?: (?P<year>\d{4}))?")
# As one writes them after “v” and “na”.
_INFLECTED = {
    "lednu": 1, "únoru": 2, "březnu": 3, "dubnu": 4, "květnu": 5, "červnu": 6, "červenci": 7,
    "srpnu": 8, "září": 9, "říjnu": 10, "listopadu": 11, "prosinci": 12,
    "jaře": 21, "létě": 22, "podzimu": 23, "zimě": 24,
}  # fmt: skip


def normal(text: str) -> str:
    """As it is stored, of what somebody types (“1. 3. 2012”, “3/2006”, “podzim 2005”, “2004”).

    Names of months and seasons may be Czech or of the language of the page, as it shows them.
    Raises ValidationError where it is no day, month, season or year.
    """
    typed = " ".join(text.split())
    for pattern, made in _READ:
        if match := pattern.fullmatch(typed.lower()):
            typed = made(match)
            break
    if typed and not _is_stored(typed):
        raise ValidationError(
            _("Write a day (1 March 2012), a month (3/2012), a season (autumn 2005) or a year.")
        )
    return typed


def first_day(stored: str) -> date | None:
    """The earliest day that it can mean; None where the year is not known."""
    return _bounds(stored)[0]


def last_day(stored: str) -> date | None:
    """The latest day that it can mean; None where the year is not known."""
    return _bounds(stored)[1]


def is_turned(begins: str, ends: str) -> bool:
    """Whether an end certainly lies before its beginning; not where either cannot be read."""
    if not (_is_stored(begins) and _is_stored(ends)):
        return False
    first, last = first_day(begins), last_day(ends)
    return first is not None and last is not None and last < first


def in_words(stored: str) -> str:
    """As a reader reads it: “1. 3. 2012”, “březen 2006”, “podzim 2005”, “2004”.

    Of a month without a year it says that the source gives none.
    """
    year, part, day = _parts(stored)
    if day:
        return date_format(date(int(year), part, day), "DATE_FORMAT")
    name = _name(part)
    if year == NO_YEAR:
        return _("%(month)s (the source gives no year)") % {"month": name}
    return f"{name} {year}".strip()


def since(stored: str) -> str:
    """“od května 2016”, “od roku 2004”, “od 1. 3. 2012”."""
    return _("since %(when)s") % {"when": _genitive(stored)}


def until(stored: str) -> str:
    """“do května 2016”, “do roku 2009”, “do 1. 3. 2012”."""
    return pgettext("day", "until %(when)s") % {"when": _genitive(stored)}


def as_typed(stored: str) -> str:
    """As somebody types it so that `normal` reads it; what is not stored so stays as it is."""
    if not stored or not _is_stored(stored):
        return stored
    year, part, _day = _parts(stored)
    return _name(part) if year == NO_YEAR else in_words(stored)


def _genitive(stored: str) -> str:
    year, part, day = _parts(stored)
    if day:
        return in_words(stored)
    name = str(_SEASONS_GENITIVE.get(part) or MONTHS_ALT.get(part) or "")
    if year == NO_YEAR:
        return _("%(month)s (the source gives no year)") % {"month": name}
    return f"{name} {year}" if name else _("the year %(year)s") % {"year": year}


def _bounds(stored: str) -> tuple[date | None, date | None]:
    if not stored or stored.startswith(NO_YEAR):
        return None, None
    year, part, day = _parts(stored)
    if day:
        exact = date(int(year), part, day)
        return exact, exact
    first, last = _SEASON_MONTHS.get(part, (part, part) if part else (1, 12))
    # A winter ends in the next year.
    end = int(year) + 1 if part == 24 else int(year)
    last = 2 if part == 24 else last
    return date(int(year), first, 1), date(end, last, monthrange(end, last)[1])


def _parts(stored: str) -> tuple[str, int, int]:
    match = _STORED.fullmatch(stored)
    if match is None:
        return "", 0, 0
    return match["year"], int(match["part"] or 0), int(match["day"] or 0)


def _name(part: int) -> str:
    return str(SEASONS.get(part) or MONTHS.get(part) or "")


def _is_stored(text: str) -> bool:
    year, part, day = _parts(text)
    if not year or (year == NO_YEAR and (day or not part)):
        return False
    if day:
        return _is_day(int(year), part, day)
    return part in {0, *MONTHS, *SEASONS} and year != "0000"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _of_day(match: re.Match[str]) -> str:
    return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"


def _of_month(match: re.Match[str]) -> str:
    return f"{match['year']}-{int(match['month']):02}"


def _of_day_in_words(match: re.Match[str]) -> str:
    month = _named(match["word"])
    return f"{match['year']}-{month:02}-{int(match['day']):02}" if month in MONTHS else match[0]


def _of_words(match: re.Match[str]) -> str:
    part = _named(match["word"])
    return f"{match['year'] or NO_YEAR}-{part:02}" if part else match[0]


def _named(word: str) -> int:
    """The month or season that a word names, in Czech or in the language that is spoken."""
    with languages.own():
        czech = _names()
    return (_names() | czech | _INFLECTED).get(word, 0)


def _names() -> dict[str, int]:
    named = [*MONTHS_ALT.items(), *MONTHS.items(), *SEASONS.items()]
    return {str(name).lower(): number for number, name in named}


_READ = (
    (_DAY, _of_day),
    (_DAY_IN_WORDS, _of_day_in_words),
    (_MONTH, _of_month),
    (_IN_WORDS, _of_words),
)
