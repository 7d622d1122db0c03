"""What is open: a page for people, the catalogue, the files and what describes them."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from brnoplan.opendata import catalogue, datasets
from brnoplan.opendata.answering import as_json, open_data
from brnoplan.opendata.api_views import known
from brnoplan.opendata.subject import Subject
from brnoplan.opendata.subjects import SUBJECTS
from strategy.naming import absolute
from strategy.pages import WHOLE_PORTAL, storable

LINKED = "application/ld+json"


class Term(NamedTuple):
    """A word of the datasets: what it says in each of those that use it."""

    term: str
    about: list[str]


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is open, under which terms, where, and what the words mean."""
    context = {
        "subjects": list(SUBJECTS.values()),
        "terms": terms(),
        "licence": settings.DATA_LICENCE,
        "contact": settings.CONTACT_EMAIL,
        "api": absolute(reverse("opendata:root")),
    }
    return storable(render(request, "opendata/data.html", context), WHOLE_PORTAL)


@open_data
def catalogue_file(request: HttpRequest) -> HttpResponse:
    return as_json(request, catalogue.catalogue(), LINKED)


@open_data
def record(request: HttpRequest, name: str) -> HttpResponse:
    return as_json(request, catalogue.dataset(known(name)), LINKED)


@open_data
def context(request: HttpRequest) -> HttpResponse:
    return as_json(request, datasets.context(), LINKED)


@open_data
def dataset(request: HttpRequest, file: str) -> HttpResponseBase:
    """A dataset whole, or its schema; the ending says which."""
    name, _dot, ending = file.partition(".")
    if ending not in _FILES:
        raise Http404
    return _FILES[ending](request, known(name))


def terms() -> list[Term]:
    """Every word of the datasets once, by the alphabet."""
    found: dict[str, Term] = {}
    for subject in SUBJECTS.values():
        for field in subject.fields:
            about = found.setdefault(field.term, Term(field.term, [])).about
            if field.about not in about:
                about.append(field.about)
    return sorted(found.values())


def _linked(request: HttpRequest, subject: Subject) -> HttpResponseBase:
    return StreamingHttpResponse(datasets.linked(subject), content_type=LINKED)


def _table(request: HttpRequest, subject: Subject) -> HttpResponseBase:
    response = StreamingHttpResponse(
        datasets.table(subject), content_type="text/csv; charset=utf-8; header=present"
    )
    response.headers["Link"] = f'<{subject.file("csv-metadata.json")}>; rel="describedby"'
    response.headers["Content-Disposition"] = f'attachment; filename="{subject.name}.csv"'
    return response


def _linked_schema(request: HttpRequest, subject: Subject) -> HttpResponse:
    return as_json(request, datasets.linked_schema(subject), "application/schema+json")


def _table_schema(request: HttpRequest, subject: Subject) -> HttpResponse:
    return as_json(request, datasets.table_schema(subject), "application/csvm+json")


_FILES: dict[str, Callable[[HttpRequest, Subject], HttpResponseBase]] = {
    "jsonld": _linked,
    "csv": _table,
    "schema.json": _linked_schema,
    "csv-metadata.json": _table_schema,
}
