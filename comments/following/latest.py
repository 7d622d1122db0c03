"""What the city has answered lately, of whatever plan, for the first page."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from comments.models import Comment, Settlement
from comments.reading import moment
from strategy.models import Edition
from strategy.prepared import Prepared

MOST = 4


class Latest(NamedTuple):
    """An answer: to which comment, in which plan, about which item, how it was settled, and when.

    `item_code` is empty where the item has none; `text` is that of the item.
    """

    number: int
    url: str
    plan: str
    item_code: str
    text: str
    outcome: str
    answered_on: str


# What asks for nothing is noted by itself, and what is settled together is one answer.
_ANSWERS = Prepared(
    Settlement.objects.published()
    .filter(point__comment__state=Comment.State.PUBLISHED, point__together_with=None)
    .exclude(point__comment__item__edition__state=Edition.State.DRAFT)
    .exclude(point__comment__kind=Comment.Kind.NONE)
    .order_by("-published_at", "-pk")
    .values_list(
        "point__comment__number",
        "point__comment__plan__slug",
        "point__comment__item__edition__title",
        "point__item__code",
        "point__item__text",
        "outcome",
        "published_at",
    )
)


def answers() -> list[Latest]:
    """The newest few that are public. One query."""
    return [_latest(*row) for row in _ANSWERS.ask(most=MOST)]


def _latest(
    number: int, slug: str, plan: str, code: str, text: str, outcome: str, at: datetime
) -> Latest:
    return Latest(
        number=number,
        url=reverse("comments:comment_detail", args=[slug, number]),
        plan=plan,
        item_code=code,
        text=text,
        outcome=str(Settlement.Outcome(outcome).label),
        answered_on=moment(at, day_only=True),
    )
