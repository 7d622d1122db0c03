"""What a target group was called when: of a year for which no source decides, every name it may be.

Names are given as `TargetGroup.names`, the oldest first. A source may know since when a name was
used, or the last time for which it is known, or neither.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss import when
from kpss.models import TargetGroup, TargetGroupName

Names = Sequence[TargetGroupName]


def called(group: TargetGroup, year: int | None = None) -> str:
    """Its name in a year, by default today's: “Rodiny s dětmi, později Děti, mládež, rodina”."""
    names = names_of(group)
    return in_one(names[-1:] if year is None else in_year(names, year)) if names else str(group)


def in_one(names: Names) -> str:
    """Several names that it may have been, as one."""
    written, *later = [name.name for name in names]
    for name in later:
        written = _("%(earlier)s, later %(later)s") % {"earlier": written, "later": name}
    return written


def names_of(group: TargetGroup) -> list[TargetGroupName]:
    """The oldest first. No query where they were prefetched."""
    return list(group.names.all())


def in_year(names: Names, year: int) -> list[TargetGroupName]:
    """Those that were or may have been used in a year; from this year on the newest."""
    if year >= localdate().year:
        return list(names[-1:])
    return [
        name
        for number, name in enumerate(names)
        if _first_year(names, number) <= year <= _last_year(names, number)
    ]


def first_year(groups: Iterable[TargetGroup]) -> int:
    """The first year of which a source tells; this year where none does. Needs `names` at hand."""
    told = [group.valid_from for group in groups]
    told += [
        day for group in groups for one in names_of(group) for day in (one.since, one.last_known)
    ]
    days = [day for one in told if (day := when.first_day(one))]
    return min(days, default=localdate()).year


def existed_in(group: TargetGroup, year: int) -> bool:
    """Whether no source says that there was no such group then."""
    begins, ends = when.first_day(group.valid_from), when.last_day(group.valid_to)
    return (begins is None or begins.year <= year) and (ends is None or year <= ends.year)


def _first_year(names: Names, number: int) -> int:
    """The first in which it may have been used."""
    if since := when.first_day(names[number].since):
        return since.year
    if number == 0:
        return date.min.year
    if last_known := when.last_day(names[number - 1].last_known):
        return last_known.year + 1
    return _first_year(names, number - 1)


def _last_year(names: Names, number: int) -> int:
    """The last in which it may have been used: until the next one certainly was."""
    if number == len(names) - 1:
        return date.max.year
    following = names[number + 1]
    if since := when.last_day(following.since):
        return (since - timedelta(days=1)).year
    if known := when.last_day(following.last_known):
        return known.year
    return min(_last_year(names, number + 1), localdate().year - 1)
