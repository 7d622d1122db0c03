"""The files of a published edition, the page that lists them, and the schema of the JSON."""

import hashlib
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from strategy import naming, reading
from strategy.formats import FORMATS, Format
from strategy.integrity import archive
from strategy.models import Seal
from strategy.naming import EndingConverter
from strategy.pages import WHOLE_PORTAL, storable

SCHEMA = Path(__file__).parent / "formats" / "edice-1.json"


class FormatConverter(EndingConverter[Format]):
    """The ending of a file's name in an address, as its format."""

    formats = FORMATS


@require_safe
def plan_file(
    request: HttpRequest, slug: str, kind: Format, number: int | None = None
) -> HttpResponse:
    """A published edition, by default the current one, as a file of that kind."""
    if request.META["QUERY_STRING"]:
        # The page store keeps nothing under such an address, and a file is dear to make.
        return HttpResponseRedirect(request.path)
    edition = reading.read(slug, number).edition
    content = kind.content(edition)
    name = naming.file_name(edition, f".{kind.extension}")
    response = HttpResponse(content, content_type=kind.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-SHA256"] = hashlib.sha256(content).hexdigest()
    if kind.schema:
        response.headers["Link"] = f'<{reverse("strategy:edition_schema")}>; rel="describedby"'
    return storable(response, edition.plan_id)


@require_safe
def format_list(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """What an edition can be downloaded as, what each is good for, and what is in the archive."""
    read = reading.read(slug, number)
    original, sealed = archive.original(read.edition), archive.sealed(read.edition)
    context = {
        "read": read,
        "formats": FORMATS.values(),
        "original": original,
        "sealed": sealed,
        "unchanged": original and sealed and archive.carries(sealed, original),
        "seal": Seal.objects.defer("document").filter(edition=read.edition).first(),
    }
    return storable(render(request, "strategy/format_list.html", context), read.plan.pk)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """JSON Schema of an edition's JSON, by which other programs may check it."""
    response = HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")
    return storable(response, WHOLE_PORTAL)
