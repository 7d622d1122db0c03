"""What the city gives money by, for everyone: the years, and one year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpss.models import SubsidyRules
from strategy.pages import WHOLE_PORTAL, storable


@require_safe
def subsidy_list(request: HttpRequest) -> HttpResponse:
    rules = SubsidyRules.objects.all()
    response = render(request, "kpss/subsidies/subsidy_list.html", {"rules": rules})
    return storable(response, WHOLE_PORTAL)


@require_safe
def subsidy_year(request: HttpRequest, year: int) -> HttpResponse:
    rules = list(SubsidyRules.objects.filter(year=year))
    if not rules:
        raise Http404
    response = render(request, "kpss/subsidies/subsidy_year.html", {"year": year, "rules": rules})
    return storable(response, WHOLE_PORTAL)
