"""The answers that a comment had in public before those that hold now."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from comments import reading
from comments.models import Comment, Settlement

SHOWN = (Settlement.State.PUBLISHED, Settlement.State.REPLACED)


class Earlier(NamedTuple):
    """An answer that was replaced, and why it was taken up again.

    `label` is that of its point, empty where the comment has no other.
    """

    label: str
    number: str
    published_on: str
    outcome: str
    reasoning: str
    settled_by: str
    reopening_reason: str


def earlier(comment: Comment, answers: Iterable[Settlement], points: int) -> list[Earlier]:
    """Those before the comment's published answers, in the order of its points, the newest first.

    One query; none where no answer was ever taken up again.
    """
    again = [answer.point_id for answer in answers if answer.number > 1]
    if not again:
        return []
    rows = Settlement.objects.filter(point__in=again, state__in=SHOWN).select_related("point")
    found: list[Earlier] = []
    for point, of_one in groupby(rows.order_by("point__position", "-number"), lambda it: it.point):
        several = points > 1
        label = reading.point_label(comment.number, point.position, of_several=True)
        following, *before = of_one
        for answer in before:
            found.append(_earlier(label if several else "", answer, following))
            following = answer
    return found


def _earlier(label: str, answer: Settlement, following: Settlement) -> Earlier:
    at = answer.published_at
    return Earlier(
        label=label,
        number=str(answer.number),
        published_on=reading.moment(at, day_only=True) if at else "",
        outcome=answer.get_outcome_display(),
        reasoning=answer.reasoning,
        settled_by=answer.settled_by,
        reopening_reason=following.reopening_reason,
    )
