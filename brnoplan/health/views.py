"""How the portal is: alive, which a restart may mend, and well, which it may not."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brnoplan.health import metrics
from brnoplan.health.parts import Part, parts
from strategy import languages

ALIVE = "/zdravi/zije/"
PLAIN = "text/plain; charset=utf-8"


class AliveMiddleware:
    """Answers `/zdravi/zije/`: that this process answers, whatever its database does.

    Whoever asks restarts a portal that does not answer, so a lost file must not be told here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return alive(request) if request.path_info == ALIVE else self.get_response(request)


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the portal is ready: a line for each part, 503 where one is not well.

    What exactly is wrong is told to who may know; to others, that it is. JSON where asked for.
    """
    found = parts()
    knows = _may_know(request, found)
    status = 503 if any(part.wrong for part in found) else 200
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        told = {part.key: _told(part, knows) for part in found}
        response: HttpResponse = JsonResponse(
            {"ready": status == 200, "parts": told}, status=status
        )
    else:
        with languages.own():
            lines = [f"{part.name}: {_told(part, knows)}\n" for part in found]
        response = HttpResponse("".join(lines), content_type=PLAIN, status=status)
    patch_vary_headers(response, ["Accept", "Authorization"])
    return response


@require_safe
@never_cache
def numbers(request: HttpRequest) -> HttpResponse:
    """For Prometheus: asked on the machine itself, or with BRNOPLAN_METRICS_TOKEN."""
    if not (_is_near(request) or _has_token(request)):
        return HttpResponse(status=403, content_type="text/plain")
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _told(part: Part, knows: bool) -> str:
    if not part.wrong:
        return "ok"
    return part.wrong if knows else _("not well")


def _may_know(request: HttpRequest, found: list[Part]) -> bool:
    """Staff, this machine and the monitoring; without a database nobody is known to be staff."""
    if _is_near(request) or _has_token(request):
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or found[0].wrong:
        return False
    try:
        return bool(request.user.is_active and request.user.is_staff)
    except DatabaseError:
        return False


def _is_near(request: HttpRequest) -> bool:
    """Whether it is asked on this machine, past every proxy.

    A socket of the file system has no address; behind our own proxy that has become the visitor's.
    """
    asked = request.META.get("REMOTE_ADDR", "")
    return "HTTP_X_FORWARDED_FOR" not in request.META and asked in {"", "127.0.0.1", "::1"}


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    token = settings.METRICS_TOKEN
    return bool(token) and secrets.compare_digest(given.encode(), f"Bearer {token}".encode())
