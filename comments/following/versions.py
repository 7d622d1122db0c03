"""The wordings that a comment has had, and how each differs from the one before."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from comments.models import Comment, CommentVersion
from strategy.models import Item
from strategy.wording import Segment, differences


class Passage(NamedTuple):
    """One part in one wording, marked where it differs from the part before it in its place."""

    item: Item
    weight: str
    text: list[Segment]
    proposal: list[Segment]
    rationale: list[Segment]


class Wording(NamedTuple):
    """One version by its own number, the same in letters and on every page, and the newest shown.

    `refusal` says why it was refused, in words; only its author sees such a one.
    """

    number: int
    of: int
    written_at: datetime
    parts: list[Passage]
    dropped: list[Passage]
    refusal: str = ""


def public(comment: Comment) -> list[Wording]:
    """The versions that readers have seen, the oldest first; the last is the one they see now.

    An amendment of what was not yet published takes its place unseen, and one of what is
    published waits for a check: neither wording was looked at, so neither is shown. Which were,
    the comment's own record tells. One query where there was never more than one.
    """
    if comment.version == 1:
        return _wordings(_rows(comment, [1]))
    published = comment.history.filter(state=Comment.State.PUBLISHED, version__lte=comment.version)
    return _wordings(_rows(comment, {*published.values_list("version", flat=True)}))


def own(comment: Comment) -> list[Wording]:
    """All versions, for their author, those too that were refused. One query where none was."""
    found = _wordings(_rows(comment, range(1, comment.newest_version + 1)))
    refusals = _refusals(comment) if comment.refused_version else {}
    return [wording._replace(refusal=refusals.get(wording.number, "")) for wording in found]


def _refusals(comment: Comment) -> dict[int, str]:
    """Why a version was refused, by its number, from the comment's own record."""
    records = comment.history.exclude(refused_version=0)
    refused = records.values_list("refused_version", "refusal").distinct()
    return {number: str(Comment.Rejection(reason).label) for number, reason in refused}


def _rows(comment: Comment, numbers: Iterable[int]) -> list[CommentVersion]:
    rows = CommentVersion.objects.filter(comment=comment, number__in=list(numbers))
    return list(rows.select_related("item__edition__plan").order_by("number", "part"))


def _wordings(rows: list[CommentVersion]) -> list[Wording]:
    before: list[CommentVersion] = []
    found = []
    for number, of_one in groupby(rows, lambda row: row.number):
        parts = list(of_one)
        found.append(_wording(number, rows[-1].number, parts, before))
        before = parts
    return found


def _wording(
    number: int, of: int, parts: list[CommentVersion], before: list[CommentVersion]
) -> Wording:
    stood = {part.part: part for part in before}
    return Wording(
        number,
        of,
        parts[0].written_at,
        [_passage(part, stood.get(part.part) if before else part, part) for part in parts],
        [_passage(part, part, None) for part in before[len(parts) :]],
    )


def _passage(
    part: CommentVersion, before: CommentVersion | None, after: CommentVersion | None
) -> Passage:
    return Passage(
        part.item,
        part.get_weight_display() if part.weight else "",
        *(
            differences(getattr(before, name, ""), getattr(after, name, ""))
            for name in ("text", "proposal", "rationale")
        ),
    )
