"""What a view says to the page store."""

from datetime import datetime

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

# Pages that show something of every plan, or of community planning.
WHOLE_PORTAL = 0


def storable(response: HttpResponse, plan_id: int) -> HttpResponse:
    """Let a page be kept until something public of the plan changes.

    The page must be the same for everyone: nothing of the reader, no session, no token on it.
    """
    response.page_store_plan = plan_id  # type: ignore[attr-defined]
    return response


def valid_until(request: HttpRequest, instant: datetime) -> None:
    """Say that the page being made will no longer be true at a coming instant."""
    known = getattr(request, "page_store_until", None)
    if instant > timezone.now() and (known is None or instant < known):
        request.page_store_until = instant  # type: ignore[attr-defined]


def storable_file(response: HttpResponseBase, plan_id: int, path: str) -> HttpResponseBase:
    """As `storable`, for the answer with a whole file that never changes under that path."""
    if isinstance(response, FileResponse):
        response.page_store_plan = plan_id  # type: ignore[attr-defined]
        response.page_store_file = path  # type: ignore[attr-defined]
    return response
