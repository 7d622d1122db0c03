"""What the city gives money to services by, for everyone: the years, and one year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpss.subsidies import reading
from strategy.pages import WHOLE_PORTAL, storable


@require_safe
def subsidy_list(request: HttpRequest) -> HttpResponse:
    """Every year with its rules, calls and sums."""
    context = {"years": reading.years()}
    return storable(render(request, "kpss/subsidies/subsidy_list.html", context), WHOLE_PORTAL)


@require_safe
def subsidy_year(request: HttpRequest, year: int) -> HttpResponse:
    """The criteria and calls of a year, and which measures they paid for."""
    found = reading.year(year)
    if found is None:
        raise Http404(_("There are no subsidy rules of that year here."))
    response = render(request, "kpss/subsidies/subsidy_year.html", {"year": found})
    return storable(response, WHOLE_PORTAL)
