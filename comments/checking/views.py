"""The queue of what waits for a check before the public may read it."""

import re
from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments import publication
from comments.checking import lookalikes, reactions, waiting
from comments.checking.redacting import seen_in
from comments.checking.waiting import Card
from comments.models import Comment
from comments.models.comments import CommentQuerySet
from comments.publication import CheckRefused
from comments.receiving import BY_STAFF
from strategy.auditing.reading import noted_reading
from strategy.staff import for_staff

PAGE_SIZE = 50


@for_staff("comments.check_comment")
@noted_reading
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; and what authors say of answers."""
    comments = waiting.with_wordings(Comment.objects.awaiting_check())
    paginator = Paginator(comments.order_by("received_at", "pk"), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("strana"))
    cards = _cards(request, page.object_list)
    context = {
        "page": page,
        "cards": cards,
        "words": reactions.waiting(),
        "waiting": paginator.count,
        "some_plain": any(card.is_plain for card in cards),
        "rejections": Comment.Rejection.choices,
        "came_from": str(page.number),
    }
    return render(request, "comments/checking/queue.html", context)


@for_staff("comments.check_comment")
@noted_reading
@require_safe
def one(request: HttpRequest, comment_id: int) -> HttpResponse:
    """A single comment, in whatever state it is."""
    (card,) = _cards(request, [_found(comment_id)])
    erasures = card.comment.erasures.select_related("done_by")
    context = {
        "card": card,
        "erasures": erasures,
        "words": reactions.of_comment(comment_id),
        "rejections": Comment.Rejection.choices,
        "came_from": "jedna",
        "entered": card.comment.channel in BY_STAFF,
    }
    return render(request, "comments/checking/one.html", context)


@for_staff("comments.check_comment")
@require_POST
def decide(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Publish, hold or reject a comment as it was seen, or refuse its amendment."""
    comment = get_object_or_404(_decidable(), pk=comment_id)
    try:
        decided = _decide(comment, request)
    except CheckRefused as refusal:
        messages.error(request, f"{capfirst(str(comment))}: {refusal}")
    else:
        messages.success(request, f"{capfirst(str(comment))}: {_told(request, decided)}")
    return _back(request, comment)


@for_staff("comments.check_comment")
@require_POST
def publish_many(request: HttpRequest) -> HttpResponse:
    """Publish the ticked comments, or all shown without a doubt, each as it was seen.

    What cannot be published is told and left.
    """
    published = 0
    for comment_id, seen in _ticked(request):
        try:
            _publish_plain(request, comment_id, seen)
        except CheckRefused as refusal:
            messages.error(request, str(refusal))
        else:
            published += 1
    if published:
        told = ngettext("%(count)d comment published.", "%(count)d comments published.", published)
        messages.success(request, told % {"count": published})
    return _back(request)


def _decide(comment: Comment, request: HttpRequest) -> Comment:
    seen = seen_in(request)
    match request.POST.get("deed"):
        case "publish":
            return publication.publish(comment, seen=seen)
        case "hold":
            return publication.hold(comment, seen=seen)
        case "reject":
            return publication.reject(comment, request.POST.get("rejection", ""), seen=seen)
        case "refuse":
            reason = request.POST.get("refusal", "")
            return publication.refuse_amendment(comment, reason, seen=seen)
    raise CheckRefused(_("Choose what to do with the comment."))


def _told(request: HttpRequest, comment: Comment) -> str:
    """What was decided, in words."""
    if request.POST.get("deed") == "refuse":
        return _("the amendment was refused")
    return comment.get_state_display()


def _publish_plain(request: HttpRequest, comment_id: int, seen: int) -> None:
    """Publish a comment unless something about it asks to be looked at by itself."""
    (card,) = _cards(request, [_found(comment_id)])
    if card.seen == seen and not card.is_plain:
        refusal = _("%(comment)s: please look at it by itself.")
        raise CheckRefused(refusal % {"comment": capfirst(str(card.comment))})
    try:
        publication.publish(card.comment, seen=seen)
    except CheckRefused as refused:
        raise CheckRefused(f"{capfirst(str(card.comment))}: {refused}") from None


def _ticked(request: HttpRequest) -> Iterator[tuple[int, int]]:
    """(primary key, record that was seen) of each ticked comment; by “all”, of each shown."""
    for given in request.POST.getlist("shown" if "all" in request.POST else "comment"):
        if match := re.fullmatch(r"([0-9]{1,18}):([0-9]{1,18})", given):
            yield int(match[1]), int(match[2])


def _decidable() -> CommentQuerySet:
    return Comment.objects.exclude(state__in=Comment.UNSEEN)


def _found(comment_id: int) -> Comment:
    return get_object_or_404(waiting.with_wordings(_decidable()), pk=comment_id)


def _cards(request: HttpRequest, comments: Iterable[Comment]) -> list[Card]:
    sees_contact = request.user.has_perm("comments.view_contact")
    known = lookalikes.bodies()
    return [waiting.card(comment, sees_contact=sees_contact, known=known) for comment in comments]


def _back(request: HttpRequest, comment: Comment | None = None) -> HttpResponseRedirect:
    came_from = request.POST.get("from", "")
    if comment is not None and came_from == "jedna":
        return HttpResponseRedirect(reverse("comments:checking_comment", args=[comment.pk]))
    query = f"?strana={came_from}" if re.fullmatch("[0-9]{1,6}", came_from) else ""
    return HttpResponseRedirect(reverse("comments:checking") + query)
