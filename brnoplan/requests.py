"""Requests that no page can answer, turned away before any database sees them."""

from collections.abc import Callable
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

NUL = "\0"
# The largest number that a column holds.
MOST = 2**63 - 1


class NoNulMiddleware:
    """Answers an address that holds a NUL with the page 404: PostgreSQL takes no such text.

    So it does one with a number that no row can have, which neither database takes for a key; and
    a body whose length is no number with 400.

    Views that `strategy.pages.takes_any_text` marks are asked even with one after the question
    mark.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Django takes such a length for none, and stumbles over it where a form is read.
        if not (request.META.get("CONTENT_LENGTH") or "0").isdecimal():
            raise BadRequest
        if NUL in request.path_info:
            raise Http404
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., object],
        _args: tuple[object, ...],
        given: dict[str, object],
    ) -> None:
        if any(isinstance(value, int) and value > MOST for value in given.values()):
            raise Http404
        asked = unquote(request.META.get("QUERY_STRING", ""))
        if NUL in asked and not getattr(view, "takes_any_text", False):
            raise Http404
