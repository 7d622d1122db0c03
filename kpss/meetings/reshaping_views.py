"""The coordinator's page on which a series of meetings is changed."""

from collections.abc import Collection, Mapping
from copy import copy
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpss.meetings import reshaping, words
from kpss.meetings.forms import SeriesChangeForm
from kpss.meetings.holding import MeetingRefused
from kpss.meetings.reshaping import Moved, Sheet
from kpss.models import Meeting, Series
from strategy.editing import Outdated
from strategy.form_fields import number_in
from strategy.redirecting import see_other
from strategy.staff import for_staff


class Line(NamedTuple):
    """A meeting as the page offers it.

    `day` is the other one that it would be on, `hours` the others that it would have, if they are
    shown.
    """

    meeting: Meeting
    is_chosen: bool
    is_of_its_own: bool
    day: date | None
    hours: str
    holiday: str


@for_staff("kpss.change_series")
@require_http_methods(["GET", "HEAD", "POST"])
def series_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the meetings of a series from one on: first it is shown what becomes of them."""
    if not request.user.has_perm("kpss.change_meeting"):
        raise PermissionDenied
    series = get_object_or_404(Series.objects.select_related("body"), pk=pk)
    sheet = reshaping.sheet(series)
    chosen = _chosen(request, sheet)
    form = SeriesChangeForm(request.POST or None, instance=copy(series))
    moved: list[Moved] = []
    if request.method == "POST" and form.is_valid():
        try:
            picked = reshaping.picked(sheet, chosen)
            moved = reshaping.moved(picked, form.cleaned_data["weekday"], form.changes())
            if request.POST.get("deed") == "change":
                return _changed(request, sheet, chosen, form)
        except (MeetingRefused, ValidationError, Outdated) as refusal:
            form.refuse(refusal)
    context = {
        "series": series,
        "form": form,
        "mark": sheet.mark,
        "lines": _lines(sheet, chosen, moved, form.changes() if moved else {}),
        "is_shown": bool(moved),
        "invited": sum(bool(one.meeting.invited_at) for one in moved),
    }
    return render(request, "kpss/meetings/series_change.html", context)


def _chosen(request: HttpRequest, sheet: Sheet) -> set[int]:
    """Those that are ticked; at first all from the one on that the address names."""
    if request.method == "POST":
        return {number for each in request.POST.getlist("meeting") if (number := number_in(each))}
    since = number_in(request.GET.get("od", ""))
    keys = [one.pk for one in sheet.meetings]
    return set(keys[keys.index(since) :] if since in keys else keys)


def _changed(
    request: HttpRequest, sheet: Sheet, chosen: Collection[int], form: SeriesChangeForm
) -> HttpResponse:
    read = sheet._replace(mark=request.POST.get("mark", ""))
    weekday = form.cleaned_data["weekday"]
    changed = reshaping.change(read, chosen, request.user, weekday=weekday, **form.changes())
    said = ngettext(
        "%(count)d meeting is changed.", "%(count)d meetings are changed.", len(changed)
    )
    messages.success(request, said % {"count": len(changed)})
    return see_other(reverse("kpss:meeting_staff_list"))


def _lines(
    sheet: Sheet, chosen: Collection[int], moved: list[Moved], values: Mapping[str, Any]
) -> list[Line]:
    differing, new = reshaping.differing(sheet), {one.meeting.pk: one for one in moved}
    return [
        Line(
            one,
            one.pk in chosen,
            one.pk in differing,
            new[one.pk].day if one.pk in new and new[one.pk].day != one.day else None,
            _other_hours(one, values) if one.pk in new else "",
            new[one.pk].holiday if one.pk in new else "",
        )
        for one in sheet.meetings
    ]


def _other_hours(meeting: Meeting, values: Mapping[str, Any]) -> str:
    """Between which hours it would be; empty where they stay."""
    after = copy(meeting)
    for name in {"time_from", "time_to"} & values.keys():
        setattr(after, name, values[name])
    hours = words.hours(after)
    return "" if hours == words.hours(meeting) else hours
