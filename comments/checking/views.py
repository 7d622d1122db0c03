"""The queue of what waits for a check before the public may read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.staff import for_staff


@for_staff("comments.check_comment")
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return render(request, "comments/checking/queue.html", {})


@for_staff("comments.check_comment")
def one(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A single comment, in whatever state it is."""
    return render(request, "comments/checking/queue.html", {})
