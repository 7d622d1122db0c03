"""The first page of community planning; its other pages stand in the folders of their subject."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kpss.models import Body
from strategy.pages import WHOLE_PORTAL, storable


def planning(request: HttpRequest) -> HttpResponse:
    """Who plans for whom, when they meet, what they decided, and how to join."""
    bodies = Body.objects.order_by("kind", "name")
    return storable(render(request, "kpss/planning.html", {"bodies": bodies}), WHOLE_PORTAL)
