"""How many published comments speak of each item, kept beside the items."""

from django.db.models import F

from comments.models import Comment
from strategy.models import Item, ItemTally


def count(comment: Comment, step: int) -> None:
    """Count a comment at the items it speaks of in every edition, as it is shown there.

    `step` is 1 or -1. The page revision of the plan has to be raised before.
    """
    keys = comment.points.order_by().values("item_key").distinct()
    items = Item.objects.filter(key__in=keys, edition__plan=comment.plan_id)
    tallies = [ItemTally(item=item) for item in items]
    ItemTally.objects.bulk_create(tallies, ignore_conflicts=True)
    ItemTally.objects.filter(item__in=items).update(comments=F("comments") + step)
