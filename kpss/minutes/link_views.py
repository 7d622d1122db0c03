"""Minutes that were sent, as a member reads them under a link of their own, and may object."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kpss.links import Purpose
from kpss.models import Attendance
from strategy.secret import under_link


@under_link(Purpose.OBJECTION)
def minutes_objection(request: HttpRequest, about: int) -> HttpResponse:
    attendance = get_object_or_404(Attendance, pk=about)
    return render(request, "kpss/minutes/minutes_objection.html", {"attendance": attendance})
