"""The pages on which a comment is written. Each holds all that was typed."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comments import consultation, limits, reading
from comments.checking.doubts import Mark
from comments.models import Comment
from comments.writing import tickets, words
from comments.writing.forms import SenderForm
from comments.writing.submission import Submission
from comments.writing.tickets import Ticket
from comments.writing.words import Words
from strategy import editions
from strategy.limits import LimitReached
from strategy.models import Edition, Item

# The most items that the edit page suggests; of a larger plan the code is typed.
SUGGESTED = 300


def check(
    request: HttpRequest,
    submission: Submission,
    *,
    ticket: Ticket | None = None,
    marks: Collection[str] = (),
    notice: str = "",
    without_cookie: bool = False,
    reached: LimitReached | None = None,
) -> HttpResponse:
    """What will be sent, once more; and why it was not sent yet, where it was to be.

    `ticket` is the one with which it was to be sent, so that it is the same comment still.
    `marks` are put to the sender, and kept. 403 without the cookie, 429 where a limit is reached.
    """
    if ticket and ticket.expired:
        notice = _("The page was open for a long time. Please check the comment and send it again.")
    key, asked = (ticket.key, True) if ticket else (None, False)
    signed = tickets.issue(submission.words, key=key, asked=asked, marks=sorted(marks))
    context = {
        "item": submission.item,
        "submission": submission,
        "words": submission.words,
        "kind": Comment.Kind(submission.words["kind"]).label,
        "signature": _signature(submission),
        "trap": SenderForm()["website"],
        "ticket": signed,
        "doubt": notice or _asked(marks, without_cookie=without_cookie, reached=reached),
        "without_cookie": without_cookie,
        "reached": reached,
    }
    response = render(request, "comments/comment_check.html", context)
    if without_cookie:
        response.status_code = 403
    if reached:
        response.status_code = 429
        response["Retry-After"] = str(reached.seconds)
    return response


def _signature(submission: Submission) -> str:
    """How the comment will be signed; its number is not known yet."""
    words = submission.words
    shown_name = words["name"] if words["name_public"] else ""
    signed = reading.signed_openly(shown_name, submission.checked.sent_by()["organisation"])
    return signed or _("“Citizen” with the number of the comment")


def edit(
    request: HttpRequest, submission: Submission, *, replaced: Item | None = None
) -> HttpResponse:
    """The whole form. `replaced` is the item of an older text for which it was filled in."""
    context = {
        "item": submission.item,
        "submission": submission,
        "replaced": replaced,
        "suggested": suggested(submission.item.edition),
    }
    return render(request, "comments/comment_edit.html", context)


def closed(request: HttpRequest, item: Item, typed: Words) -> HttpResponse:
    """Offer what was typed to the current text, or back to its author where there is none."""
    current = _open_instead(item.edition)
    if current is not None:
        moved = _moved(typed, item, current)
        return edit(request, Submission.holding(*moved), replaced=item)
    given = words.completed(typed, item)
    context = {
        "item": item,
        "points": [point for point in words.points(given) if any(point.values())],
        "consultation": consultation.of(item.edition),
    }
    return render(request, "comments/comment_closed.html", context)


class Suggestion(NamedTuple):
    handle: str
    text: str


def suggested(edition: Edition) -> list[Suggestion]:
    """Items to choose from by their code, in the order of the plan; none of a large one."""
    items = Item.objects.shown().filter(edition=edition).order_by("lft")
    found = list(items.values_list("handle", "text")[: SUGGESTED + 1])
    return [Suggestion(*row) for row in found] if len(found) <= SUGGESTED else []


def _open_instead(edition: Edition) -> Edition | None:
    """The plan's current edition, where that takes comments in this one's place."""
    current = editions.current(edition.plan)
    if current is None or current == edition or not consultation.is_open(current):
        return None
    return current


def _moved(typed: Words, item: Item, current: Edition) -> tuple[Words, Item]:
    """The words for the same items of another edition; for the whole plan where one is gone."""
    submission = Submission.holding(typed, item)
    old = [submission.place_of(point) for point in submission.points]
    keys = {place.key for place in [*old, item] if place}
    items = Item.objects.filter(Q(key__in=keys) | Q(parent=None), edition=current)
    found = {one.key: one for one in items.select_related("edition__plan", "tier")}
    plan = next(one for one in found.values() if one.parent_id is None)
    points = [
        point | ({"place": _handle(found.get(place.key, plan))} if place else {})
        for point, place in zip(words.points(words.completed(typed, item)), old, strict=True)
    ]
    successor = found.get(item.key, plan)
    return words.with_points(typed | {"item": str(successor.pk)}, points), successor


def _handle(item: Item) -> str:
    return item.handle if item.parent_id else ""


def _asked(marks: Collection[str], *, without_cookie: bool, reached: LimitReached | None) -> str:
    """Why the comment is not sent yet, for its author; empty where nothing speaks against it."""
    if reached:
        return why_not_now(reached)
    if without_cookie:
        return _("The comment could not be sent: your browser did not return our cookie.")
    if Mark.HASTY in marks:
        return _("That was quick! Please read the comment once more and send it again.")
    if Mark.TRAP in marks:
        return _("A field that is meant to stay empty was filled in. Please confirm the comment.")
    return ""


def why_not_now(reached: LimitReached) -> str:
    """What a limit that is reached means for the sender, and how to go on."""
    when = {"when": reached.when}
    if reached.limit is limits.ADDRESS:
        return (
            _(
                "Several comments without an e-mail have come from your address, as may be in a "
                "library or a school. Give us your e-mail, which you then confirm, and you can "
                "send the comment at once; or send it %(when)s."
            )
            % when
        )
    if reached.limit is limits.LETTERS:
        return _("We have sent the link several times. We can send it again %(when)s.") % when
    if reached.limit is limits.AMENDMENTS:
        return _("This comment was amended many times. You can amend it again %(when)s.") % when
    if reached.limit is limits.EMAIL:
        return _("Many comments have come with this e-mail. Please send this one %(when)s.") % when
    return _("Many comments have come from your network. Please send this one %(when)s.") % when
