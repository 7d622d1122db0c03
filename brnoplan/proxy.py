"""Behind a proxy: whose request it is. Only in use where BRNOPLAN_BEHIND_PROXY says so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Takes the visitor's address from the proxy, for all that counts by address.

    Without it every visitor would have the proxy's, and one who guesses passwords would lock
    out everybody. The last entry is the one that our own proxy wrote.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            request.META["REMOTE_ADDR"] = forwarded
        return self.get_response(request)
