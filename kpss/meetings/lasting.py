"""For how long a page of coming meetings is true."""

from collections.abc import Iterable

from django.http import HttpRequest

from kpss.meetings import words
from kpss.meetings.lines import MeetingLine
from kpss.models import Meeting
from strategy.pages import valid_until


def until_one_is_over(request: HttpRequest, meetings: Iterable[Meeting | MeetingLine]) -> None:
    """Say that a page which shows these meetings holds until the first of them ends."""
    for meeting in meetings:
        if end := words.end(meeting):
            valid_until(request, end)
