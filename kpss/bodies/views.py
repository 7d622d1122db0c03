"""Public pages of bodies: which there are, one of them, who sat in it, by what rules it goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from kpss import triad
from kpss.bodies import chart, reading, work
from kpss.meetings import words
from kpss.minutes import showing
from kpss.models import Body, Meeting, Minutes
from kpss.pages import until_midnight
from strategy.pages import valid_until


@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    """Who plans for whom."""
    return until_midnight(request, "kpss/body_list.html", {"listing": reading.listing()})


@require_safe
def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A body: what it does, who chairs it, how its sides are balanced, when it meets."""
    body = _body(slug)
    next_meeting = _next_meeting(body)
    if next_meeting is not None:
        # Without an hour that is the midnight at which its day begins, and tells nothing.
        valid_until(request, words.beginning(next_meeting))
    sides, meter, of_body = reading.members(body), triad.meter(body), work.work(body)
    context = {
        "body": body,
        "is_over": reading.is_over(body),
        "sides": sides,
        "chairs": reading.chairs(sides),
        "meter": meter,
        "chart": chart.chart(meter),
        "work": of_body.present,
        "former_work": of_body.former,
        "related": work.related(body),
        "next_meeting": next_meeting,
        "last_minutes": _last_minutes(body),
    }
    return until_midnight(request, "kpss/body_detail.html", context)


@require_safe
def body_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was what in a body when, by side."""
    body = _body(slug)
    context = {"body": body, "sides": reading.history(body), "today": localdate()}
    return until_midnight(request, "kpss/body_members.html", context)


@require_safe
def body_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules of procedure of a body in all their versions."""
    body = _body(slug)
    versions = list(body.rules.select_related("document").order_by("-number"))
    context = {
        "body": body,
        "has_rules": any(not reading.is_composition(version) for version in versions),
        "versions": [
            (
                version,
                reading.sides_of(version),
                reading.seats_together(version),
                reading.is_composition(version),
            )
            for version in versions
        ],
        "in_force": reading.in_force(versions, localdate()),
    }
    return until_midnight(request, "kpss/body_rules.html", context)


def _body(slug: str) -> Body:
    bodies = Body.objects.select_related("target_group").prefetch_related("target_group__names")
    return get_object_or_404(bodies, slug=slug)


def _next_meeting(body: Body) -> Meeting | None:
    """The first that has not begun, as everyone reads it."""
    ahead = Meeting.objects.filter(body=body, cancelled_at=None).upcoming()
    # In one day a group does not meet more often.
    found = next((one for one in ahead[:5] if not words.has_begun(one)), None)
    return showing.public_meeting(found) if found else None


def _last_minutes(body: Body) -> Minutes | None:
    public = Minutes.objects.filter(meeting__body=body, state=Minutes.State.PUBLISHED)
    return public.select_related("meeting").order_by("-meeting__day", "-pk").first()
