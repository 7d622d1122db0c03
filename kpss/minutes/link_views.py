"""Minutes that were sent, as a member reads them under a link of their own, and may object."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpss.links import Purpose
from kpss.minutes import course, showing
from kpss.minutes.content import Content
from kpss.minutes.course import MinutesRefused
from kpss.minutes.forms import ObjectionForm
from kpss.models import Attendance, Minutes, MinutesVersion, Objection
from strategy import secret_links
from strategy.redirecting import see_other
from strategy.secret import under_link


@under_link(Purpose.OBJECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_objection(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """The minutes as they were sent last, and a form for what is wrong in them."""
    attendance = _found(attendance_id)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            course.object_to(attendance, form.cleaned_data["text"])
        except MinutesRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            return see_other(secret_links.path(Purpose.OBJECTION, attendance.pk))
    return _page(request, attendance, form)


def _found(attendance_id: int) -> Attendance:
    """Of somebody whose link still leads to them: of an erased person none does."""
    found = Attendance.objects.select_related(
        "meeting__body", "meeting__minutes", "membership__person"
    )
    attendance = get_object_or_404(found, pk=attendance_id)
    if not attendance.membership.person.email or not hasattr(attendance.meeting, "minutes"):
        raise Http404(_("There are no minutes to read here."))
    return attendance


def _page(request: HttpRequest, attendance: Attendance, form: ObjectionForm) -> HttpResponse:
    minutes = attendance.meeting.minutes
    mine = Objection.objects.filter(minutes=minutes, membership=attendance.membership_id)
    context = {
        "attendance": attendance,
        "meeting": attendance.meeting,
        "minutes": minutes,
        "version": (version := _sent_version(minutes)),
        "content": showing.named(Content.read(version.content)),
        "objections": mine.order_by("pk"),
        "is_open": _is_open(minutes),
        "form": form,
    }
    is_late = form.is_bound and not context["is_open"]
    return render(
        request, "kpss/minutes/minutes_objection.html", context, status=409 if is_late else 200
    )


def _sent_version(minutes: Minutes) -> MinutesVersion:
    version = minutes.versions.order_by("number").last()
    if version is None:
        raise Http404(_("There are no minutes to read here."))
    return version


def _is_open(minutes: Minutes) -> bool:
    """Whether objections are taken."""
    if minutes.state != Minutes.State.SENT:
        return False
    return minutes.objections_until is None or minutes.objections_until >= localdate()
