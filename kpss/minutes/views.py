"""Minutes, decisions and tasks for everyone, once the minutes are published."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kpss.minutes import decisions, showing, tasks
from kpss.models import Minutes
from kpss.pages import until_midnight
from strategy.pages import WHOLE_PORTAL, storable


@require_safe
def minutes_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting as they were approved."""
    minutes = published(pk)
    context = {
        "minutes": minutes,
        "meeting": showing.public_meeting(minutes.meeting),
        "content": showing.public(minutes),
    }
    return storable(render(request, "kpss/minutes/minutes_detail.html", context), WHOLE_PORTAL)


@require_safe
def decision_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A decision under its permanent address, with what it settled and changed."""
    found = get_object_or_404(decisions.public(), meeting=pk, number=number)
    context = {"decision": found, "effects": decisions.effects_of(found)}
    return storable(render(request, "kpss/minutes/decision_detail.html", context), WHOLE_PORTAL)


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """What bodies have decided in a year, the newest first, by default in the last one."""
    years = decisions.years()
    asked = request.GET.get("rok", "")
    year = int(asked) if re.fullmatch("[0-9]{4}", asked) else None
    if asked and year not in years:
        raise Http404
    year = year or next(iter(years), None)
    found = list(decisions.of_year(year)) if year else []
    context = {"decisions": found, "years": years, "year": year}
    return storable(render(request, "kpss/minutes/decision_list.html", context), WHOLE_PORTAL)


@require_safe
def task_list(request: HttpRequest) -> HttpResponse:
    """Open tasks by body: what, who and by when."""
    bodies = tasks.public_by_body()
    lines = [line for of_body in bodies for line in of_body.tasks]
    context = {
        "bodies": bodies,
        "total": len(lines),
        "late": sum(line.is_late for line in lines),
    }
    return until_midnight(request, "kpss/minutes/task_list.html", context)


def published(meeting: int) -> Minutes:
    """The published minutes of a meeting with its body; 404 of any other."""
    found = Minutes.objects.select_related("meeting__body", "approved_at")
    return get_object_or_404(found, meeting=meeting, state=Minutes.State.PUBLISHED)
