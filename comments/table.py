"""The settlement table: what was said of a plan, and what came of it; its columns stand here only.

Only what the public may read of a comment; what is not shown is counted.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from comments import reading
from comments.models import Comment, Settlement
from comments.models.comments import CommentQuerySet
from comments.reading import Answer, Part, PublicComment, Row
from strategy import days
from strategy.models import Edition

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# What the commenter may still hold against the text.
DISAGREEING = (Settlement.Outcome.NOT_ACCEPTED, Settlement.Outcome.PARTLY)
# Characters from which a value may fill a page.
LONG = 1000


class Line(NamedTuple):
    """A row of the table: a point of a comment (label “12”, or “12/2” of several).

    `position` is that of its point, 0 where it stands for a whole part (of that number) whose
    points follow.
    `proposal` and `rationale` are empty at a point that was split off. Without an `answer`,
    `open` says why: "points" (they follow) or "waiting". `changed` names the item that the
    answer changed; of one in the working draft it is `changed_in_draft`, and not public.
    """

    label: str
    part: int
    position: int
    comment: PublicComment
    kind: str
    channel: str
    is_late: bool
    place: str
    place_url: str
    weight: str
    text: str
    proposal: str
    rationale: str
    answer: Answer | None
    outcome: str
    changed: str
    changed_in_draft: str
    open: str

    @property
    def is_refused(self) -> bool:
        """Whether the answer does not accept the point, or only in part."""
        return self.outcome in DISAGREEING

    @property
    def disagrees(self) -> bool | None:
        """The commenter's own word on the answer; None where they have not said it."""
        if self.answer is None or self.answer.satisfied is None:
            return None
        return not self.answer.satisfied

    @property
    def cells(self) -> "dict[str, list[Piece]]":
        """As `cells`, for templates."""
        return cells(self)

    @property
    def is_long(self) -> bool:
        """Whether its row may be taller than a printed page."""
        return any(len(text) > LONG for text in record(self))


class Column(NamedTuple):
    """A column of the table. `name` is for programs, `width` in characters for a workbook.

    Where a table is to be read, columns of one `group` share a cell; the first of them then
    stands without its title. `url` is where the value leads on a page, if anywhere.
    """

    name: str
    title: "StrPromise"
    group: str
    width: int
    value: Callable[[Line], str]
    url: Callable[[Line], str] | None = None


class Piece(NamedTuple):
    """A value in a cell of a table that is to be read.

    `title` is empty for the first of the cell, which stands under `group_title`.
    """

    name: str
    title: str
    group_title: str
    text: str
    url: str


class Hidden(NamedTuple):
    """How many comments of one state are not shown."""

    state: str
    label: str
    number: int


def _commenter(line: Line) -> str:
    return line.comment.author


def _received(line: Line) -> str:
    if line.is_late:
        return _("%(received)s, after the deadline") % {"received": line.comment.received}
    return line.comment.received


def _outcome(line: Line) -> str:
    if line.answer is None:
        return _("settled point by point below") if line.open == "points" else _("not settled yet")
    if not line.answer.together:
        return line.answer.outcome
    together = _("settled together with no. %(label)s") % {"label": line.answer.together}
    alone = line.outcome == Settlement.Outcome.TOGETHER
    return together if alone else f"{line.answer.outcome}, {together}"


def _changed(line: Line) -> str:
    return _("in the edition being prepared") if line.changed_in_draft else line.changed


def _reaction(line: Line) -> str:
    if line.answer is None or line.disagrees is None:
        return ""
    said = pgettext("reaction", "disagrees") if line.disagrees else pgettext("reaction", "agrees")
    return f"{said}: {line.answer.reaction}" if line.answer.reaction else said


def _of_answer(name: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.answer, name)) if line.answer else ""


COLUMNS = (
    Column(
        "number",
        gettext_lazy("No."),
        "number",
        8,
        lambda line: line.label,
        lambda line: line.comment.url,
    ),
    Column("commenter", gettext_lazy("Commenter"), "commenter", 30, _commenter),
    Column("received", pgettext_lazy("column", "Received"), "commenter", 16, _received),
    Column("channel", pgettext_lazy("column", "How"), "commenter", 16, lambda line: line.channel),
    Column(
        "place",
        pgettext_lazy("column", "Place in the text"),
        "place",
        20,
        lambda line: line.place,
        lambda line: line.place_url,
    ),
    Column(
        "edition",
        pgettext_lazy("column", "Edition"),
        "place",
        8,
        lambda line: line.comment.edition_number,
    ),
    Column("kind", pgettext_lazy("column", "Kind"), "place", 14, lambda line: line.kind),
    Column("weight", pgettext_lazy("column", "Weight"), "place", 14, lambda line: line.weight),
    Column("wording", pgettext_lazy("column", "Comment"), "wording", 60, lambda line: line.text),
    Column("proposal", gettext_lazy("Proposed wording"), "wording", 40, lambda line: line.proposal),
    Column("rationale", gettext_lazy("Rationale"), "wording", 40, lambda line: line.rationale),
    Column(
        "outcome",
        pgettext_lazy("column", "Settlement"),
        "settlement",
        20,
        _outcome,
        _of_answer("together_url"),
    ),
    Column(
        "reasoning",
        pgettext_lazy("column", "Reasoning"),
        "settlement",
        60,
        _of_answer("reasoning"),
    ),
    Column(
        "settled_by",
        pgettext_lazy("column", "Settled by"),
        "settlement",
        24,
        _of_answer("settled_by"),
    ),
    Column(
        "settled_on",
        pgettext_lazy("column", "Settled on"),
        "settlement",
        14,
        _of_answer("published_on"),
    ),
    Column(
        "changed",
        gettext_lazy("Changed the text"),
        "settlement",
        20,
        _changed,
        _of_answer("changed_url"),
    ),
    Column(
        "reaction",
        pgettext_lazy("column", "What the commenter says to it"),
        "settlement",
        30,
        _reaction,
    ),
)
# Heads of a table that is to be read, in their order.
GROUPS: "dict[str, StrPromise]" = {
    "number": gettext_lazy("No."),
    "commenter": gettext_lazy("Commenter"),
    "place": pgettext_lazy("column", "Place in the text"),
    "wording": pgettext_lazy("column", "Comment"),
    "settlement": pgettext_lazy("column", "Settlement"),
}


