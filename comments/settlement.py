"""The answer to a point: drafted quietly, then published in one act."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Point, Settlement
from strategy.models import Item, PageRevision


class SettlementRefused(Exception):
    """Why a settlement cannot be drafted or published; its text is for the reader."""


def draft(
    point: Point, *, outcome: str, reasoning: str, changed_item: Item | None = None
) -> Settlement:
    """Write or rewrite the answer to a point; nobody outside sees it yet.

    Raises SettlementRefused where the answer is published or gives no reason.
    """
    _refuse_without_reasoning(reasoning)
    with transaction.atomic():
        Point.objects.select_for_update().get(pk=point.pk)
        settlement = Settlement.objects.filter(point=point).first() or Settlement(point=point)
        _refuse_published(settlement)
        settlement.outcome, settlement.reasoning = outcome, reasoning
        settlement.changed_item = changed_item
        settlement.save()
        return settlement


def publish(settlement: Settlement, by: str) -> Settlement:
    """Show an answer to the public; `by` is the name under which it is given, or empty.

    Raises SettlementRefused.
    """
    with transaction.atomic():
        settlement = Settlement.objects.select_for_update().get(pk=settlement.pk)
        _refuse_published(settlement)
        _refuse_without_reasoning(settlement.reasoning)
        settlement.state = Settlement.State.PUBLISHED
        settlement.settled_by = by
        settlement.published_at = timezone.now()
        settlement.save()
        comment = settlement.point.comment
        if comment.state == Comment.State.PUBLISHED:
            PageRevision.raise_for(comment.plan_id)
        return settlement


def _refuse_published(settlement: Settlement) -> None:
    if settlement.state == Settlement.State.PUBLISHED:
        raise SettlementRefused(_("This answer is published and cannot be changed here."))


def _refuse_without_reasoning(reasoning: str) -> None:
    if not reasoning.strip():
        raise SettlementRefused(_("Every settlement says why."))
