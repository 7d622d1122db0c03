"""Write a file's items into a held draft, all at once: the tree is numbered here, not row by row.

Ten thousand items put in one after another take minutes, for each moves the numbers of those
behind it. The file is the whole plan in its order, so every number is known beforehand.
"""

from collections.abc import Iterator
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import router
from django.db.models import CharField, F, ProtectedError, Value
from django.db.models.deletion import Collector
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from strategy import editing
from strategy.editing import Author
from strategy.importing.content import Tell
from strategy.importing.document import Document, Node
from strategy.importing.levels import Level
from strategy.importing.matching import Difference, label
from strategy.importing.refusal import ImportRefused, shortened
from strategy.importing.wanting import fields_used
from strategy.measures import many
from strategy.measures.cards import EMPTY, Facts
from strategy.models import Edition, Item, Tier
from strategy.models.items import RESERVED_HANDLES, natural_sort

Tiers = dict[Level, Tier]
# The number of the parent, left, right, depth.
Place = tuple[int | None, int, int, int]
# What a changed or moved item stores, and what every other whose place has shifted does.
_WORDING = ("tier", "code", "code_sort", "handle", "text", "description", "lead", "due", "version")
_PLACE = ("parent", "lft", "rght", "level")
_REFERENCES = ("edition", "tier", "parent")


