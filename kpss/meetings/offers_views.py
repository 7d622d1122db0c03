"""The page on which the agenda builds itself: what is offered, with a box to tick."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpss.meetings import offers
from kpss.meetings.holding import MeetingRefused
from kpss.models import Meeting
from strategy.redirecting import see_other
from strategy.staff import for_staff


@for_staff("kpss.change_meeting")
def meeting_offers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the agenda of a meeting could hold; what is ticked is put on it."""
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    if request.method == "POST":
        try:
            number = offers.take(meeting, request.POST.getlist("offer"))
        except MeetingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _added(number))
            return see_other(reverse("kpss:meeting_agenda", args=[meeting.pk]))
    context = {"meeting": meeting, "offers": offers.offers(meeting)}
    context["ticked"] = request.POST.getlist("offer")
    return render(request, "kpss/meetings/meeting_offers.html", context)


def _added(number: int) -> str:
    if not number:
        return _("Nothing was put on the agenda.")
    return ngettext(
        "%(number)d point was put on the agenda.",
        "%(number)d points were put on the agenda.",
        number,
    ) % {"number": number}
