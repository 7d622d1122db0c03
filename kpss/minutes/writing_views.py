"""The page on which the minutes of a meeting are written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kpss.models import Meeting
from strategy.staff import for_staff


@for_staff("kpss.change_minutes")
def minutes_write(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    return render(request, "kpss/minutes/minutes_write.html", {"meeting": meeting})
