from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from strategy import jobs, verification
from strategy.models import Job

VERIFIED_EVERY = timedelta(hours=24)


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the portal can answer from its database and its editions are as published.

    For the container's health check, which comes often; so it is also what has the editions
    verified once a day. What exactly is wrong is told to staff only, by `verify_editions`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    last = verification.last()
    if last is None or _is_old(last):
        jobs.order(Job.Kind.VERIFICATION)
    if last and (last.result or last.state == Job.State.FAILED):
        said = _("The last verification of the published editions found faults.")
        return HttpResponse(f"{said}\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def _is_old(job: Job) -> bool:
    return job.finished_at is None or timezone.now() - job.finished_at > VERIFIED_EVERY
