"""The settlement table: what was said of a plan since it was last approved, and what came of it.

Only what the public may read of a comment; what is not shown is counted.
"""

from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count

from comments import reading
from comments.models import Comment, Settlement
from comments.models.comments import CommentQuerySet
from comments.reading import Answer, PublicComment

MORE_FIELDS = ("kind", "channel", "points__item__code", "points__item__text")
FIELDS = (*reading.FIELDS, *MORE_FIELDS)
# What the commenter may still hold against the text.
DISAGREEING = (Settlement.Outcome.NOT_ACCEPTED, Settlement.Outcome.PARTLY)


class Line(NamedTuple):
    """A row of the table: a whole comment, or one of several points of it (label “12/2”).

    `proposal` and `rationale` are empty at a point of several. Without an `answer`, `open` says
    why: "points" (they follow), "none" (no comments, nothing to answer) or "waiting".
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
    rows = reading.joined(comments.published(), *MORE_FIELDS)
    named = (dict(zip(FIELDS, row, strict=True)) for row in rows)
    by_comment = groupby(named, lambda row: row["pk"])
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


def _of_comment(rows: list[dict[str, Any]]) -> list[Line]:
    """One line for a comment of one point; else one for the whole and one for each point."""
    whole = _whole(rows)
    # Rows repeat the points by wording; the newest wording comes last.
    points = list({row["points__position"]: row for row in rows}.values())
    if len(points) == 1:
        return [_answered(whole, points[0])]
    parts = (
        whole._replace(
            label=f"{whole.label}/{number}",
            place=_place(row, "points__item__"),
            text=row["points__text"],
            proposal="",
            rationale="",
        )
        for number, row in enumerate(points, start=1)
    )
    return [whole, *(_answered(part, row) for part, row in zip(parts, points, strict=True))]


def _whole(rows: list[dict[str, Any]]) -> Line:
    """The line of a whole comment that leaves the answers to its points."""
    row, comment = rows[-1], reading.public(rows)
    return Line(
        label=comment.number,
        comment=comment,
        kind=str(Comment.Kind(row["kind"]).label),
        channel=str(Comment.Channel(row["channel"]).label),
        place=_place(row, "item__"),
        text=comment.text,
        proposal=comment.proposal,
        rationale=comment.rationale,
        answer=None,
        outcome="",
        changed="",
        open="points",
    )


def _answered(line: Line, row: dict[str, Any]) -> Line:
    """The line with the answer to the point of a row, or why there is none."""
    answer = reading.answer_in(row)
    if answer is None:
        return line._replace(open=_open(row))
    return line._replace(
        answer=answer,
        outcome=row["points__settlement__outcome"],
        changed=_place(row, "points__settlement__changed_item__"),
        open="",
    )


def _open(row: dict[str, Any]) -> str:
    return "none" if row["kind"] == Comment.Kind.NONE else "waiting"


def _place(row: dict[str, Any], item: str) -> str:
    """Code of an item, or its wording; `item` is what its fields in the row begin with."""
    return row[f"{item}code"] or row[f"{item}text"] or ""
