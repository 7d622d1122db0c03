"""What authors say of answers, to be looked at before the public may read it."""

from typing import NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments import reacting
from comments.checking.waiting import Stretch, stretches
from comments.models import Reaction
from comments.publication import CheckRefused
from strategy.staff import for_staff

# Shown at once in the queue; the next ones come when these are decided on.
SHOWN = 50


class Words(NamedTuple):
    """What somebody said of an answer, in stretches with likely personal data marked."""

    reaction: Reaction
    seen: str
    stretches: list[Stretch]


def waiting() -> list[Words]:
    """What nobody has looked at, the oldest first. One query."""
    return _words(Reaction.objects.awaiting_check().order_by("given_at", "pk")[:SHOWN])


def of_comment(comment_id: int) -> list[Words]:
    """All that was said of the answers to a comment, decided on or not. One query."""
    said = Reaction.objects.exclude(words="").filter(settlement__point__comment=comment_id)
    return _words(said.order_by("settlement__point__position", "settlement__number"))


@for_staff("comments.check_comment")
@require_POST
def decide_words(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Publish or hide what was said of an answer, as it was seen."""
    reactions = Reaction.objects.exclude(words="").select_related("settlement__point")
    reaction = get_object_or_404(reactions, pk=settlement_id)
    try:
        messages.success(request, _decide(request, reaction))
    except CheckRefused as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("from") == "jedna":
        comment_id = reaction.settlement.point.comment_id
        return HttpResponseRedirect(reverse("comments:checking_comment", args=[comment_id]))
    return HttpResponseRedirect(reverse("comments:checking"))


def _decide(request: HttpRequest, reaction: Reaction) -> str:
    seen = request.POST.get("seen", "")
    match request.POST.get("deed"):
        case "publish":
            reacting.publish_words(reaction, seen=seen, by=request.user)
            return _("What the author says of the answer is published.")
        case "hide":
            reacting.hide_words(reaction, seen=seen, by=request.user)
            return _("What the author says of the answer stays inside.")
    raise CheckRefused(_("Choose what to do with the words."))


def _words(reactions: QuerySet[Reaction]) -> list[Words]:
    at_hand = ("settlement__point__comment__plan", "words_checked_by")
    return [
        Words(reaction, reacting.mark(reaction), stretches(reaction.words))
        for reaction in reactions.select_related(*at_hand)
    ]
