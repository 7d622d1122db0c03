"""Comments that came on paper, by e-mail or at a hearing, entered by the office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.staff import for_staff


@for_staff("comments.add_comment")
def choice(request: HttpRequest) -> HttpResponse:
    """Which consultation the comment belongs to."""
    return render(request, "comments/entering/choice.html", {})
