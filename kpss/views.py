"""The first page of community planning; its other pages stand in the folders of their subject."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from kpss.home import home
from strategy.days import start_of
from strategy.pages import WHOLE_PORTAL, storable, valid_until


@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """Who plans for whom, when they meet, what they decided, and how to join."""
    # What is ahead, who sits where and which phase is going on change with the day.
    valid_until(request, start_of(localdate() + timedelta(days=1)))
    return storable(render(request, "kpss/planning.html", {"home": home()}), WHOLE_PORTAL)
