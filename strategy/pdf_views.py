"""The PDF of an edition, as a file, or how far it is."""

import logging
from functools import partial
from http import HTTPStatus

from csp.decorators import csp_exempt
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from strategy import jobs, naming, reading
from strategy.integrity import archive
from strategy.models import ArchivedPdf, Edition, Job, Rendition
from strategy.pages import storable_file
from strategy.pdf import library
from strategy.pdf.library import Preparing
from strategy.pdf.rendering import INSTALL_COMMAND, RenderingFailed
from strategy.reading import Reading

logger = logging.getLogger(__name__)

# In the query of an address: the reader takes what there is.
FORMER = "drive"


@require_safe
def plan_pdf(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponseBase:
    """The PDF of a published edition, by default the current one.

    Of an approved edition the one in the archive, for good; else made if it is not yet kept.
    With `?drive=1` the last one that was made, whatever has changed since.
    """
    read = reading.read(slug, number)
    if read.edition.stamp == Edition.State.APPROVED:
        return _archived(request, read)
    try:
        former = library.former(read.edition) if FORMER in request.GET else None
        made = former or library.pdf_of(read.edition)
        return file_response(request, made, naming.file_name(read.edition, ".pdf"))
    except (Preparing, FileNotFoundError):
        # The file of a moment ago is gone where another process has just made a newer one.
        return _progress(request, read, jobs.ask(Job.Kind.EDITION_PDF, read.edition))
    except RenderingFailed as failure:
        logger.exception("The PDF of %s was not made.", read.edition)
        return _failed(request, read, str(failure))


def _archived(request: HttpRequest, read: Reading) -> HttpResponseBase:
    original = archive.original(read.edition)
    if original is None:
        return _progress(request, read, jobs.ask(Job.Kind.ARCHIVED_PDF, read.edition))
    return archived_file(request, read, original, ".pdf")


def archived_file(
    request: HttpRequest, read: Reading, kept: ArchivedPdf, ending: str
) -> HttpResponseBase:
    """A file of the archive; in words where it is lost, which nothing here can mend."""
    try:
        response = file_response(request, kept, naming.file_name(read.edition, ending))
    except FileNotFoundError:
        logger.exception("A file of the archive is lost: %s", kept.file.name)
        return _unavailable(request, {"read": read, "lost": True})
    return storable_file(response, read.plan.pk, kept.file.path)


def file_response(
    request: HttpRequest, made: Rendition | ArchivedPdf, name: str
) -> HttpResponseBase:
    """The file itself, to be saved under that name, or that the reader has it already."""
    # Safari holds its own PDF viewer to the policy of the file and then shows nothing.
    return csp_exempt()(partial(_show, name=name, made=made))(request)


def _show(request: HttpRequest, name: str, made: Rendition | ArchivedPdf) -> HttpResponseBase:
    made_at = made.rendered_at if isinstance(made, Rendition) else made.stored_at
    etag, moment = f'"{made.sha256}"', int(made_at.timestamp())
    response: HttpResponseBase | None = get_conditional_response(request, etag, moment)
    response = response or _whole(request, name, made)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(moment)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _whole(request: HttpRequest, name: str, made: Rendition | ArchivedPdf) -> FileResponse:
    response = FileResponse(made.file.open("rb"), filename=name)
    if request.method == "HEAD":
        # Of a whole file that it then drops, gunicorn says so in the log each time.
        response.streaming_content = []
    return response


def _progress(request: HttpRequest, read: Reading, job: Job) -> HttpResponse:
    """How far a job is, on a page that asks again by itself until it gets the file.

    Accepted and not yet done is no error, which a status 503 would put into the logs each time.
    """
    if job.state == Job.State.FAILED:
        return _failed(request, read, job.error)
    former = library.former(read.edition)
    context = {"read": read, "job": job, "ahead": jobs.ahead(job), "former": former}
    response = _not_ready(request, context, HTTPStatus.ACCEPTED, jobs.REFRESH_SECONDS)
    response.headers["Refresh"] = str(jobs.REFRESH_SECONDS)
    return response


def _failed(request: HttpRequest, read: Reading, error: str) -> HttpResponse:
    """That it failed; why is for the log and the staff, but for what an administrator can mend."""
    command = INSTALL_COMMAND if INSTALL_COMMAND in error else ""
    return _unavailable(request, {"read": read, "failed": True, "command": command})


def _unavailable(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    seconds = int(jobs.FAILURE_STANDS.total_seconds())
    return _not_ready(request, context, HTTPStatus.SERVICE_UNAVAILABLE, seconds)


def _not_ready(
    request: HttpRequest, context: dict[str, object], status: HTTPStatus, seconds: int
) -> HttpResponse:
    response = render(request, "strategy/pdf/not_ready.html", context, status=status)
    response.headers["Retry-After"] = str(seconds)
    # The address is that of a PDF, and no page under it is to be found by searching.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response
