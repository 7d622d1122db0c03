"""The target groups that services are planned for, under the name of today or of any year."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from kpss.models import TargetGroup, TargetGroupName
from kpss.target_groups import naming, reading
from strategy import days
from strategy.pages import WHOLE_PORTAL, storable, valid_until

FIRST_YEAR = 1900


def target_group_list(request: HttpRequest) -> HttpResponse:
    """All groups; `?rok=2006` names them as they were called then."""
    year = asked_year(request)
    groups = TargetGroup.objects.prefetch_related("names")
    lines = reading.lines(
        [one for one in groups if year is None or naming.existed_in(one, year)], year
    )
    context = {
        "lines": lines,
        "year": year,
        "this_year": localdate().year,
        "first_year": FIRST_YEAR,
    }
    return _of_this_year(request, render(request, "kpss/target_group_list.html", context))


def target_group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One group; the address of a former name leads to that of today's."""
    name = get_object_or_404(TargetGroupName.objects.select_related("group"), slug=slug)
    group = TargetGroup.objects.prefetch_related("names").get(pk=name.group_id)
    names = naming.names_of(group)
    if name != names[-1]:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{group.get_absolute_url()}{'?' if query else ''}{query}")
    year = asked_year(request)
    context = {
        "group": group,
        "year": year,
        "name": naming.called(group, year),
        "current": names[-1],
        "names": names,
        "former": names[-2::-1],
        "uses": reading.uses(group),
    }
    return _of_this_year(request, render(request, "kpss/target_group_detail.html", context))


def asked_year(request: HttpRequest) -> int | None:
    """The year in `?rok=2006`, none where nothing was asked. Raises Http404 where it is none."""
    given = request.GET.get("rok", "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) == len(str(FIRST_YEAR))):
        raise Http404
    if not FIRST_YEAR <= int(given) <= localdate().year:
        raise Http404
    return int(given)


def _of_this_year(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Kept until the year ends, for the page says which years it can be asked of."""
    next_year = localdate().replace(year=localdate().year + 1, month=1, day=1)
    valid_until(request, days.start_of(next_year))
    return storable(response, WHOLE_PORTAL)
