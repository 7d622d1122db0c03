"""The files of a published edition, the page that lists them, and the schema of the JSON."""

import hashlib
from pathlib import Path
from typing import Any

from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from strategy import naming, reading
from strategy.formats import FORMATS, Format
from strategy.integrity import archive, canonical
from strategy.models import Edition, Seal
from strategy.naming import EndingConverter
from strategy.pages import WHOLE_PORTAL, storable

# One for each version of an edition's JSON: what was sealed keeps the form that it has.
SCHEMAS = {
    version: Path(__file__).parent / "formats" / f"edice-{version}.json"
    for version in canonical.COLUMNS
}
# In characters: what stands before the version is a few hundred at most.
OPENING = 2000


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
        schema = reverse("strategy:edition_schema", args=[canonical.version_of(content)])
        response.headers["Link"] = f'<{schema}>; rel="describedby"'
    return storable(response, edition.plan_id)


@require_safe
def format_list(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """What an edition can be downloaded as, what each is good for, and what is in the archive."""
    read = reading.read(slug, number)
    original, sealed = archive.original(read.edition), archive.sealed(read.edition)
    seal = _seal(read.edition)
    context = {
        "read": read,
        "formats": FORMATS.values(),
        "original": original,
        "sealed": sealed,
        "unchanged": original and sealed and archive.carries(sealed, original),
        "seal": seal,
        "schema": canonical.version_of(seal.opening.encode()) if seal else canonical.FORMAT_VERSION,
    }
    return storable(render(request, "strategy/format_list.html", context), read.plan.pk)


def _seal(edition: Edition) -> Any:
    """The edition's seal, if any, with the opening of its document, which tells the version."""
    seals = Seal.objects.defer("document").annotate(opening=Substr("document", 1, OPENING))
    return seals.filter(edition=edition).first()


@require_safe
def schema(request: HttpRequest, version: int) -> HttpResponse:
    """JSON Schema of an edition's JSON of that version, by which other programs may check it."""
    if version not in SCHEMAS:
        raise Http404
    response = HttpResponse(SCHEMAS[version].read_bytes(), content_type="application/schema+json")
    return storable(response, WHOLE_PORTAL)
