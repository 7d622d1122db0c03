"""What the public reads of meetings: which are ahead, which were held, one of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django.db import connection
from django.db.models import Exists, OuterRef

from kpss.meetings.lines import MeetingLine
from kpss.models import Body, Meeting, Minutes
from kpss.models.meetings import MeetingQuerySet
from strategy.paging import pages_around

PAGE_SIZE = 20

# A first day and a last one. What is asked of a span goes along the index of days: to group by a
# part of the day would read every row of many years.
Span = tuple[date, date]
_ANY = "EXISTS (SELECT 1 FROM {0} WHERE day BETWEEN %s AND %s)"
_COUNT = "(SELECT COUNT(*) FROM {0} WHERE day BETWEEN %s AND %s)"


class Page(NamedTuple):
    """Some of many meetings, with the numbers of the pages before, at and after; "" for none."""

    lines: list[MeetingLine]
    pages: dict[str, str]


class Ahead(NamedTuple):
    """How many meetings are coming, without those called off, and the first of them."""

    number: int
    first: Meeting | None

    @property
    def meetings(self) -> list[Meeting]:
        return [self.first] if self.first else []


def of_body(body: Body | None) -> MeetingQuerySet:
    """The meetings of a body, or all; each with its body and `has_minutes` that anyone may read."""
    published = Minutes.objects.filter(meeting=OuterRef("pk"), state=Minutes.State.PUBLISHED)
    meetings: MeetingQuerySet = Meeting.objects.select_related("body").annotate(
        has_minutes=Exists(published)
    )
    return meetings if body is None else meetings.filter(body=body)


def ahead(body: Body | None = None) -> Ahead:
    """Two queries."""
    coming = Meeting.objects.filter(cancelled_at=None).upcoming()
    coming = coming if body is None else coming.filter(body=body)
    first = coming.select_related("body").first()
    return Ahead(coming.count() if first else 0, first)


def page(meetings: MeetingQuerySet, number: int) -> Page:
    """A page of meetings in their order; empty where there is none of that number. Two queries."""
    start = (number - 1) * PAGE_SIZE
    found = MeetingLine.read(meetings[start : start + PAGE_SIZE + 1])
    return Page(found[:PAGE_SIZE], pages_around(number, more=len(found) > PAGE_SIZE))


def years() -> tuple[int, ...]:
    """In which there are meetings, the newest first. Two queries."""
    first, last = _one_row("(SELECT MIN(day) FROM {0}), (SELECT MAX(day) FROM {0})")
    if first is None:
        return ()
    found = [_year(number) for number in range(_number(last), _number(first) - 1, -1)]
    return tuple(begins.year for begins, _is_any in _of_each(_ANY, found))


def months(year: int) -> tuple[tuple[date, int], ...]:
    """(its first day, how many meetings) of the months with any, January first. One query."""
    return _of_each(_COUNT, [_month(date(year, month, 1)) for month in range(1, 13)])


def of_year(year: int) -> MeetingQuerySet:
    """All meetings of a year, the newest first."""
    return _between(*_year(year))


def of_month(begins: date) -> MeetingQuerySet:
    """All meetings of a month, the newest first."""
    return _between(*_month(begins))


def _between(first: date, last: date) -> MeetingQuerySet:
    found = of_body(None).filter(day__range=(first, last))
    return found.order_by("-day", "-time_from", "-pk")


def _year(number: int) -> Span:
    return date(number, 1, 1), date(number, 12, 31)


def _month(begins: date) -> Span:
    return begins, begins + relativedelta(months=1, days=-1)


def _of_each(value: str, spans: Sequence[Span]) -> tuple[tuple[date, int], ...]:
    """The first day of each span with the value, where that is not nought."""
    found = _one_row(", ".join([value] * len(spans)), [day for span in spans for day in span])
    values = zip(spans, found, strict=True)
    return tuple((begins, number) for (begins, _ends), number in values if number)


def _one_row(values: str, given: Sequence[date] = ()) -> tuple[Any, ...]:
    """Of values from the table of meetings, as the database gives them."""
    table = connection.ops.quote_name(Meeting._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {values.format(table)}", given)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _number(day: date | str) -> int:
    """The year of a day, which SQLite keeps as text."""
    return int(str(day)[:4])
