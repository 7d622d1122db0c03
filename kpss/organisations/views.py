"""Who takes part in planning: departments, authorities, schools, services; no persons."""

from itertools import groupby

from django.db.models.functions import Collate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kpss.organisations import reading
from strategy.models import Organisation
from strategy.pages import WHOLE_PORTAL, storable


def organisation_list(request: HttpRequest) -> HttpResponse:
    """By kind, in Czech alphabetical order."""
    kinds = list(Organisation.Kind)
    found = reading.public().order_by(Collate("name", "cs-x-icu"))
    ordered = sorted(found, key=lambda one: kinds.index(Organisation.Kind(one.kind)))
    shelves = [(kind, list(rows)) for kind, rows in groupby(ordered, lambda one: one.kind)]
    context = {
        "shelves": [(Organisation.Kind(kind).label, rows) for kind, rows in shelves],
        "number": len(ordered),
    }
    return storable(render(request, "kpss/organisation_list.html", context), WHOLE_PORTAL)


def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(reading.public(), pk=pk)
    context = {"organisation": organisation, "part": reading.takes_part(organisation)}
    return storable(render(request, "kpss/organisation_detail.html", context), WHOLE_PORTAL)
