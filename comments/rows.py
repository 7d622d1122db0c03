"""The rows of a comment that is taken in: many may come at once, so each statement is put together
once only. The history is written beside, since `strategy.prepared` sends no signals."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from comments.models import Comment, CommentVersion, Contact, NumberSeries, Point
from comments.stems import stems_of
from strategy.models import Item
from strategy.prepared import Insertion, write

_NUMBERS = Insertion(
    NumberSeries,
    conflict="(plan_id) DO UPDATE SET last = comments_numberseries.last + 1",
    returning="last",
)
_COMMENTS = Insertion(Comment, conflict="(submission_key) DO NOTHING", returning="id, number")
_KEPT = Comment.history.model
_COPIED = ", ".join(f'"{field.column}"' for field in _KEPT.tracked_fields)
_FIRST_OF_HISTORY = (
    f"INSERT INTO {_KEPT._meta.db_table}"  # noqa: S608  (names of ours)
    f" ({_COPIED}, history_type, history_date, history_user_id)"
    f" SELECT {_COPIED}, '+', %s, %s FROM {Comment._meta.db_table} WHERE id = %s"
)
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


class SentBefore(Exception):
    """The same form made a comment before."""


def sent_before(submission_key: uuid.UUID) -> Comment | None:
    """What the same form made when it was sent before."""
    return Comment.objects.filter(submission_key=submission_key).first()


def write_comment(comment: Comment) -> None:
    """Keep a new comment under the next number of its plan. Raises SentBefore."""
    # Whoever else wants one waits until the transaction ends: of two equal forms the second.
    series = NumberSeries(plan_id=comment.plan_id, last=1)
    written = _COMMENTS.write_counted(comment, "number", _NUMBERS, series)
    if not written:
        raise SentBefore
    [(comment.pk, comment.number)] = written


def write_history(comment: Comment) -> None:
    """The first row of a new comment's history, which is a copy of it."""
    by = _KEPT.get_default_history_user(comment)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    write(_FIRST_OF_HISTORY, [now, by and by.pk, comment.pk])


class Beside(NamedTuple):
    """The rows beside that of a new comment: made before anybody has to wait for it."""

    contact: Contact
    versions: list[CommentVersion]
    points: list[Point]

    def write(self, comment: Comment) -> None:
        """Keep them with the comment, which has its primary key by now."""
        rows: list[Contact | CommentVersion | Point] = [self.contact, *self.versions, *self.points]
        for row in rows:
            row.comment = comment
        _VERSIONS.write(self.versions)
        _CONTACTS.write([self.contact])
        _POINTS.write(self.points)


def beside(comment: Comment, parts: Sequence[Said], **given: object) -> Beside:
    """What is said in the parts of a comment, and what is given of who sent it."""
    versions = _versions(comment, parts, at=comment.received_at)
    return Beside(Contact(**given), versions, _points(parts))


def write_version(comment: Comment, parts: Sequence[Said], *, at: datetime) -> None:
    """Keep a wording of a comment under `comment.newest_version`, one row for each part."""
    versions = _versions(comment, parts, at=at)
    for version in versions:
        version.comment = comment
    _VERSIONS.write(versions)


def _versions(comment: Comment, parts: Sequence[Said], *, at: datetime) -> list[CommentVersion]:
    return [
        CommentVersion(
            number=comment.newest_version,
            part=part,
            item_id=said.item.pk,
            weight=said.weight,
            text=said.text,
            proposal=said.proposal,
            rationale=said.rationale,
            stems=stems_of(f"{said.proposal} {said.rationale}"),
            written_at=at,
        )
        for part, said in enumerate(parts, start=1)
    ]


def _points(parts: Sequence[Said]) -> list[Point]:
    """What is to be settled: one point for each part."""
    return [
        Point(
            position=part,
            part=part,
            item_id=said.item.pk,
            item_key=said.item.key,
            text=said.text,
            stems=stems_of(said.text),
        )
        for part, said in enumerate(parts, start=1)
    ]
