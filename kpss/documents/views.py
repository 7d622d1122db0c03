"""Documents of community planning: the list, the page of one, its file.

What is not public is not there for the public; staff who may see documents open it as well.
"""

import logging
from pathlib import Path
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from kpss.documents import files, reading
from kpss.models import Document
from kpss.paging import Listed
from strategy.pages import WHOLE_PORTAL, storable, storable_file

logger = logging.getLogger(__name__)

# Whatever a browser takes a file for, it runs nothing of it and asks nothing for it.
SANDBOX = "default-src 'none'; sandbox"
PRIVATE = "private, no-store"


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """All public documents, by kind, plan or body; the newest first."""
    form = reading.FilterForm(request.GET)
    wanted = form.wanted
    listed = Listed(request, reading.narrowed(wanted), wanted)
    context = {"form": form, "wanted": wanted, "listed": listed}
    return storable(render(request, "kpss/documents/document_list.html", context), WHOLE_PORTAL)


@require_safe
def document_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a document is and whose, with its file, where the portal has it."""
    document = _opened(request, key)
    context = {"document": document, "belonging": reading.belonging(document)}
    response = render(request, "kpss/documents/document_detail.html", context)
    if document.is_public:
        return storable(response, WHOLE_PORTAL)
    response.headers["Cache-Control"] = PRIVATE
    return response


@require_safe
def document_file(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """The file, to be saved and never shown. Under a former name it leads to the present one."""
    document = _opened(request, key)
    if not document.sha256:
        raise Http404
    if name != document.file_name:
        return HttpResponseRedirect(reading.file_address(document))
    path = files.path_of(document.sha256)
    try:
        response = _file(request, document, path)
    except FileNotFoundError:
        logger.exception("The file of document %s is lost.", document.pk)
        raise Http404 from None
    return storable_file(response, WHOLE_PORTAL, str(path)) if document.is_public else response


def _opened(request: HttpRequest, key: UUID) -> Document:
    document = get_object_or_404(Document.objects.select_related("author"), key=key)
    if not (document.is_public or _may_see(request)):
        raise Http404
    return document


def _may_see(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and user.is_staff and user.has_perm("kpss.view_document")


def _file(request: HttpRequest, document: Document, path: Path) -> HttpResponseBase:
    """The file, or that the reader has it already. Raises FileNotFoundError."""
    etag, moment = f'"{document.sha256}"', int(path.stat().st_mtime)
    response: HttpResponseBase | None = get_conditional_response(request, etag, moment)
    response = response or _whole(request, document, path)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(moment)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    cached = "public, max-age=0, must-revalidate" if document.is_public else PRIVATE
    response.headers["Cache-Control"] = cached
    return response


def _whole(request: HttpRequest, document: Document, path: Path) -> FileResponse:
    kind = document.file_type
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=document.file_name,
        content_type=f"{kind}{charset}",
    )
    if request.method == "HEAD":
        # Of a whole file that it then drops, gunicorn says so in the log each time.
        response.streaming_content = []
    return response
