"""Take a comment in: number it, keep its wording, never twice."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import consultation, settlement
from comments.models import Comment, CommentVersion, Contact, Invitation, NumberSeries, Point
from comments.settling.similar import stems_of
from strategy.models import Item

# Channels by which somebody at the office brings a comment in; its own date counts.
BY_STAFF = (Comment.Channel.PAPER, Comment.Channel.EMAIL, Comment.Channel.HEARING)


class ReceivingRefused(Exception):
    """Why a comment cannot be taken in; its text is for the reader."""


class Said(NamedTuple):
    """One part of a submission: what it says of an item, what it would put there, and why.

    `weight` is for invited bodies only, else empty.
    """

    item: Item
    text: str
    proposal: str = ""
    rationale: str = ""
    weight: str = ""


def receive(
    parts: Sequence[Said],
    *,
    name: str,
    email: str = "",
    speaker: str = Comment.Speaker.CITIZEN,
    organisation: str = "",
    name_public: bool = False,
    kind: str | None = None,
    channel: str = Comment.Channel.WEB,
    invitation: Invitation | None = None,
    received_at: datetime | None = None,
    submission_key: uuid.UUID | None = None,
    day_only: bool = False,
) -> Comment:
    """Register a comment of at least one part and give it the next number of its plan.

    All parts are about items of one edition, with `item.edition` at hand. A submission key that
    was received already returns the comment it made. `received_at` is an aware instant, by
    default now. A comment from the web with an e-mail waits until that is confirmed; one that
    says “no comments” is noted at once. An import may speak of any text, the office of one that
    was consulted, the web of one that is open. Raises ReceivingRefused.
    """
    submission_key = submission_key or uuid.uuid4()
    item = parts[0].item
    with transaction.atomic():
        # Locked before the look-up: of two equal forms sent at once the second waits here.
        series = _locked_series(item.edition.plan_id)
        if known := Comment.objects.filter(submission_key=submission_key).first():
            return known
        _refuse_closed(item, channel)
        comment = Comment.objects.create(
            plan_id=series.pk,
            number=_next_number(series),
            item=item,
            item_key=item.key,
            kind=kind or _kind_of(item),
            channel=channel,
            state=_first_state(channel, email, invitation),
            speaker=speaker,
            organisation=organisation,
            name_public=name_public,
            invitation=invitation,
            submission_key=submission_key,
            received_at=received_at or timezone.now(),
            received_on_day_only=day_only,
        )
        write_version(comment, parts, at=comment.received_at)
        Contact.objects.create(comment=comment, name=name, email=email)
        make_points(comment, parts)
        return comment


def write_version(comment: Comment, parts: Sequence[Said], *, at: datetime) -> None:
    """Keep a wording of a comment under `comment.newest_version`, one row for each part."""
    CommentVersion.objects.bulk_create(
        CommentVersion(
            comment=comment,
            number=comment.newest_version,
            part=part,
            item=said.item,
            weight=said.weight,
            text=said.text,
            proposal=said.proposal,
            rationale=said.rationale,
            written_at=at,
        )
        for part, said in enumerate(parts, start=1)
    )


def make_points(comment: Comment, parts: Sequence[Said]) -> None:
    """What is to be settled: one point for each part; “no comments” is noted by itself."""
    for part, said in enumerate(parts, start=1):
        point = Point.objects.create(
            comment=comment,
            position=part,
            part=part,
            item=said.item,
            item_key=said.item.key,
            text=said.text,
            stems=stems_of(said.text),
        )
        if comment.kind == Comment.Kind.NONE:
            settlement.note(point, at=comment.received_at)


def _refuse_closed(item: Item, channel: str) -> None:
    if channel == Comment.Channel.IMPORT:
        return
    found = consultation.of(item.edition)
    if found is None:
        raise ReceivingRefused(_("No consultation on this text has been announced."))
    if channel in BY_STAFF:
        return
    if not found.is_open():
        raise ReceivingRefused(_("This text takes no comments."))


def _first_state(channel: str, email: str, invitation: Invitation | None) -> str:
    # Who answers under a link from a letter has shown that the address is theirs.
    confirms = channel == Comment.Channel.WEB and email and invitation is None
    return Comment.State.UNCONFIRMED if confirms else Comment.State.RECEIVED


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
