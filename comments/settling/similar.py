"""Which earlier points say something similar: by the stems of their words, on this machine.

Both databases are asked the same: only the newest points of the plan and of the item are looked
at, so that the answer takes as long with a hundred thousand of them as with a few thousand.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from comments.models import Comment, Point
from comments.stems import stems_of
from strategy.stems import likeness, weights

# How many points are looked at, of the plan and of the item.
OF_PLAN = 2000
OF_ITEM = 500
# Suggested are a few, and only those that share at least this much of what is rare.
SUGGESTED = 4
LEAST = 0.2
BATCH = 1000


class Similar(NamedTuple):
    """A point and how much it is like the one that was asked about, at most 1."""

    point_id: int
    likeness: float


def similar_to(point: Point) -> list[Similar]:
    """At most a few points of other comments that share rare words, the likest first.

    Of published comments of the same plan. Needs `point.comment`. Two queries.
    """
    own = set(point.stems.split())
    candidates = _candidates(point)
    if not own or not candidates:
        return []
    telling = weights([own, *candidates.values()])
    found = (
        Similar(key, likeness(own, stems, telling)) for key, stems in candidates.items() if stems
    )
    likely = [similar for similar in found if similar.likeness >= LEAST]
    return sorted(likely, key=lambda it: (-it.likeness, -it.point_id))[:SUGGESTED]


def fill(points: QuerySet[Point]) -> None:
    """Store the stems of points that have none yet."""
    waiting = points.filter(stems="").order_by("pk").only("pk", "text")
    last = 0
    while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
        for point in batch:
            point.stems = stems_of(point.text)
        points.model._default_manager.bulk_update(batch, ["stems"])
        last = batch[-1].pk


def _candidates(point: Point) -> dict[int, set[str]]:
    """Stems of the newest other points of the plan, and of the item, by their keys."""
    others = Point.objects.exclude(comment=point.comment_id).filter(
        comment__plan=point.comment.plan_id, comment__state=Comment.State.PUBLISHED
    )
    newest = others.order_by("-pk").values_list("pk", "stems")
    rows: Iterable[tuple[int, str]] = [
        *newest.filter(item_key=point.item_key)[:OF_ITEM],
        *newest[:OF_PLAN],
    ]
    return {key: set(stems.split()) for key, stems in rows}
