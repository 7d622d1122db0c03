"""Meetings as the lines of a list."""

from datetime import date, datetime, time
from typing import NamedTuple, Self

from kpss.models.meetings import MeetingQuerySet


class MeetingLine(NamedTuple):
    """All that a list tells of a meeting; `has_minutes` whether there are any to read."""

    pk: int
    day: date
    time_from: time | None
    time_to: time | None
    title: str
    place: str
    body: str
    cancelled_at: datetime | None
    has_minutes: bool

    @classmethod
    def read(cls, meetings: MeetingQuerySet) -> list[Self]:
        """Of meetings as `reading.of_body` gives them. One query."""
        columns = [{"body": "body__name"}.get(name, name) for name in cls._fields]
        return [cls._make(row) for row in meetings.values_list(*columns)]
