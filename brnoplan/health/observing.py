"""Counts what comes to Django and, where it is wanted, logs a line for it."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from brnoplan.health.counting import OTHER, counters

logger = logging.getLogger("brnoplan.requests")


class ObservingMiddleware:
    """Outermost, so that what all others do is part of the time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        view = view_of(request)
        counters.made(view, response.status_code, seconds)
        if settings.LOG_REQUESTS:
            logger.info("request", extra={"fields": _told(request, response, view, seconds)})
        return response


def view_of(request: HttpRequest) -> str:
    """The name of the view, in which there is nothing of who asks or what for."""
    match = request.resolver_match
    return match.view_name if match and match.view_name else OTHER


def _told(
    request: HttpRequest, response: HttpResponse, view: str, seconds: float
) -> dict[str, object]:
    return {
        "method": request.method,
        "view": view,
        "status": response.status_code,
        "seconds": round(seconds, 4),
        "id": request.headers.get("X-Request-ID", "")[:64],
    }
