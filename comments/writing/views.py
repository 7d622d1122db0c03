"""The way of a comment: written on any page, checked by its author, sent, numbered.

Nothing typed is ever lost: whatever goes wrong, the page comes back with the words in it.
"""

import logging
import re
import uuid

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from comments import consultation, links, receiving
from comments.links import Purpose
from comments.models import Comment
from comments.secret import under_link
from comments.writing import tickets
from comments.writing.forms import CommentForm
from strategy import editions
from strategy.models import Item

logger = logging.getLogger(__name__)


# Exempt, for it changes nothing: it shows the sender's own words back. The form that leads here
# stands on stored pages, which can carry no token; the check page carries one to the next step.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
def comment_check(request: HttpRequest) -> HttpResponse:
    """Show what was typed once more before it is sent, or the form where it must be mended."""
    if request.method != "POST":
        return redirect("strategy:plan_list")
    item = _item(request)
    if not consultation.is_open(item.edition):
        return _closed_page(request, item)
    if "edit" in request.POST:
        return _edit_page(request, item, CommentForm.holding(request.POST.dict()))
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, item, form)
    return _check_page(request, item, form, doubt=_trapped(form))


@never_cache
@sensitive_post_parameters()
def comment_send(request: HttpRequest) -> HttpResponse:
    """Take in a comment that its author has checked, once however often it is sent."""
    if request.method != "POST":
        return redirect("strategy:plan_list")
    item, form = _item(request), CommentForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, item, form)
    ticket = tickets.read(request.POST.get("ticket", ""), form.words())
    if ticket is None:
        return _check_page(request, item, form, doubt=_("Please check the comment once more."))
    if doubt := _doubt(ticket, form):
        return _check_page(request, item, form, doubt=doubt, key=ticket.key, asked=True)
    try:
        comment = receiving.receive([form.said(item)], submission_key=ticket.key, **form.sender())
    except receiving.ReceivingRefused:
        return _closed_page(request, item)
    return _see_other(links.path(Purpose.RECEIPT, comment.pk))


@under_link(Purpose.RECEIPT)
@require_safe
def comment_received(request: HttpRequest, about: int) -> HttpResponse:
    """The number of a comment that was taken in, and what happens with it next."""
    comment = get_object_or_404(
        Comment.objects.select_related("item__edition__plan", "item__tier"),
        pk=about,
    )
    context = {"comment": comment, "item": comment.item}
    return render(request, "comments/comment_received.html", context)


@never_cache
@sensitive_post_parameters()
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a missing token, but a comment's check page keeps the words."""
    match = request.resolver_match
    if match is None or match.view_name != "comments:comment_send":
        return csrf.csrf_failure(request, reason)
    item, form = _item(request), CommentForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, item, form)
    ticket = tickets.read(request.POST.get("ticket", ""), form.words())
    doubt = _("The comment could not be sent: your browser did not return our cookie.")
    key = ticket.key if ticket else None
    response = _check_page(request, item, form, doubt=doubt, key=key, cookies=True)
    response.status_code = 403
    return response


def _item(request: HttpRequest) -> Item:
    """The published item that the form speaks of."""
    given = request.POST.get("item", "")
    if not re.fullmatch(r"[0-9]{1,18}", given):
        raise Http404(_("The form names no part of a plan."))
    items = Item.objects.published().select_related("edition__plan", "tier")
    return get_object_or_404(items, pk=int(given))


def _doubt(ticket: tickets.Ticket, form: CommentForm) -> str:
    """Why a sending looks like a robot's or came too late; each is asked once and no more."""
    if ticket.expired:
        return _("The page was open for a long time. Please check the comment and send it again.")
    if ticket.asked:
        return ""
    if ticket.hasty:
        return _("That was quick! Please read the comment once more and send it again.")
    return _trapped(form)


def _trapped(form: CommentForm) -> str:
    if not form.cleaned_data["website"]:
        return ""
    logger.warning("A comment came with the field for robots filled in.")
    return _("A field that is meant to stay empty was filled in. Please confirm the comment.")


def _check_page(
    request: HttpRequest,
    item: Item,
    form: CommentForm,
    *,
    doubt: str = "",
    key: uuid.UUID | None = None,
    asked: bool = False,
    cookies: bool = False,
) -> HttpResponse:
    words = form.words()
    context = {
        "item": item,
        "words": words,
        "trap": CommentForm.empty(item)["website"],
        "ticket": tickets.issue(words, key=key, asked=asked),
        "doubt": doubt,
        "cookies": cookies,
    }
    return render(request, "comments/comment_check.html", context)


def _edit_page(
    request: HttpRequest, item: Item, form: CommentForm, *, replaced: Item | None = None
) -> HttpResponse:
    context = {"item": item, "form": form, "replaced": replaced}
    return render(request, "comments/comment_edit.html", context)


def _closed_page(request: HttpRequest, item: Item) -> HttpResponse:
    """Offer what was typed to the current text, or back to its author where there is none."""
    typed = request.POST.dict()
    successor = _successor(item)
    if successor is None:
        return render(request, "comments/comment_closed.html", {"item": item, "typed": typed})
    form = CommentForm.holding(typed | {"item": str(successor.pk)})
    return _edit_page(request, successor, form, replaced=item)


def _successor(item: Item) -> Item | None:
    """The same item in the plan's current edition, or the whole plan where it is gone."""
    edition = editions.current(item.edition.plan)
    if edition is None or edition == item.edition or not consultation.is_open(edition):
        return None
    items = Item.objects.filter(Q(key=item.key) | Q(parent=None), edition=edition)
    return items.select_related("edition__plan", "tier").order_by("-level").first()


def _see_other(url: str) -> HttpResponse:
    """Redirect so that a reload of the next page sends nothing again."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
