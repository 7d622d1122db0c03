"""Where anyone can follow what became of a comment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import reading
from comments.following import versions
from comments.following.earlier import earlier
from comments.following.redline import redlines
from comments.following.way import Facts, facts, steps
from comments.models import Comment
from strategy.days import end_of
from strategy.models import Edition
from strategy.pages import storable, valid_until

# Of these the number alone is told, and what became of it.
TOLD = {
    Comment.State.RECEIVED: 404,
    Comment.State.HELD: 404,
    Comment.State.REJECTED: 410,
    Comment.State.WITHDRAWN: 410,
}


@require_safe
def comment_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A published comment under its number, the way it went and what came of it."""
    comment = _comment(slug, number)
    if comment.state != Comment.State.PUBLISHED:
        return _not_shown(request, comment)
    (shown,) = reading.of_comments(Comment.objects.filter(pk=comment.pk))
    known = facts(comment)
    _true_until(request, known)
    context = {
        "comment": shown,
        "plan": comment.plan,
        "edition": comment.item.edition,
        "steps": steps(known),
        "redlines": redlines(comment, known.answers),
        "earlier": earlier(comment, known.answers, known.points),
        "versions": versions.public(comment) if comment.version > 1 else [],
    }
    response = render(request, "comments/comment_detail.html", context)
    return storable(response, comment.plan_id)


@require_safe
def version_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The wordings that a comment has had in public, each with what it changed."""
    comment = _comment(slug, number)
    found = versions.public(comment) if comment.state == Comment.State.PUBLISHED else []
    if not found:
        raise Http404(_("No comment of this number is published."))
    context = {"number": str(number), "comment": comment, "versions": found[::-1]}
    response = render(request, "comments/version_list.html", context)
    return storable(response, comment.plan_id)


def _true_until(request: HttpRequest, known: Facts) -> None:
    """Let the page be kept until an answer that is still to come is late."""
    for day in [] if known.is_answered else known.due:
        valid_until(request, end_of(day))


def _comment(slug: str, number: int) -> Comment:
    """Raises Http404 where nobody outside has heard of the number."""
    heard_of = Comment.objects.exclude(state__in=Comment.UNSEEN)
    comment = (
        heard_of.exclude(item__edition__state=Edition.State.DRAFT)
        .select_related("plan", "item__edition__plan")
        .filter(plan__slug=slug, number=number)
        .first()
    )
    if comment is None:
        raise Http404(_("No comment of this number is published."))
    return comment


def _not_shown(request: HttpRequest, comment: Comment) -> HttpResponse:
    """That the number was given, and why there is nothing to read under it."""
    context = {
        "number": str(comment.number),
        "plan": comment.plan,
        "item": comment.item,
        "reason": comment.get_rejection_display(),
        "withdrawn": comment.state == Comment.State.WITHDRAWN,
        "rejected": comment.state == Comment.State.REJECTED,
        "withdrawn_at": comment.withdrawn_at,
    }
    status = TOLD[Comment.State(comment.state)]
    return render(request, "comments/comment_not_shown.html", context, status=status)
