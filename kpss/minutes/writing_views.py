"""The page on which the minutes of a meeting are written, by the coordinator alone or with others.

Whatever can be saved is; what cannot stays on the page as it was typed, with the reason.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpss.minutes import writing
from kpss.minutes.course import MinutesRefused
from kpss.minutes.forms import BlockForm, Page
from kpss.minutes.page import Waiting, writing_page
from kpss.minutes.writing import Outcome
from kpss.models import Meeting
from strategy.staff import for_staff

# Asked for by the script that saves while somebody is typing.
QUIETLY = "quietly"


@for_staff("kpss.change_minutes")
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes; to their course where they are closed."""
    meeting = found_meeting(pk)
    if request.method != "POST":
        if _is_closed(meeting):
            return redirect("kpss:minutes_course", pk)
        try:
            writing.refuse_writing(meeting)
        except MinutesRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("kpss:meeting_staff", pk)
        return _page(request, meeting)
    forms = Page(meeting).sent(request.POST)
    valid = [form for form in forms if form.is_valid()]
    try:
        outcome = writing.save(meeting, [form.block() for form in valid], request.user)
    except MinutesRefused as refusal:
        messages.error(request, str(refusal))
        return _page(request, meeting, {str(form.prefix): form for form in forms}, is_closed=True)
    waiting = _waiting(forms, outcome)
    if QUIETLY in request.POST:
        return _told(meeting, waiting, outcome)
    if waiting:
        return _page(request, found_meeting(pk), waiting)
    messages.success(request, _("The draft is saved."))
    return redirect("kpss:minutes_course" if "read" in request.POST else "kpss:minutes_write", pk)


def found_meeting(pk: int) -> Meeting:
    """A meeting with its body, and its minutes where they were begun."""
    return get_object_or_404(Meeting.objects.select_related("body", "minutes"), pk=pk)


def _is_closed(meeting: Meeting) -> bool:
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.is_closed


def _waiting(forms: list[BlockForm], outcome: Outcome) -> Waiting:
    """Those that were not written, each with the reason."""
    waiting: Waiting = {}
    for form in forms:
        name = str(form.prefix)
        if name in outcome.conflicts:
            form.laid_beside(outcome.conflicts[name])
        elif name in outcome.refused:
            form.add_error(None, outcome.refused[name])
        elif form.is_valid():
            continue
        waiting[name] = form
    return waiting


def _page(
    request: HttpRequest,
    meeting: Meeting,
    waiting: Waiting | None = None,
    *,
    is_closed: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "meeting": meeting,
        "minutes": getattr(meeting, "minutes", None),
        "page": writing_page(meeting, waiting),
        "waiting": waiting,
        "is_closed": is_closed,
    }
    return render(request, "kpss/minutes/minutes_write.html", context)


def _told(meeting: Meeting, waiting: Waiting, outcome: Outcome) -> JsonResponse:
    """What the script needs: the marks of what stands now, new names, how many blocks wait."""
    page = writing_page(found_meeting(meeting.pk))
    forms = [page.frame, page.new_point, *(one.form for one in page.earlier)]
    for section in [*page.sections, page.rest]:
        forms += filter(None, [section.form, *section.decisions, *section.tasks])
    number = len(waiting)
    said = ngettext(
        "%(count)d place is not saved; save the draft to see why.",
        "%(count)d places are not saved; save the draft to see why.",
        number,
    )
    now = date_format(localtime(), "TIME_FORMAT")
    told = said % {"count": number} if number else _("Saved at %(time)s.") % {"time": now}
    marks = {str(form.prefix): form["read"].value() for form in forms if form.prefix not in waiting}
    return JsonResponse({"told": told, "marks": marks, "made": outcome.made})
