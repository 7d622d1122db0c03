"""Meetings as the lines of a list."""

import re
from datetime import date, datetime, time
from typing import NamedTuple, Self

from comments.redaction import hidden_in
from kpss.minutes import showing
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
        """Of meetings as `reading.of_body` gives them, as everyone reads them.

        Two queries, one where there are none.
        """
        columns = [{"body": "body__name"}.get(name, name) for name in cls._fields]
        found = [cls._make(row) for row in meetings.values_list(*columns)]
        patterns = showing.patterns_of([line.pk for line in found])
        return [line._without(patterns.get(line.pk)) for line in found]

    def _without(self, pattern: re.Pattern[str] | None) -> Self:
        """Without what the minutes of the meeting hide."""
        if pattern is None:
            return self
        title, place = hidden_in(self.title, pattern), hidden_in(self.place, pattern)
        return self._replace(title=title, place=place)
