"""Attendance: written down by staff after a meeting, and answered by members before it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpss.links import Purpose
from kpss.meetings import inviting, recording, words
from kpss.meetings.forms import AnswerForm, AttendanceForm
from kpss.meetings.holding import MeetingRefused, refuse_closed
from kpss.meetings.presence import presence
from kpss.meetings.recording import SheetOutdated
from kpss.minutes.agenda import numbered
from kpss.models import Attendance, Meeting
from strategy import secret_links
from strategy.redirecting import see_other
from strategy.secret import under_link
from strategy.staff import for_staff


@for_staff("kpss.change_meeting")
@for_staff("kpss.view_person")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, member by member, and how many guests; below it the quorum by side."""
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    if request.method != "POST":
        try:
            recording.refuse_unheld(meeting)
        except MeetingRefused as refusal:
            messages.error(request, str(refusal))
            return see_other(reverse("kpss:meeting_staff", args=[pk]))
    form = AttendanceForm(request.POST or None, sheet=recording.sheet(meeting))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            recording.record(
                meeting, given["mark"], form.presences(), given["guests"], request.user
            )
        except SheetOutdated as outdated:
            form.lay_beside(outdated.sheet)
            form.add_error(None, str(outdated))
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The attendance is written down."))
            return see_other(reverse("kpss:meeting_attendance", args=[pk]))
    context = {
        "meeting": meeting,
        "form": form,
        "presence": presence(meeting),
        "closed": _why_closed(meeting),
    }
    return render(request, "kpss/meetings/meeting_attendance.html", context)


def _why_closed(meeting: Meeting) -> str:
    try:
        refuse_closed(meeting)
    except MeetingRefused as refusal:
        return str(refusal)
    return ""


def _is_theirs(token: str, attendance_id: int) -> bool:
    """Whether the link went to the address that the member still has."""
    rows = Attendance.objects.filter(pk=attendance_id)
    emails = rows.values_list("membership__person__email", flat=True)
    return any(secret_links.is_still(token, email) for email in emails if email)


@under_link(Purpose.ATTENDANCE, stands=_is_theirs)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_answer(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """What a member is invited to, and the answer, which they may change until it begins."""
    rows = Attendance.objects.select_related("membership__person", "meeting__body")
    attendance = get_object_or_404(rows, pk=attendance_id)
    meeting = attendance.meeting
    has_deputy = inviting.deputies(attendance.membership, meeting).exists()
    initial = {"answer": attendance.answer}
    # Nothing is sent where nothing was chosen.
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, has_deputy=has_deputy, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.answer(attendance, form.cleaned_data["answer"])
        except MeetingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return see_other(_path(attendance))
    context = {
        "attendance": attendance,
        "meeting": meeting,
        "agenda": numbered(meeting),
        "is_open": not (meeting.is_cancelled or words.has_begun(meeting)),
        "form": form,
    }
    return render(request, "kpss/meetings/attendance_answer.html", context)


def _path(attendance: Attendance) -> str:
    email = attendance.membership.person.email
    return secret_links.path(Purpose.ATTENDANCE, attendance.pk, email)
