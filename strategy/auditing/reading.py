"""Noting that staff opened somebody's contact or words that are not for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from strategy.auditing.noting import note

View = Callable[..., HttpResponse]


def noted_reading(view: View) -> View:
    """One entry for each opening of the page, whatever it lists; none where it is refused.

    Stands within the guard that lets nobody in but staff.
    """

    @wraps(view)
    def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        note_reading(request, answer)
        return answer

    return noted


def note_reading(request: HttpRequest, answer: HttpResponse) -> None:
    """Note what is shown, whatever method it was asked by: a form in error shows it, too."""
    match = request.resolver_match
    if request.method != "HEAD" and answer.status_code == 200 and match is not None:
        about = {name: str(value) for name, value in match.kwargs.items()}
        note(f"read {match.view_name}", by=request.user.pk, **about)
