"""Which comments changed the text: of whose settlement the city says so, and in public."""

from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from comments.models import Comment, Settlement
from strategy.models import Edition


class Cause(NamedTuple):
    """A comment that changed an item, and where it is to be read."""

    number: int
    address: str


def causes(older: Edition, newer: Edition) -> dict[UUID, list[int]]:
    """Numbers of the comments that changed an item, by the item's key.

    Published comments whose published settlement names an item of the newer edition, or of
    one between the two, as changed. One query.
    """
    return {
        key: [cause.number for cause in found]
        for key, found in causes_with_addresses(older, newer).items()
    }


def causes_with_addresses(
    older: Edition, newer: Edition, *, made_on: Edition | None = None
) -> dict[UUID, list[Cause]]:
    """The same with the addresses of the comments' own pages. One query.

    Of all the plan's comments, or of those only that were made on one edition.
    """
    found: dict[UUID, list[Cause]] = {}
    for key, number in _rows(older, newer, made_on):
        address = reverse("comments:comment_detail", args=[newer.plan.slug, number])
        of_item = found.setdefault(key, [])
        # Two points of a comment can change the same item.
        if (cause := Cause(number, address)) not in of_item:
            of_item.append(cause)
    return found


def _rows(older: Edition, newer: Edition, made_on: Edition | None) -> list[tuple[UUID, int]]:
    """(key of the changed item, number of the comment)."""
    comments = Comment.objects.published().filter(plan=newer.plan_id)
    if made_on is not None:
        comments = comments.filter(item__edition=made_on)
    settled = Settlement.objects.published().filter(
        changed_item__edition__plan=newer.plan_id,
        changed_item__edition__number__gt=older.number,
        changed_item__edition__number__lte=newer.number,
        point__comment__in=comments,
    )
    ordered = settled.order_by("point__comment__number")
    return list(ordered.values_list("changed_item__key", "point__comment__number"))
