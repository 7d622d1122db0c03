"""How plans are made: one after another, and each through the phases of its cycle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kpss.cycles import drawing, reading
from kpss.cycles.chains import chains
from strategy.pages import WHOLE_PORTAL, storable


def cycle_list(request: HttpRequest) -> HttpResponse:
    found = list(reading.with_phases(reading.cycles()))
    lines = chains(found)
    context = {
        "chains": lines,
        "drawing": drawing.of_plans(lines),
        "lacks": reading.numbers_lacking(found),
        "number": len(found),
    }
    return storable(render(request, "kpss/cycle_list.html", context), WHOLE_PORTAL)


def cycle_detail(request: HttpRequest, slug: str) -> HttpResponse:
    found = reading.with_phases(reading.cycles()).select_related(
        "follows__plan", "carries_out__plan"
    )
    cycle = get_object_or_404(found, plan__slug=slug)
    phases = reading.phases(cycle)
    context = {
        "cycle": cycle,
        "period": drawing.period(cycle.plan),
        "phases": phases,
        "drawing": drawing.of_phases(cycle.plan, phases),
        "related": reading.related(cycle),
        "followed_by": reading.cycles().filter(follows=cycle),
        "action_plans": reading.cycles().filter(carries_out=cycle),
    }
    return storable(render(request, "kpss/cycle_detail.html", context), WHOLE_PORTAL)
