"""The page on which an author amends a comment; no word typed there is lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from comments import amending, limits, links
from comments.amending import AmendedMeanwhile, AmendingRefused
from comments.following import versions
from comments.following.own import back, own_comment, path
from comments.links import Purpose
from comments.models import Comment
from comments.secret import under_link
from comments.writing import words
from comments.writing.pages import suggested, why_not_now
from comments.writing.rearranging import rearranged
from comments.writing.submission import Submission
from comments.writing.words import Words
from strategy.form_fields import number_in
from strategy.limits import LimitReached


@under_link(Purpose.MINE)
@sensitive_post_parameters()
def mine_edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The form with the newest wording; sent, it makes a further version."""
    comment = own_comment(comment_id)
    if request.method != "POST":
        return _page(request, comment, _holding(comment, _said(comment)))
    typed = request.POST.dict()
    if (changed := rearranged(typed, comment.item)) is not None:
        return _page(request, comment, _holding(comment, changed), seen=_seen(typed))
    submission = Submission(words.without_blank(_signed(comment, typed)), comment.item)
    if not submission.is_valid():
        return _page(request, comment, submission, seen=_seen(typed))
    try:
        address = request.META.get("REMOTE_ADDR", "")
        uses = limits.for_amendment(address, comment.pk)
        amending.amend(comment, submission.said(), seen=_seen(typed), uses=uses)
    except AmendedMeanwhile as meanwhile:
        # Sent once more, it takes the place of the one that is shown with it.
        return _page(request, own_comment(comment_id), submission, meanwhile=str(meanwhile))
    except LimitReached as reached:
        return _page(request, comment, submission, seen=_seen(typed), reached=reached)
    except AmendingRefused:
        return _page(request, comment, submission)
    return back(comment)


def _page(
    request: HttpRequest,
    comment: Comment,
    submission: Submission,
    *,
    seen: int | None = None,
    meanwhile: str = "",
    reached: LimitReached | None = None,
) -> HttpResponse:
    context = {
        "comment": comment,
        "submission": submission,
        "suggested": suggested(comment.item.edition),
        "seen": seen or comment.newest_version,
        "refusal": amending.why_not_amend(comment),
        "meanwhile": meanwhile,
        "reached": why_not_now(reached) if reached else "",
        "newest": versions.own(comment)[-1] if meanwhile else None,
        "mine_path": path(comment),
    }
    status = 429 if reached else 200
    return render(request, "comments/mine_edit.html", context, status=status)


def _holding(comment: Comment, given: Words) -> Submission:
    return Submission.holding(_signed(comment, given), comment.item)


def _said(comment: Comment) -> Words:
    """The newest wording as the form would have sent it."""
    parts = [
        {
            "place": part.item.handle if part.item.parent_id else "",
            "text": part.text,
            "proposal": part.proposal,
            "rationale": part.rationale,
            "weight": part.weight,
        }
        for part in amending.wording(comment, comment.newest_version)
    ]
    return words.with_points({}, parts)


def _signed(comment: Comment, given: Words) -> Words:
    """The words with a sender, which is not asked for again."""
    sender = {"item": str(comment.item.pk), "kind": comment.kind, "name": "–", "speaker": "citizen"}
    if comment.invitation:
        sender["invitation"] = links.sign(*links.invited(comment.invitation))
    return given | sender | {"organisation": "", "email": ""}


def _seen(typed: Words) -> int:
    """The version that the author had before them; of nonsense, the first."""
    return number_in(typed.get("seen", "")) or 1
