"""The way of a comment: written on any page, checked by its author, sent, numbered.

Nothing typed is ever lost: whatever goes wrong, the page comes back with the words in it.
"""

import logging
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  (reason beneath)
from django.views.decorators.debug import sensitive_post_parameters

from comments import consultation, limits, links, receiving
from comments.checking.doubts import Mark
from comments.links import Purpose
from comments.writing import pages, tickets, words
from comments.writing.checked import Checked
from comments.writing.rearranging import rearranged
from comments.writing.submission import Submission
from comments.writing.tickets import Ticket
from strategy.form_fields import number_in
from strategy.limits import LimitReached, Use
from strategy.models import Item
from strategy.pages import of_the_writer
from strategy.prepared import Given, PreparedModel
from strategy.redirecting import see_other

logger = logging.getLogger(__name__)

_ITEM = Item.objects.published().filter(pk=Given("item", BigIntegerField())).order_by()
_SHOWN = PreparedModel(_ITEM.select_related("edition__plan", "tier"))
# What taking a comment in needs of it, and of the consultation on its edition.
_BARE = PreparedModel(
    _ITEM.select_related("edition__consultation").only(
        *("key", "handle", "parent", "edition__plan", "edition__state"),
        *("edition__consultation__opens_at", "edition__consultation__closes_at"),
    )
)


# Exempt, for it changes nothing: it shows the sender's own words back. The form that leads here
# stands on stored pages, which can carry no token; the check page carries one to the next step.
@csrf_exempt
@of_the_writer
@sensitive_post_parameters()
def comment_check(request: HttpRequest) -> HttpResponse:
    """Show what was typed once more before it is sent, or the form where it must be mended."""
    if request.method != "POST":
        return redirect("strategy:front")
    item, typed = _item(request), request.POST.dict()
    if not consultation.is_open(item.edition):
        return pages.closed(request, item, typed)
    changed = typed if "edit" in typed else rearranged(typed, item)
    if changed is not None:
        return pages.edit(request, Submission.holding(changed, item))
    return _judged(request, item, marks=_trapped(request))


@of_the_writer
@sensitive_post_parameters()
def comment_send(request: HttpRequest) -> HttpResponse:
    """Take in a comment that its author has checked, once however often it is sent."""
    if request.method != "POST":
        return redirect("strategy:front")
    typed = request.POST.dict()
    checked = Checked(words.sent_on(typed), _item(request, _BARE))
    ticket = tickets.read(typed.get("ticket", ""), checked.words)
    if ticket is None or not checked.stands:
        notice = _("Please check the comment once more.")
        return _judged(request, _item(request), notice=notice)
    marks = _marks(request, ticket)
    if ticket.expired or (marks - set(ticket.marks) and not ticket.asked):
        return _judged(request, _item(request), ticket=ticket, marks=marks)
    return _receive(request, checked, ticket, marks)


@of_the_writer
@sensitive_post_parameters()
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a missing token, but a comment's check page keeps the words."""
    match = request.resolver_match
    if match is None or match.view_name != "comments:comment_send":
        return csrf.csrf_failure(request, reason)
    item, typed = _item(request), request.POST.dict()
    ticket = tickets.read(typed.get("ticket", ""), words.sent_on(typed))
    return _judged(request, item, ticket=ticket, without_cookie=True)


def _receive(
    request: HttpRequest, checked: Checked, ticket: Ticket, marks: set[str]
) -> HttpResponse:
    try:
        comment = receiving.receive(
            checked.said(),
            consulted=getattr(checked.item.edition, "consultation", None),
            submission_key=ticket.key,
            marks=sorted(marks),
            uses=_uses(request, checked),
            **checked.sent_by(),
        )
    except receiving.ReceivingRefused:
        return pages.closed(request, _item(request), request.POST.dict())
    except LimitReached as reached:
        return _judged(request, _item(request), ticket=ticket, marks=marks, reached=reached)
    return see_other(links.path(Purpose.RECEIPT, comment.pk))


def _judged(request: HttpRequest, item: Item, **shown: Any) -> HttpResponse:
    """The check page of what was typed, with what it takes; the form where it must be mended."""
    submission = Submission(words.without_blank(request.POST.dict(), item.handle), item)
    if not submission.is_valid():
        return pages.edit(request, submission)
    return pages.check(request, submission, **shown)


def _item(request: HttpRequest, items: PreparedModel[Item] = _SHOWN) -> Item:
    """The published item that the form speaks of."""
    named = number_in(request.POST.get("item", ""))
    if not named:
        raise Http404(_("The form names no part of a plan."))
    item = items.first(item=named)
    if item is None:
        raise Http404(_("The form names no part of a plan."))
    return item


def _marks(request: HttpRequest, ticket: Ticket) -> set[str]:
    """What looked like a robot's sending, now or before."""
    hasty = {Mark.HASTY.value} if ticket.hasty and not ticket.asked else set()
    return {*ticket.marks, *_trapped(request), *hasty}


def _trapped(request: HttpRequest) -> list[str]:
    if not request.POST.get("website"):
        return []
    logger.warning("A comment came with the field for robots filled in.")
    return [Mark.TRAP.value]


def _uses(request: HttpRequest, checked: Checked) -> list[Use]:
    if checked.invitation:
        return [(limits.INVITATION, checked.invitation.pk)]
    return limits.for_comment(request.META.get("REMOTE_ADDR", ""), checked.words["email"])
