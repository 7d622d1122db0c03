"""Documents of community planning, for everyone: the list, the page of one, its file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kpss.models import Document
from strategy.pages import WHOLE_PORTAL, storable


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    documents = Document.objects.filter(is_public=True)
    response = render(request, "kpss/documents/document_list.html", {"documents": documents})
    return storable(response, WHOLE_PORTAL)


@require_safe
def document_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    document = get_object_or_404(Document, key=key, is_public=True)
    response = render(request, "kpss/documents/document_detail.html", {"document": document})
    return storable(response, WHOLE_PORTAL)


@require_safe
def document_file(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    return document_detail(request, key)
