"""Speaks the language that a page's address names."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import is_valid_path
from django.utils import translation

from strategy import languages


class LanguageMiddleware:
    """Speaks it for as long as the page is made.

    What is no page has one address, without a language; whoever asks under another is led there.
    Django's own middleware would let what a browser prefers, or a cookie, change a page that is
    kept for all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code, bare = languages.parted(request.path_info)
        if bare != request.path_info and not _is_page(bare):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{bare}?{query}" if query else bare)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


def _is_page(bare: str) -> bool:
    """Whether a path is of a page, be it typed without its last slash, as `/E3` on a poster is."""
    if languages.is_page(bare):
        return True
    with languages.own():
        return not is_valid_path(bare) and bool(is_valid_path(f"{bare}/"))