def lines(comments: CommentQuerySet) -> list[Line]:
    """The table of those of the comments that are published, by number. One query."""
    rows = reading.named(list(reading.joined(comments.published())))
    by_comment = groupby(rows, lambda row: row["pk"])
    return [line for _pk, of_one in by_comment for line in _of_comment(list(of_one))]


def hidden(comments: CommentQuerySet) -> list[Hidden]:
    """Those of the comments that are not published, counted by state. One query."""
    counts = comments.order_by().values_list("state").annotate(Count("pk"))
    found = dict(counts.exclude(state__in=[Comment.State.PUBLISHED, *Comment.UNSEEN]))
    return [
        Hidden(state.value, str(state.label), found[state])
        for state in Comment.State
        if state in found
    ]


def record(line: Line) -> list[str]:
    """The values of a line by COLUMNS: what every format of the table shows."""
    return [column.value(line) for column in COLUMNS]


def cells(line: Line) -> dict[str, list[Piece]]:
    """The same values by group, those that are empty left out, but for the first of each."""
    found: dict[str, list[Piece]] = {group: [] for group in GROUPS}
    for column, text in zip(COLUMNS, record(line), strict=True):
        cell = found[column.group]
        if text or not cell:
            url = column.url(line) if column.url else ""
            title = str(column.title) if cell else ""
            cell.append(Piece(column.name, title, str(GROUPS[column.group]), text, url))
    return found


def without_name(line: Line) -> Line:
    """The line without a person's name: an organisation stays, anyone else is called by number."""
    comment = line.comment
    author = reading.signature(comment.number, "", comment.organisation)
    return line._replace(comment=comment._replace(author=author))


def named_in_draft(line: Line) -> Line:
    """The line as the council reads it: an item of the working draft is named, too."""
    return line._replace(changed=line.changed or line.changed_in_draft, changed_in_draft="")


def _of_comment(rows: list[Row]) -> list[Line]:
    comment = reading.public(rows)
    by_part = groupby(rows, lambda row: row["part"])
    of_parts = zip(comment.parts, (list(of_one) for _part, of_one in by_part), strict=True)
    several = len(rows) > 1
    return [line for part, of_one in of_parts for line in _of_part(of_one, part, comment, several)]


def _of_part(rows: list[Row], part: Part, comment: PublicComment, several: bool) -> list[Line]:
    """A line for each point; before those of a part that was split, one with its whole wording."""
    whole = _whole(rows[0], part, comment)
    if len(rows) == 1:
        return [_answered(whole, rows[0], several)]
    point = whole._replace(proposal="", rationale="")
    points = [_answered(point._replace(text=row["point_text"]), row, several) for row in rows]
    if len(comment.parts) > 1:
        # “12/2–4”, for parts are not counted beside points.
        whole = whole._replace(label=f"{points[0].label}–{rows[-1]['position']}")
    return [whole, *points]


def _whole(row: Row, part: Part, comment: PublicComment) -> Line:
    """The line of a whole part that leaves the answers to its points."""
    return Line(
        label=comment.number,
        part=row["part"],
        position=0,
        comment=comment,
        kind=str(Comment.Kind(row["kind"]).label),
        channel=str(Comment.Channel(row["channel"]).label),
        is_late=is_late(row["received_at"], row["closes_at"], day_only=row["day_only"]),
        place=_place(row, "item_"),
        place_url=part.item_url,
        weight=part.weight,
        text=part.text,
        proposal=part.proposal,
        rationale=part.rationale,
        answer=None,
        outcome="",
        changed="",
        changed_in_draft="",
        open="points",
    )


def _answered(line: Line, row: Row, several: bool) -> Line:
    """The line of the point of a row, with its answer, or that it still waits for one."""
    answer = reading.answer_in(row)
    line = line._replace(
        label=reading.point_label(row["number"], row["position"], of_several=several),
        position=row["position"],
        place=_place(row, "item_"),
        place_url=reading.item_url(row, "item_"),
    )
    if answer is None:
        return line._replace(open="waiting")
    changed, in_draft = _place(row, "changed_"), row["changed_state"] == Edition.State.DRAFT
    return line._replace(
        answer=answer,
        outcome=row["outcome"],
        changed="" if in_draft else changed,
        changed_in_draft=changed if in_draft else "",
        open="",
    )


def is_late(received_at: datetime, closes_at: datetime | None, *, day_only: bool) -> bool:
    """Whether a comment came when its consultation had closed; of a day alone, its beginning."""
    if closes_at is None:
        return False
    came = days.start_of(localdate(received_at)) if day_only else received_at
    return came >= closes_at


def _place(row: Row, item: str) -> str:
    """Code of an item, or its wording; `item` is what its fields in the row begin with."""
    return row[f"{item}code"] or row[f"{item}text"] or ""
