"""Take a comment in: number it, keep its wording, never twice."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F

from comments.models import Comment, CommentVersion, Contact, NumberSeries, Point
from strategy.models import Item


def receive(
    item: Item,
    *,
    text: str,
    name: str,
    email: str = "",
    organisation: str = "",
    name_public: bool = False,
    kind: str = Comment.Kind.PART,
    channel: str = Comment.Channel.WEB,
    received_at: datetime | None = None,
    submission_key: uuid.UUID | None = None,
    day_only: bool = False,
) -> Comment:
    """Register a comment on an item and give it the next number of its plan.

    A submission key that was received already returns the comment it made.
    """
    submission_key = submission_key or uuid.uuid4()
    with transaction.atomic():
        plan_id = item.edition.plan_id
        number = _next_number(plan_id)
        # Looked up under the lock of the series: of two equal forms sent at once one waits here.
        if known := Comment.objects.filter(submission_key=submission_key).first():
            NumberSeries.objects.filter(plan_id=plan_id).update(last=F("last") - 1)
            return known
        moment = {"received_at": received_at} if received_at else {}
        comment = Comment.objects.create(
            plan_id=plan_id,
            number=number,
            item=item,
            kind=kind,
            channel=channel,
            organisation=organisation,
            name_public=name_public,
            submission_key=submission_key,
            received_on_day_only=day_only,
            **moment,
        )
        CommentVersion.objects.create(comment=comment, text=text, written_at=comment.received_at)
        Contact.objects.create(comment=comment, name=name, email=email)
        Point.objects.create(comment=comment, item=item, text=text)
        return comment


def _next_number(plan_id: int) -> int:
    """Raise the plan's series by one; others wait until the transaction ends."""
    NumberSeries.objects.bulk_create([NumberSeries(plan_id=plan_id)], ignore_conflicts=True)
    NumberSeries.objects.filter(plan_id=plan_id).update(last=F("last") + 1)
    return NumberSeries.objects.get(plan_id=plan_id).last
