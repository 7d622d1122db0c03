"""What a comment changed: the item as it was commented on beside how it reads since."""

from collections.abc import Iterable
from typing import NamedTuple

from comments.models import Comment, Settlement
from comments.settling.changed import Redlines
from strategy.compare import Change, FieldChange, other_wordings
from strategy.models import Edition, Item
from strategy.wording import Segment, differ, differences


class Redline(NamedTuple):
    """An item between two published editions; `older` is None where the older has no such item.

    `around` is what changed it where its words did not: its place or code, and what came, went
    or moved right under it.
    """

    older: Item | None
    newer: Item
    older_edition: Edition
    newer_edition: Edition
    around: list[Change]

    @property
    def is_reworded(self) -> bool:
        return _is_reworded(self.older, self.newer)

    @property
    def segments(self) -> list[Segment]:
        return differences(self.older.text if self.older else "", self.newer.text)

    @property
    def others(self) -> list[FieldChange]:
        """Explanation, lead and deadline, those that differ."""
        return other_wordings(self.older, self.newer)


def redlines(comment: Comment, answers: Iterable[Settlement]) -> list[Redline]:
    """Of each item that the published answers changed, in its published edition.

    One query, and two for each such edition that changed an item otherwise than in its words.

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
    compared = Redlines()
    return [_redline(before.get(item.key), item, older_edition, compared) for item in since]


def _redline(older: Item | None, newer: Item, since: Edition, compared: Redlines) -> Redline:
    reworded = _is_reworded(older, newer)
    around = [] if reworded else compared.between(since, newer.edition).get(newer.key, [])
    return Redline(older, newer, since, newer.edition, around)


def _is_reworded(older: Item | None, newer: Item) -> bool:
    if older is None or differ(older.text, newer.text):
        return True
    return bool(other_wordings(older, newer))
