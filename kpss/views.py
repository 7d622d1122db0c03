"""The first page of community planning; its other pages stand in the folders of their subject."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kpss.home import home
from kpss.meetings.lasting import until_one_is_over
from kpss.pages import until_midnight


@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """Who plans for whom, when they meet, what they decided, and how to join."""
    found = home()
    until_one_is_over(request, found.upcoming)
    return until_midnight(request, "kpss/planning.html", {"home": found})
