"""The target groups that services are planned for, under the name of today or of any year."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from kpss.bodies.reading import is_over
from kpss.concerns import reading as gathering
from kpss.meetings.lasting import until_one_is_over
from kpss.models import TargetGroup, TargetGroupName
from kpss.pages import until_midnight
from kpss.target_groups import naming, reading
from strategy import days
from strategy.pages import WHOLE_PORTAL, storable, valid_until


def target_group_list(request: HttpRequest) -> HttpResponse:
    """All groups; `?rok=2006` names them as they were called then."""
    groups = TargetGroup.objects.prefetch_related("names")
    first, last = naming.first_year(groups), localdate().year
    year = _year(request.GET.get("rok", ""), first)
    missed = bool(request.GET.get("rok", "").strip()) and year is None
    lines = reading.lines(
        [one for one in groups if year is None or naming.existed_in(one, year)], year
    )
    context = {
        "lines": lines,
        "year": year,
        "this_year": last,
        "first_year": first,
        "missed": missed,
    }
    status = 404 if missed else 200
    response = render(request, "kpss/target_group_list.html", context, status=status)
    return response if missed else _of_this_year(request, response)


def target_group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One group; the address of a former name leads to that of today's."""
    name = get_object_or_404(TargetGroupName.objects.select_related("group"), slug=slug)
    group = TargetGroup.objects.prefetch_related("names").get(pk=name.group_id)
    names = naming.names_of(group)
    if name != names[-1]:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{group.get_absolute_url()}{'?' if query else ''}{query}")
    first = _first_year(request)
    year = _year(request.GET.get("rok", ""), first)
    missed = bool(request.GET.get("rok", "").strip()) and year is None
    uses = reading.uses(group)
    planning = [one for one in uses.bodies if not is_over(one.what)]
    meetings = [] if year else gathering.ahead(one.what for one in planning)
    until_one_is_over(request, meetings)
    context = {
        "group": group,
        "year": year,
        "missed": missed,
        "first_year": first,
        "this_year": localdate().year,
        "name": naming.called(group, year),
        "current": names[-1],
        "names": names,
        "former": names[-2::-1],
        "uses": uses,
        "planning": planning,
        "meetings": meetings,
        "standing": [] if year else gathering.standing(reading.plans_in(uses)),
        "planned": [one for one in uses.bodies if is_over(one.what)],
    }
    if missed:
        return render(request, "kpss/target_group_detail.html", context, status=404)
    # A body that plans for it may end any day.
    return until_midnight(request, "kpss/target_group_detail.html", context)


def _first_year(request: HttpRequest) -> int:
    """The first of which sources tell; looked up only where a year is asked for."""
    asks = bool(request.GET.get("rok", "").strip())
    return naming.first_year(TargetGroup.objects.prefetch_related("names") if asks else ())


def _year(given: str, first: int) -> int | None:
    """A year of which sources tell; None of every other, and of what is no year."""
    given = given.strip()
    if not (given.isascii() and given.isdecimal() and len(given) == 4):
        return None
    return int(given) if first <= int(given) <= localdate().year else None


def _of_this_year(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Kept until the year ends, for the page says which years it can be asked of."""
    next_year = localdate().replace(year=localdate().year + 1, month=1, day=1)
    valid_until(request, days.start_of(next_year))
    return storable(response, WHOLE_PORTAL)
