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
        """By an item's key what changed of it and right under it. Two queries a pair."""
        pair = (older.pk, newer.pk)
        if pair not in self._known:
            self._known[pair] = _by_item(compare(older, newer).changes)
        return self._known[pair]

    def is_changed(self, item: Item, since: Edition) -> bool:
        """Whether an item of a later edition differs from what was commented on.

        In its wording, explanation, lead, deadline, code or place, by being new, or by what
        is right under it. Needs `item.edition` at hand.
        """
        later = item.edition
        if later.plan_id != since.plan_id or later.number <= since.number:
            return False
        return item.key in self.between(since, later)


def draft_of(plan_id: int) -> Edition:
    """The plan's working draft, with the plan at hand."""
    drafts = Edition.objects.select_related("plan")
    return drafts.get(plan=plan_id, state=Edition.State.DRAFT)


def _by_item(changes: list[Change]) -> Changes:
    found: Changes = {}
    for change in changes:
        ends = (line for line in (change.before, change.after) if line)
        # In order and each once: the item itself, what it stood under, what it stands under.
        keys = dict.fromkeys([change.key, *(line.parent for line in ends if line.parent)])
        for key in keys:
            if key is not None:
                found.setdefault(key, []).append(change)
    return found
