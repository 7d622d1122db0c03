"""The page on which staff draw up the agenda of a meeting."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpss.meetings import agenda, offers
from kpss.meetings.agenda import DEEPEST, AgendaOutdated
from kpss.meetings.holding import MeetingRefused, refuse_called_off, refuse_closed
from kpss.minutes import personal
from kpss.minutes.agenda import Numbered, numbered
from kpss.models import AgendaPoint, Meeting, Side
from strategy.form_fields import number_in
from strategy.redirecting import see_other
from strategy.staff import for_staff

DEEDS: dict[str, Callable[[Meeting, int], None]] = {
    "up": agenda.move_up,
    "down": agenda.move_down,
    "in": agenda.move_in,
    "out": agenda.move_out,
    "remove": agenda.remove,
}


@for_staff("kpss.change_meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """All points with their titles; each button saves what was typed and then does its deed."""
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    if request.method != "POST":
        return _page(request, meeting, {}, "")
    given = _given(request)
    try:
        with transaction.atomic():
            agenda.retitle(meeting, _read(request), _kept(request, given))
            agenda.note_sides(meeting, _keyed(request, "was-"), _keyed(request, "side-"))
            _do(request, meeting)
    except AgendaOutdated as outdated:
        _say_outdated(request, given, outdated)
        return _page(request, meeting, given, request.POST.get("new", ""))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
        return _page(request, meeting, given, request.POST.get("new", ""), keep=_read(request))
    messages.success(request, _("The agenda is saved."))
    return see_other(_address(request, meeting))


def _do(request: HttpRequest, meeting: Meeting) -> None:
    """What the button asks for, as “up:12”; a new point is added whichever was pressed."""
    deed, _colon, key = request.POST.get("deed", "").partition(":")
    if deed in DEEDS:
        DEEDS[deed](meeting, number_in(key))
    if request.POST.get("new", "").strip():
        under = number_in(request.POST.get("under", ""))
        parent = AgendaPoint.objects.filter(meeting=meeting, pk=under).first()
        side = request.POST.get("new-side", "")
        agenda.add(meeting, request.POST["new"], parent, raised_by=side if side in Side else "")


def _kept(request: HttpRequest, given: dict[int, str]) -> dict[int, str]:
    """The titles without that of a point which is being removed."""
    deed, _colon, key = request.POST.get("deed", "").partition(":")
    return {pk: title for pk, title in given.items() if (deed, str(pk)) != ("remove", key)}


def _given(request: HttpRequest) -> dict[int, str]:
    return _keyed(request, "title-")


def _read(request: HttpRequest) -> dict[int, str]:
    return _keyed(request, "read-")


def _keyed(request: HttpRequest, beginning: str) -> dict[int, str]:
    """Values by the primary keys of points, of all fields whose names begin so."""
    return {
        number_in(name.removeprefix(beginning)): str(value)
        for name, value in request.POST.items()
        if name.startswith(beginning)
    }


def _say_outdated(request: HttpRequest, given: dict[int, str], outdated: AgendaOutdated) -> None:
    messages.error(request, str(outdated))
    for pk, title in given.items():
        if pk not in outdated.current:
            said = _("Someone has taken this point off the agenda in the meantime: “%(title)s”.")
            messages.error(request, said % {"title": title})


def _page(
    request: HttpRequest,
    meeting: Meeting,
    typed: dict[int, str],
    new: str,
    *,
    keep: dict[int, str] | None = None,
) -> HttpResponse:
    """`typed` stands in place of what is stored; `keep` are titles that were read before."""
    points, closed = numbered(meeting), _closed(meeting)
    context = {
        "meeting": meeting,
        "agenda": points,
        "points": [_line(point, typed, keep or {}) | _side(point.row, request) for point in points],
        "sides": Side.choices,
        "new_side": request.POST.get("new-side", ""),
        "personal": [] if closed else personal.in_agenda(meeting),
        "parents": [point for point in points if point.level < DEEPEST],
        "new": new,
        "under": number_in(request.POST.get("under", "")),
        "closed": closed,
        "offered": 0 if closed else len(offers.offers(meeting)),
    }
    return render(request, "kpss/meetings/meeting_agenda.html", context)


def _line(point: Numbered, typed: dict[int, str], keep: dict[int, str]) -> dict[str, Any]:
    """A point with the title as typed, the one it is based on, and the stored one if another."""
    stored = point.row.title
    title = typed.get(point.row.pk, stored)
    read = keep.get(point.row.pk, stored)
    meanwhile = stored if typed and not keep and title != stored else ""
    return {"point": point, "title": title, "read": read, "meanwhile": meanwhile}


def _side(row: AgendaPoint, request: HttpRequest) -> dict[str, str]:
    """Which side has raised a point: as chosen, and as it was when the page was read."""
    was = request.POST.get(f"was-{row.pk}", row.raised_by)
    return {"side": request.POST.get(f"side-{row.pk}", row.raised_by), "was": was}


def _closed(meeting: Meeting) -> str:
    """Why the agenda cannot be changed; empty where it can."""
    try:
        refuse_called_off(meeting)
        refuse_closed(meeting)
    except MeetingRefused as refusal:
        return str(refusal)
    return ""


def _address(request: HttpRequest, meeting: Meeting) -> str:
    """Back to the point that was moved, so that it can be moved on."""
    _deed, _colon, key = request.POST.get("deed", "").partition(":")
    anchor = f"#bod-{number_in(key)}" if number_in(key) else "#novy"
    return reverse("kpss:meeting_agenda", args=[meeting.pk]) + anchor