class Writing:
    """One import into one draft, which the caller holds."""

    def __init__(
        self, document: Document, edition: Edition, difference: Difference, by: Author, tell: Tell
    ) -> None:
        self.document, self.edition, self.difference = document, edition, difference
        self.by, self.tell = by, tell
        self.at = timezone.now()
        self.root = Item.objects.get(edition=edition, parent=None)
        self.items = dict(difference.items)
        self.taken = {item.handle for item in self.items.values()}
        self.cards: list[tuple[Item, Facts, Facts]] = []

    def write(self, tiers: Tiers) -> None:
        """Raises ImportRefused, and ValidationError naming an item."""
        self._refuse_codes()
        was_empty = not (self.items or self.difference.removed)
        self._remove()
        self._change(tiers)
        self.tell(20)
        before = {item.pk: _place_of(item) for item in self.items.values()}
        self._add(tiers)
        self.tell(50)
        self._store(before)
        self.tell(65)
        many.write(self.cards, self.at, self.by)
        if was_empty:
            self._name_card_fields()
        self.tell(100)

    def _refuse_codes(self) -> None:
        """A code may stand once, whatever the file says."""
        seen: dict[str, Node] = {}
        for node in self.document.nodes:
            if node.code and (known := seen.setdefault(node.code, node)) is not node:
                told = _(
                    "the code “%(code)s” is on line %(line)d already. A code may stand only once."
                )
                raise ImportRefused(told % {"code": node.code, "line": known.line}, node.line)

    def _remove(self) -> None:
        removed = self.difference.removed
        if not removed:
            return
        # What stays must not go with what it stood under.
        gone = {item.pk for item in removed}
        for item in self.items.values():
            if item.parent_id in gone:
                item.parent = self.root
        loose = [item for item in self.items.values() if item.parent_id == self.root.pk]
        Item.objects.bulk_update(loose, ["parent"], batch_size=many.BATCH)
        collector = Collector(using=router.db_for_write(Item))
        for item in removed:
            editing.signed(item, self.by)
        try:
            collector.collect(removed)
        except ProtectedError as refusal:
            raise _commented(removed) from refusal
        collector.delete()

    def _change(self, tiers: Tiers) -> None:
        changed = self.difference.changed
        recoded = [change for change in changed if "code" in change.before]
        self._park([change.item for change in recoded])
        for change in recoded:
            self.taken.discard(change.item.handle)
        for change in changed:
            item, node = change.item, change.node
            item.text, item.tier = node.text, tiers[node.level]
            for name, value in change.wanted.wording.items():
                setattr(item, name, value)
            if "code" in change.before:
                item.code, item.code_sort = node.code, natural_sort(node.code)
                item.handle = self._handle(item, tiers[node.level])
            if change.wanted.facts != change.facts:
                self.cards.append((item, change.facts, change.wanted.facts))
            self._fit(item, node)

    def _park(self, items: list[Item]) -> None:
        """Free codes and addresses that other items of the file are to have."""
        parked = Concat(Value("-"), Cast(F("pk"), CharField()))
        for start in range(0, len(items), many.BATCH):
            rows = Item.objects.filter(
                pk__in=[item.pk for item in items[start : start + many.BATCH]]
            )
            rows.update(code="", handle=parked)

    def _add(self, tiers: Tiers) -> None:
        """From above, for an item needs the number of the one that it stands under."""
        added = self.difference.added
        for node in added:
            self.items[node] = self._made(node, tiers)
        self._number()
        made = sorted((self.items[node] for node in added), key=lambda item: item.level)
        for _level, generation in groupby(made, key=lambda item: item.level):
            many.create(list(generation), self.at, self.by)
        for node in added:
            facts = self.difference.wishes[node].facts
            if facts:
                self.cards.append((self.items[node], EMPTY, facts))

    def _made(self, node: Node, tiers: Tiers) -> Item:
        item = Item(
            edition=self.edition,
            tier=tiers[node.level],
            code=node.code,
            code_sort=natural_sort(node.code),
            text=node.text,
            tree_id=self.root.tree_id,
            **self.difference.wishes[node].wording,
        )
        item.handle = self._handle(item, tiers[node.level])
        return self._fit(item, node)

    def _handle(self, item: Item, tier: Tier) -> str:
        """As `tree.free_handle`, of all handles at once."""
        stem = item.code
        if not stem:
            stem = slugify(f"{tier.name} {item.text}")[:60].strip("-") or "polozka"
        handle, number = stem, 1
        while handle in self.taken or (not item.code and handle in RESERVED_HANDLES):
            if item.code:
                told = _("The address with the code “%(code)s” already belongs to another item.")
                raise ValidationError(told % {"code": item.code})
            number += 1
            handle = f"{stem}-{number}"
        self.taken.add(handle)
        return handle

    def _fit(self, item: Item, node: Node) -> Item:
        try:
            fit: Item = many.fit(item, item, _REFERENCES)
        except ValidationError as error:
            raise ImportRefused(" ".join(error.messages), node.line) from error
        return fit

    def _store(self, before: dict[int, Place]) -> None:
        """What was there already: what was changed, and what has only shifted."""
        moved = {move.node for move in self.difference.moved}
        touched = [
            self.items[node] for node in moved | {change.node for change in self.difference.changed}
        ]
        for item in touched:
            item.version += 1
        pks = {item.pk for item in touched}
        shifted = [
            item
            for item in (self.root, *self.difference.items.values())
            if item.pk not in pks and _place_of(item) != before.get(item.pk)
        ]
        Item.objects.bulk_update(shifted, _PLACE, batch_size=many.BATCH)
        many.update(touched, (*_WORDING, *_PLACE), self.at, self.by)

    def _number(self) -> None:
        """Give every item its parent, its depth and its place, in the file's order."""
        counter = self.root.lft
        opened: list[tuple[Item, Iterator[Node]]] = [(self.root, iter(self.document.top))]
        while opened:
            above, rest = opened[-1]
            node = next(rest, None)
            counter += 1
            if node is None:
                above.rght = counter
                opened.pop()
                continue
            item = self.items[node]
            item.parent, item.level, item.lft = above, len(opened), counter
            opened.append((item, iter(node.children)))

    def _name_card_fields(self) -> None:
        """A plan that begins with this file shows what its cards say."""
        plan = self.edition.plan
        used = fields_used(self.difference.wishes.values())
        if used and used != plan.card_fields:
            plan.card_fields = used
            editing.signed(plan, self.by).save()


def _place_of(item: Item) -> Place:
    return item.parent_id, item.lft, item.rght, item.level


def _commented(removed: list[Item]) -> ImportRefused:
    """Names the first from below that something speaks of."""
    for item in reversed(removed):
        try:
            Collector(using=router.db_for_write(Item)).collect([item])
        except ProtectedError:
            break
    told = _("“%(item)s” is missing in the file, but cannot be removed. %(reason)s")
    reason = _("Comments speak of this item, so it cannot be deleted.")
    name = f"{label(item)} {shortened(item.text)}"
    return ImportRefused(told % {"item": name, "reason": reason})
