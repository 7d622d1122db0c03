"""“My comment”: what became of it, and what its author can still do, under a secret link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from comments import amending, links, reading
from comments.amending import AmendingRefused
from comments.following import versions
from comments.following.earlier import earlier
from comments.following.judging import ReactionForm, judged
from comments.following.redline import redlines
from comments.following.way import ENDED, facts, steps
from comments.links import Purpose
from comments.models import Comment, Contact, Settlement
from comments.secret import under_link
from strategy.redirecting import see_other


@under_link(Purpose.MINE)
def mine(request: HttpRequest, comment_id: int) -> HttpResponse:
    """All of a comment that its author may know."""
    return page(request, own_comment(comment_id))


@under_link(Purpose.MINE)
def mine_withdraw(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Ask once more, then take the comment back."""
    comment = own_comment(comment_id)
    refusal = amending.why_not_withdraw(comment)
    if request.method == "POST" and not refusal:
        try:
            amending.withdraw(comment)
        except AmendingRefused as late:
            refusal = str(late)
    if request.method == "POST" and not refusal:
        return back(comment)
    context = {"comment": comment, "refusal": refusal, "mine_path": path(comment)}
    return render(request, "comments/mine_withdraw.html", context)


@under_link(Purpose.MINE)
def mine_name(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show or hide the author's name."""
    comment = own_comment(comment_id)
    if request.method == "POST":
        sign = amending.show_name if request.POST.get("show") == "1" else amending.hide_name
        sign(comment)
    return back(comment)


@under_link(Purpose.MINE)
@sensitive_post_parameters()
def mine_reaction(request: HttpRequest, comment_id: int, settlement_id: int) -> HttpResponse:
    """Say whether an answer satisfies; what was typed survives a refusal."""
    comment = own_comment(comment_id)
    answers = Settlement.objects.filter(point__comment=comment)
    settlement = get_object_or_404(answers.select_related("point__comment"), pk=settlement_id)
    if request.method != "POST":
        return back(comment)
    form = ReactionForm(request.POST, settlement=settlement)
    if form.is_valid():
        try:
            amending.react(settlement, **form.said())
        except AmendingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return back(comment, f"odpoved-{settlement.pk}")
    return page(request, comment, typed=form)


def page(
    request: HttpRequest, comment: Comment, *, typed: ReactionForm | None = None
) -> HttpResponse:
    """The author's page; `typed` is what was said of an answer and has to be mended."""
    contact = Contact.objects.filter(comment=comment).first()
    known = facts(comment, contact)
    found = versions.own(comment)
    context = {
        "comment": comment,
        "contact": contact,
        "is_over": comment.state in ENDED,
        "is_public": comment.is_shown,
        "author": _author(comment, contact),
        "versions": found,
        "newest": found[-1],
        "waits": comment.is_amended,
        "steps": steps(known),
        "judged": judged(known.answers, typed),
        "redlines": redlines(comment, known.answers),
        "earlier": earlier(comment, known.answers, known.points),
        "no_amending": amending.why_not_amend(comment),
        "no_withdrawing": amending.why_not_withdraw(comment),
        "token": links.sign(*links.mine(comment)),
        "letters_path": links.path(*links.no_letters(comment)),
        "typed": typed,
    }
    return render(request, "comments/mine.html", context)


def own_comment(comment_id: int) -> Comment:
    """Raises Http404 where it is gone."""
    found = Comment.objects.select_related("plan", "item__edition__plan", "invitation")
    comment = found.filter(pk=comment_id).first()
    if comment is None:
        raise Http404(_("No comment of this number is published."))
    return comment


def path(comment: Comment) -> str:
    return links.path(*links.mine(comment))


def back(comment: Comment, anchor: str = "") -> HttpResponse:
    """To the comment's own page."""
    return see_other(f"{path(comment)}#{anchor}" if anchor else path(comment))


def _author(comment: Comment, contact: Contact | None) -> str:
    """How the comment is signed."""
    shown = contact.name if contact is not None and comment.name_public else ""
    return reading.signature(comment.number, shown, comment.organisation)
