"""Take a comment in: number it, keep its wording, never twice."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, CommentVersion, Contact, NumberSeries, Point
from strategy.models import Item


class ReceivingRefused(Exception):
    """Why a comment cannot be taken in; its text is for the reader."""


def receive(
    item: Item,
    *,
    text: str,
    name: str,
    email: str = "",
    organisation: str = "",
    name_public: bool = False,
    kind: str | None = None,
    channel: str = Comment.Channel.WEB,
    received_at: datetime | None = None,
    submission_key: uuid.UUID | None = None,
    day_only: bool = False,
) -> Comment:
    """Register a comment on an item and give it the next number of its plan.

    A submission key that was received already returns the comment it made. `received_at` is
    an aware instant, by default now. Only an import may speak of a text that is not open.
    Raises ReceivingRefused.
    """
    submission_key = submission_key or uuid.uuid4()
    with transaction.atomic():
        # Locked before the look-up: of two equal forms sent at once the second waits here.
        series = _locked_series(item.edition.plan_id)
        if known := Comment.objects.filter(submission_key=submission_key).first():
            return known
        if channel != Comment.Channel.IMPORT and not item.edition.takes_comments:
            raise ReceivingRefused(_("This text takes no comments."))
        comment = Comment.objects.create(
            plan_id=series.pk,
            number=_next_number(series),
            item=item,
            item_key=item.key,
            kind=kind or _kind_of(item),
            channel=channel,
            organisation=organisation,
            name_public=name_public,
            submission_key=submission_key,
            received_at=received_at or timezone.now(),
            received_on_day_only=day_only,
        )
        CommentVersion.objects.create(comment=comment, text=text, written_at=comment.received_at)
        Contact.objects.create(comment=comment, name=name, email=email)
        Point.objects.create(comment=comment, item=item, text=text)
        return comment


def _locked_series(plan_id: int) -> NumberSeries:
    """The plan's numbers; others wait until the transaction ends."""
    series, _made = NumberSeries.objects.select_for_update().get_or_create(plan_id=plan_id)
    return series


def _next_number(series: NumberSeries) -> int:
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _kind_of(item: Item) -> str:
    return Comment.Kind.GENERAL if item.parent_id is None else Comment.Kind.PART
