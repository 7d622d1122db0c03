"""What the public reads of meetings: which are ahead, which were held, one of them."""

from datetime import date
from typing import NamedTuple

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast, Substr
from django.utils.timezone import localdate

from kpss.minutes import showing
from kpss.models import Body, Meeting, Minutes
from kpss.models.meetings import MeetingQuerySet

PAGE_SIZE = 20


class Page(NamedTuple):
    """Some of many meetings, with the numbers of the pages before, at and after; "" for none."""

    meetings: list[Meeting]
    pages: dict[str, str]


class Ahead(NamedTuple):
    """How many meetings are coming, without those called off, and the first of them."""

    number: int
    first: Meeting | None


def of_body(body: Body | None) -> MeetingQuerySet:
    """The meetings of a body, or all; each with its body and `has_minutes` that anyone may read."""
    published = Minutes.objects.filter(meeting=OuterRef("pk"), state=Minutes.State.PUBLISHED)
    meetings: MeetingQuerySet = Meeting.objects.select_related("body").annotate(
        has_minutes=Exists(published)
    )
    return meetings if body is None else meetings.filter(body=body)


def ahead(body: Body | None = None) -> Ahead:
    """Two queries."""
    coming = Meeting.objects.filter(day__gte=localdate(), cancelled_at=None)
    coming = coming if body is None else coming.filter(body=body)
    first = coming.select_related("body").order_by("day", "time_from", "pk").first()
    return Ahead(coming.count() if first else 0, first)


def page(meetings: QuerySet[Meeting], number: int) -> Page:
    """A page of meetings in their order; empty where there is none of that number. Two queries."""
    start = (number - 1) * PAGE_SIZE
    found = list(meetings[start : start + PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    pages = {
        "before": str(number - 1) if number > 1 else "",
        "at": str(number) if number > 1 or more else "",
        "after": str(number + 1) if more else "",
    }
    return Page(showing.public_meetings(found[:PAGE_SIZE]), pages)


def years() -> list[tuple[int, int]]:
    """(year, how many meetings), the newest first. One query.

    By the text of the day: SQLite has no function of its own for the year of one.
    """
    text = Substr(Cast("day", CharField()), 1, 4)
    counted = Meeting.objects.order_by().values(year=text).annotate(number=Count("pk"))
    return sorted(((int(row["year"]), row["number"]) for row in counted), reverse=True)


def of_year(year: int) -> QuerySet[Meeting]:
    """All meetings of a year, the newest first."""
    bounds = (date(year, 1, 1), date(year, 12, 31))
    return of_body(None).filter(day__range=bounds).order_by("-day", "-time_from", "-pk")
