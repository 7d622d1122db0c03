"""The PDF of an edition, as a file."""

import logging
from functools import partial

from csp.decorators import csp_exempt
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from strategy import reading
from strategy.models import Edition, Rendition
from strategy.pdf import document, library
from strategy.pdf.library import Preparing
from strategy.pdf.rendering import LibraryMissing, RenderingFailed
from strategy.reading import Reading

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5
RETRY_AFTER_FAILURE_SECONDS = 600


@require_safe
def plan_pdf(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponseBase:
    """The PDF of a published edition, by default the current one; made if it is not yet kept."""
    read = reading.read(slug, number)
    try:
        show = partial(_show, edition=read.edition, rendition=library.pdf_of(read.edition))
        # Safari holds its own PDF viewer to the policy of the file and then shows nothing.
        return csp_exempt()(show)(request)
    except (Preparing, FileNotFoundError):
        # The file of a moment ago is gone where another process has just made a newer one.
        return _not_ready(request, read, RETRY_SECONDS)
    except RenderingFailed as failure:
        logger.exception("The PDF of %s was not made.", read.edition)
        return _not_ready(request, read, RETRY_AFTER_FAILURE_SECONDS, failure)


def _show(request: HttpRequest, edition: Edition, rendition: Rendition) -> HttpResponseBase:
    etag = f'"{rendition.sha256}"'
    moment = int(rendition.rendered_at.timestamp())
    response = get_conditional_response(request, etag, moment) or FileResponse(
        rendition.file.open("rb"), filename=document.file_name(edition)
    )
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(moment)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _not_ready(
    request: HttpRequest, read: Reading, seconds: int, failure: RenderingFailed | None = None
) -> HttpResponse:
    """Say that the PDF is being made, or what stands in its way."""
    missing = failure if isinstance(failure, LibraryMissing) else None
    context = {"read": read, "failed": failure is not None, "missing": missing}
    response = render(request, "strategy/pdf/not_ready.html", context, status=503)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
