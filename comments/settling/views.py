"""The desk: points that wait for their answers, and what can be done with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.models import Point
from comments.staff import for_staff


@for_staff("comments.change_settlement")
def desk(request: HttpRequest) -> HttpResponse:
    """Points that wait for an answer."""
    waiting = Point.objects.awaiting_settlement().select_related("comment", "item")
    context = {"points": waiting.order_by("comment__received_at", "position")[:200]}
    return render(request, "comments/desk.html", context)
