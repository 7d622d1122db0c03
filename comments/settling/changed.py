"""What became of the text that a comment speaks of: in the working draft, or published since."""

from uuid import UUID

from strategy.compare import Change, compare
from strategy.models import Edition, Item

Changes = dict[UUID, list[Change]]


class Redlines:
    """What editions changed, each pair compared once however many points ask for it."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Changes] = {}

    def between(self, older: Edition, newer: Edition) -> Changes:
        """By an item's key what changed it, its own change first. Two queries a pair."""
        pair = (older.pk, newer.pk)
        if pair not in self._known:
            self._known[pair] = _by_item(compare(older, newer).changes)
        return self._known[pair]

    def is_changed(self, item: Item, since: Edition) -> bool:
        """Whether an item of a later edition differs from what was commented on.

        In its wording, explanation, lead, deadline, code or place, by being new, or because
        something right under it came, went or moved. Needs `item.edition` at hand.
        """
        later = item.edition
        if later.plan_id != since.plan_id or later.number <= since.number:
            return False
        return item.key in self.between(since, later)


def draft_of(plan_id: int) -> Edition:
    """The plan's working draft, with the plan at hand."""
    drafts = Edition.objects.select_related("plan")
    return drafts.get(plan=plan_id, state=Edition.State.DRAFT)


def is_right_under(change: Change, key: UUID) -> bool:
    """Whether what changed stands, or stood, right under the item of that key."""
    return any(line.parent == key for line in (change.before, change.after) if line)


def _by_item(changes: list[Change]) -> Changes:
    found: Changes = {change.key: [change] for change in changes}
    for change in changes:
        # Other words of an item are none of what it stands under.
        if change.before and change.after and not change.is_moved:
            continue
        ends = (line for line in (change.before, change.after) if line)
        for parent in dict.fromkeys(line.parent for line in ends if line.parent):
            found.setdefault(parent, []).append(change)
    return found
