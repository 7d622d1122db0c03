"""The coordinator's pages of meetings: which there are, and planning and changing each."""

from collections import Counter
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpss.bodies.reading import rules_on
from kpss.meetings import inviting, planning, words
from kpss.meetings.forms import (
    CallingOffForm,
    MeetingForm,
    NewMeetingForm,
    ReinstatingForm,
)
from kpss.meetings.holding import MeetingRefused
from kpss.meetings.holidays import holiday
from kpss.meetings.presence import Presence, counted
from kpss.minutes.agenda import numbered
from kpss.models import Attendance, Meeting, Series
from strategy.editing import Outdated
from strategy.form_fields import number_in
from strategy.redirecting import see_other
from strategy.staff import for_staff

CHANGE = "kpss.change_meeting"
# How many past meetings are listed, the newest first; the others are in the public archive.
LATEST = 20
Answer = Attendance.Answer


@for_staff("kpss.view_meeting")
def meeting_staff_list(request: HttpRequest) -> HttpResponse:
    """What is ahead, the last that were held and whether their attendance is written down."""
    recorded = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(presence="")
    meetings = Meeting.objects.select_related("body").annotate(is_recorded=Exists(recorded))
    upcoming = list(meetings.upcoming())
    context = {
        "upcoming": upcoming,
        "ahead": sum(not one.is_cancelled for one in upcoming),
        "past": list(meetings.past()[:LATEST]),
        "series": list(Series.objects.select_related("body")),
    }
    return render(request, "kpss/meetings/meeting_staff_list.html", context)


@for_staff("kpss.view_meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_staff(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting with all that can be done with it, and who has answered what."""
    meeting = get_object_or_404(Meeting.objects.select_related("body", "minutes"), pk=pk)
    if request.method == "POST":
        return _invite(request, meeting)
    return render(request, "kpss/meetings/meeting_staff.html", _standing(meeting))


@for_staff("kpss.add_meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_plan(request: HttpRequest) -> HttpResponse:
    """Announce one meeting."""
    form = NewMeetingForm(request.POST or None, initial={"body": request.GET.get("skupina")})
    if request.method == "POST" and form.is_valid():
        try:
            meeting = planning.plan(form.cleaned_data["body"], request.user, **form.changes())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _with_hint(_("The meeting is announced."), meeting))
            return see_other(reverse("kpss:meeting_staff", args=[meeting.pk]))
    return render(request, "kpss/meetings/meeting_plan.html", {"form": form})


@for_staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what guests are told of a meeting."""
    meeting = _found(pk)
    form = MeetingForm(request.POST or None, instance=copy(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            read = form.cleaned_data["version"] or 0
            changed = planning.change(meeting, read, request.user, **form.changes())
        except (Outdated, ValidationError) as refusal:
            form.refusal = refusal
            form.full_clean()
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _with_hint(_("The meeting is changed."), changed))
            return see_other(reverse("kpss:meeting_staff", args=[pk]))
    context = {"meeting": meeting, "form": form}
    return render(request, "kpss/meetings/meeting_change.html", context)


@for_staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a meeting off, for a reason that everyone reads."""
    meeting = _found(pk)
    form = CallingOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planning.call_off(meeting, form.cleaned_data["reason"], request.user)
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is called off."))
            return see_other(reverse("kpss:meeting_staff", args=[pk]))
    context = {"meeting": meeting, "form": form}
    return render(request, "kpss/meetings/meeting_call_off.html", context)


@for_staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a meeting that was called off after all, for a reason that everyone reads."""
    meeting = _found(pk)
    form = ReinstatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planning.reinstate(meeting, form.cleaned_data["reason"], request.user)
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is held after all."))
            return see_other(reverse("kpss:meeting_staff", args=[pk]))
    context = {"meeting": meeting, "form": form}
    return render(request, "kpss/meetings/meeting_reinstate.html", context)


def _found(pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("body"), pk=pk)


def _invite(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    try:
        if again := number_in(request.POST.get("again", "")):
            inviting.invite_again(get_object_or_404(meeting.attendances, pk=again))
            messages.success(request, _("The invitation goes out once more."))
        elif _lacks_agenda(request, meeting):
            messages.error(
                request, _("The agenda is empty. Draw it up, or confirm that they go without it.")
            )
        else:
            _say_invited(request, inviting.invite(meeting, request.user))
    except MeetingRefused as refusal:
        messages.error(request, str(refusal))
    return see_other(reverse("kpss:meeting_staff", args=[meeting.pk]))


def _lacks_agenda(request: HttpRequest, meeting: Meeting) -> bool:
    return "without_agenda" not in request.POST and not meeting.agenda.exists()


def _say_invited(request: HttpRequest, invited: list[Attendance]) -> None:
    by_mail = sum(bool(one.membership.person.email) for one in invited)
    said = ngettext("%(count)d invitation goes out.", "%(count)d invitations go out.", by_mail)
    # A second click finds nobody to invite.
    if by_mail:
        messages.success(request, said % {"count": by_mail})
    if without := len(invited) - by_mail:
        said = ngettext(
            "%(count)d member has no e-mail. Please invite them yourself.",
            "%(count)d members have no e-mail. Please invite them yourself.",
            without,
        )
        messages.warning(request, said % {"count": without})


def _standing(meeting: Meeting) -> dict[str, Any]:
    """Five queries, whatever the number of members."""
    invited = meeting.attendances.select_related("membership__person", "membership__organisation")
    rows = list(invited.order_by("side", "membership__person__name", "pk"))
    return {
        "meeting": meeting,
        "has_begun": words.has_begun(meeting),
        "agenda": numbered(meeting),
        "invited": rows,
        "answers": Counter(row.answer for row in rows),
        "expected": _expected(meeting, rows),
        "to_invite": inviting.to_invite(meeting).count(),
        "holiday": holiday(meeting.day),
    }


def _expected(meeting: Meeting, rows: list[Attendance]) -> Presence:
    """Who would be there by side, by what was answered so far."""
    coming = Counter(row.side for row in rows if row.answer in (Answer.YES, Answer.DEPUTY))
    asked = Counter(row.side for row in rows)
    counts = {side: (coming[side], number) for side, number in asked.items()}
    return counted(counts, rules_on(meeting.body, meeting.day))


def _with_hint(said: str, meeting: Meeting) -> str:
    """What was done; of a day that is a public holiday, that it is one."""
    if not (found := holiday(meeting.day)):
        return said
    return f"{said} " + _("Mind that this day is a public holiday: %(holiday)s.") % {
        "holiday": found
    }
