"""The answer to a point: drafted quietly, checked, then published in one act."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import AnswerTemplate, Comment, Point, Settlement
from strategy.models import Item, PageRevision


class SettlementRefused(Exception):
    """Why a settlement cannot be drafted or published; its text is for the reader."""


def note(point: Point, *, at: datetime) -> Settlement:
    """Answer “no comments” by itself: there is nothing to decide."""
    return Settlement.objects.create(
        point=point,
        outcome=Settlement.Outcome.NOTED,
        reasoning=_("We note that you have no comments. Thank you."),
        state=Settlement.State.PUBLISHED,
        published_at=at,
    )


def draft(
    point: Point,
    *,
    outcome: str,
    reasoning: str,
    changed_item: Item | None = None,
    template: AnswerTemplate | None = None,
) -> Settlement:
    """Write or rewrite the answer to a point; nobody outside sees it yet.

    What was checked before has to be checked again.
    Raises SettlementRefused where the answer is published or gives no reason.
    """
    _refuse_without_reasoning(reasoning)
    with transaction.atomic():
        Point.objects.select_for_update().get(pk=point.pk)
        settlement = Settlement.objects.in_work().filter(point=point).first()
        if settlement is None:
            _refuse_published(point)
            settlement = Settlement(point=point)
        settlement.outcome, settlement.reasoning = outcome, reasoning
        settlement.changed_item, settlement.template = changed_item, template
        settlement.state = Settlement.State.DRAFT
        settlement.save()
        return settlement


def check(settlement: Settlement) -> Settlement:
    """Say of a draft that it may be published. Raises SettlementRefused."""
    with transaction.atomic():
        settlement = _locked(settlement)
        if settlement.state not in Settlement.IN_WORK:
            raise SettlementRefused(_("This answer is published and cannot be changed here."))
        settlement.state = Settlement.State.CHECKED
        settlement.save()
        return settlement


def reopen(point: Point, reason: str) -> Settlement:
    """Take up a published answer again: a draft after it, beginning with its words.

    The published answer stands until the new one is. Raises SettlementRefused.
    """
    if not reason.strip():
        raise SettlementRefused(_("Say why the settlement is reopened."))
    with transaction.atomic():
        Point.objects.select_for_update().get(pk=point.pk)
        if Settlement.objects.in_work().filter(point=point).exists():
            raise SettlementRefused(_("A new answer is being drafted already."))
        published = Settlement.objects.published().filter(point=point).first()
        if published is None:
            raise SettlementRefused(_("There is no published answer to reopen."))
        return Settlement.objects.create(
            point=point,
            number=published.number + 1,
            outcome=published.outcome,
            reasoning=published.reasoning,
            changed_item=published.changed_item,
            reopening_reason=reason.strip(),
        )


def publish(settlements: Iterable[Settlement], by: str) -> list[Settlement]:
    """Show answers to the public all at once; `by` is the name under which they are given.

    One that cannot be published keeps all the others back. Raises SettlementRefused.
    """
    with transaction.atomic():
        wanted = [settlement.pk for settlement in settlements]
        locked = Settlement.objects.select_for_update(of=["self"]).order_by("pk")
        found = list(locked.select_related("point__comment").filter(pk__in=wanted))
        for settlement in found:
            _refuse_unready(settlement)
        shown = {
            settlement.point.comment.plan_id
            for settlement in found
            if settlement.point.comment.state == Comment.State.PUBLISHED
        }
        for plan_id in sorted(shown):
            PageRevision.raise_for(plan_id)
        for settlement in found:
            _publish(settlement, by)
        return found


def _publish(settlement: Settlement, by: str) -> None:
    for former in Settlement.objects.published().filter(point=settlement.point):
        former.state = Settlement.State.REPLACED
        former.save()
    settlement.state = Settlement.State.PUBLISHED
    settlement.settled_by = by
    settlement.published_at = timezone.now()
    settlement.save()


def _locked(settlement: Settlement) -> Settlement:
    return Settlement.objects.select_for_update().get(pk=settlement.pk)


def _refuse_unready(settlement: Settlement) -> None:
    if settlement.state not in Settlement.IN_WORK:
        raise SettlementRefused(_("This answer is published and cannot be changed here."))
    _refuse_without_reasoning(settlement.reasoning)
    if settlement.outcome == Settlement.Outcome.ACCEPTED and settlement.changed_item_id is None:
        raise SettlementRefused(_("What was accepted says which item of the draft it changed."))


def _refuse_published(point: Point) -> None:
    if Settlement.objects.published().filter(point=point).exists():
        raise SettlementRefused(_("This answer is published and cannot be changed here."))


def _refuse_without_reasoning(reasoning: str) -> None:
    if not reasoning.strip():
        raise SettlementRefused(_("Every settlement says why."))
