"""Public pages of community planning that change with the day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from strategy.days import next_midnight
from strategy.pages import WHOLE_PORTAL, storable, valid_until


def until_midnight(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that is kept until the day is over: then others are members, ahead, or late."""
    valid_until(request, next_midnight())
    return storable(render(request, template, context), WHOLE_PORTAL)
