"""The rows of a comment that is taken in: many may come at once, so each statement is put together
once only. The history is written beside, since `strategy.prepared` sends no signals."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from comments.models import Comment, CommentVersion, Contact, NumberSeries, Point
from comments.stems import stems_of
from strategy.models import Item
from strategy.prepared import Insertion

_NUMBERS = Insertion(
    NumberSeries,
    conflict="(plan_id) DO UPDATE SET last = comments_numberseries.last + 1",
    returning="last",
)
_COMMENTS = Insertion(Comment, conflict="(submission_key) DO NOTHING", returning="id")
_KEPT = Comment.history.model
_HISTORY = Insertion(_KEPT)
_VERSIONS = Insertion(CommentVersion)
_CONTACTS = Insertion(Contact)
_POINTS = Insertion(Point)


class Said(NamedTuple):
    """One part of a submission: what it says of an item, what it would put there, and why.

    `weight` is for invited bodies only, else empty.
    """

    item: Item
    text: str
    proposal: str = ""
    rationale: str = ""
    weight: str = ""


def next_number(plan_id: int) -> int:
    """The plan's next number; whoever else wants one waits until the transaction ends."""
    [(number,)] = _NUMBERS.write([NumberSeries(plan_id=plan_id, last=1)])
    return int(number)


def sent_before(submission_key: uuid.UUID) -> Comment:
    """What the same form made when it was sent before."""
    return Comment.objects.get(submission_key=submission_key)


def write_comment(comment: Comment) -> bool:
    """Keep a new comment; False where the same form made one before."""
    written = _COMMENTS.write([comment])
    if written:
        [(comment.pk,)] = written
    return bool(written)


def write_history(comment: Comment) -> None:
    """The first row of a new comment's history."""
    values = {field.attname: getattr(comment, field.attname) for field in _KEPT.tracked_fields}
    by = _KEPT.get_default_history_user(comment)
    first = _KEPT(history_type="+", history_date=timezone.now(), history_user=by, **values)
    _HISTORY.write([first])


def write_contact(comment: Comment, **given: object) -> Contact:
    """Keep who sent a comment."""
    contact = Contact(comment=comment, **given)
    _CONTACTS.write([contact])
    return contact


def write_version(comment: Comment, parts: Sequence[Said], *, at: datetime) -> None:
    """Keep a wording of a comment under `comment.newest_version`, one row for each part."""
    _VERSIONS.write(
        [
            CommentVersion(
                comment=comment,
                number=comment.newest_version,
                part=part,
                item=said.item,
                weight=said.weight,
                text=said.text,
                proposal=said.proposal,
                rationale=said.rationale,
                stems=stems_of(f"{said.proposal} {said.rationale}"),
                written_at=at,
            )
            for part, said in enumerate(parts, start=1)
        ]
    )


def write_points(comment: Comment, parts: Sequence[Said]) -> None:
    """What is to be settled: one point for each part."""
    _POINTS.write(
        [
            Point(
                comment=comment,
                position=part,
                part=part,
                item=said.item,
                item_key=said.item.key,
                text=said.text,
                stems=stems_of(said.text),
            )
            for part, said in enumerate(parts, start=1)
        ]
    )
