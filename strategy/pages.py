"""What a view says to the page store, and to the browser of who writes."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]

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


def takes_any_text(view: View) -> View:
    """Let a view be asked with whatever characters, because it cleans them itself."""
    view.takes_any_text = True  # type: ignore[attr-defined]
    return view


def of_the_writer(view: View) -> View:
    """Let nobody but the writer's own browser keep a page, and ask again before it is reused.

    That one may keep it: what “no-store” forbids is above all the way Back to what was typed.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **given: object) -> HttpResponse:
        response = view(request, *args, **given)
        patch_cache_control(response, private=True, no_cache=True, max_age=0)
        return response

    return answered
