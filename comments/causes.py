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


def causes_with_addresses(older: Edition, newer: Edition) -> dict[UUID, list[Cause]]:
    """The same with the comments' places on the pages of the items they speak of. One query."""
    found: dict[UUID, list[Cause]] = {}
    for key, number, edition, level, handle in _rows(older, newer):
        cause = Cause(number, _address(newer.plan.slug, edition, level, handle, number))
        of_item = found.setdefault(key, [])
        # Two points of a comment can change the same item.
        if cause not in of_item:
            of_item.append(cause)
    return found


def _rows(older: Edition, newer: Edition) -> list[tuple[UUID, int, int, int, str]]:
    """(key of the changed item, number of the comment, where the comment was made)."""
    settled = Settlement.objects.published().filter(
        changed_item__edition__plan=newer.plan_id,
        changed_item__edition__number__gt=older.number,
        changed_item__edition__number__lte=newer.number,
        point__comment__in=Comment.objects.published().filter(plan=newer.plan_id),
    )
    about = "point__comment__item__"
    return list(
        settled.order_by("point__comment__number").values_list(
            "changed_item__key",
            "point__comment__number",
            f"{about}edition__number",
            f"{about}level",
            f"{about}handle",
        )
    )


def _address(slug: str, edition: int, level: int, handle: str, number: int) -> str:
    """As the comment's own `get_absolute_url()` gives it."""
    if level == 0:
        page = reverse("strategy:edition_detail", args=[slug, edition])
    else:
        page = reverse("strategy:edition_item_detail", args=[slug, edition, handle])
    return f"{page}?pripominky={number}#pripominka-{number}"
