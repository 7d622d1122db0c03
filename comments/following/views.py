"""Where anyone can follow what became of a comment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comments import reading
from comments.models import Comment
from strategy.models import Plan
from strategy.pages import storable


def comment_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A published comment under its number."""
    comments = Comment.objects.filter(plan__slug=slug, number=number)
    found = reading.of_comments(comments)
    if not found:
        raise Http404(_("No comment of this number is published."))
    plan = Plan.objects.get(slug=slug)
    context = {"comment": found[0], "plan": plan}
    return storable(render(request, "comments/comment_detail.html", context), plan.pk)
