"""How the portal is: alive, which a restart may mend, and well, which it may not."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brnoplan import daily
from strategy.models import Job

ALIVE = "/zdravi/zije/"


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
    """Whether the portal can answer from its database and its editions are as published.

    What exactly is wrong is told to staff only, by `verify_editions`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    last = daily.order_verification()
    if last and (last.result or last.state == Job.State.FAILED):
        said = _("The last verification of the published editions found faults.")
        return HttpResponse(f"{said}\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
