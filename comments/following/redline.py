"""What a comment changed: the item as it was commented on beside how it reads since."""

from collections.abc import Iterable
from typing import NamedTuple

from comments.models import Comment, Settlement
from strategy.compare import FieldChange, other_wordings
from strategy.models import Edition, Item
from strategy.wording import Segment, differences


class Redline(NamedTuple):
    """An item between two published editions; `older` is None where the older has no such item."""

    older: Item | None
    newer: Item
    older_edition: Edition
    newer_edition: Edition

    @property
    def segments(self) -> list[Segment]:
        return differences(self.older.text if self.older else "", self.newer.text)

    @property
    def others(self) -> list[FieldChange]:
        """Explanation, lead and deadline, those that differ."""
        return other_wordings(self.older, self.newer)


def redlines(comment: Comment, answers: Iterable[Settlement]) -> list[Redline]:
    """Of each item that the published answers changed, in its published edition. One query.

    Needs the answers' `changed_item.edition.plan` and the comment's `item.edition` at hand.
    """
    older_edition = comment.item.edition
    changed = {
        answer.changed_item.pk: answer.changed_item
        for answer in answers
        if answer.changed_item and not answer.changed_item.edition.is_draft
    }
    since = [item for item in changed.values() if item.edition.number > older_edition.number]
    if not since:
        return []
    keys = [item.key for item in since]
    before = {item.key: item for item in Item.objects.filter(edition=older_edition, key__in=keys)}
    for item in before.values():
        item.edition = older_edition
    return [Redline(before.get(item.key), item, older_edition, item.edition) for item in since]
