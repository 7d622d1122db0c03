"""The settlement table: what was said of a plan since it was last approved, and what came of it.

Only what the public may read of a comment; what is not shown is counted.
"""

from itertools import groupby
from typing import NamedTuple

from django.db.models import Count

from comments import reading
from comments.models import Comment, Settlement
from comments.models.comments import CommentQuerySet
from comments.reading import Answer, PublicComment, Row

# What the commenter may still hold against the text.
DISAGREEING = (Settlement.Outcome.NOT_ACCEPTED, Settlement.Outcome.PARTLY)


class Line(NamedTuple):
    """A row of the table: a point of a comment (label “12”, or “12/2” of several).

    `proposal` and `rationale` are empty at a point that was split off. Without an `answer`,
    `open` says why: "points" (they follow) or "waiting".
    `changed` names the item that the answer changed, in the working draft too.
    """

    label: str
    comment: PublicComment
    kind: str
    channel: str
    place: str
    text: str
    proposal: str
    rationale: str
    answer: Answer | None
    outcome: str
    changed: str
    open: str

    @property
    def disagrees(self) -> bool:
        return self.outcome in DISAGREEING


class Hidden(NamedTuple):
    """How many comments of one state are not shown."""

    state: str
    label: str
    number: int


def lines(comments: CommentQuerySet) -> list[Line]:
    """The table of those of the comments that are published, by number. One query."""
    rows = reading.named(list(reading.joined(comments.published())))
    by_comment = groupby(rows, lambda row: row["pk"])
    return [line for _pk, of_one in by_comment for line in _of_comment(list(of_one))]


def hidden(comments: CommentQuerySet) -> list[Hidden]:
    """Those of the comments that are not published, counted by state. One query."""
    counts = comments.order_by().values_list("state").annotate(Count("pk"))
    found = dict(counts.exclude(state=Comment.State.PUBLISHED))
    return [
        Hidden(state.value, str(state.label), found[state])
        for state in Comment.State
        if state in found
    ]


def _of_comment(rows: list[Row]) -> list[Line]:
    """A line for each point; before those of a part that was split, one with its whole wording."""
    comment = reading.public(rows)
    by_part = groupby(rows, lambda row: row["part"])
    return [line for _part, of_one in by_part for line in _of_part(list(of_one), comment)]


def _of_part(rows: list[Row], comment: PublicComment) -> list[Line]:
    several = sum(len(part.points) for part in comment.parts) > 1
    whole = _whole(rows[0], comment)
    if len(rows) == 1:
        return [_answered(whole._replace(label=_label(rows[0], several=several)), rows[0])]
    points = (
        whole._replace(
            label=_label(row, several=several), text=row["point_text"], proposal="", rationale=""
        )
        for row in rows
    )
    return [whole, *(_answered(point, row) for point, row in zip(points, rows, strict=True))]


def _label(row: Row, *, several: bool) -> str:
    return reading.point_label(row["number"], row["position"], of_several=several)


def _whole(row: Row, comment: PublicComment) -> Line:
    """The line of a whole part that leaves the answers to its points."""
    return Line(
        label=comment.number,
        comment=comment,
        kind=str(Comment.Kind(row["kind"]).label),
        channel=str(Comment.Channel(row["channel"]).label),
        place=_place(row, "item_"),
        text=row["text"],
        proposal=row["proposal"],
        rationale=row["rationale"],
        answer=None,
        outcome="",
        changed="",
        open="points",
    )


def _answered(line: Line, row: Row) -> Line:
    """The line with the answer to the point of a row, or that it still waits for one."""
    answer = reading.answer_in(row)
    if answer is None:
        return line._replace(open="waiting")
    return line._replace(
        answer=answer, outcome=row["outcome"], changed=_place(row, "changed_"), open=""
    )


def _place(row: Row, item: str) -> str:
    """Code of an item, or its wording; `item` is what its fields in the row begin with."""
    return row[f"{item}code"] or row[f"{item}text"] or ""
