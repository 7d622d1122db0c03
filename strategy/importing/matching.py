"""What a document would change in a working draft.

A node of the document is the draft's item of the same key, where the file gives any; else of the
same code; else the one of the same wording, rather of the same level than of another; else, where
neither has a code, the only one of its level left at its place.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from strategy.importing.bodies import Bodies
from strategy.importing.content import Content
from strategy.importing.document import Document, Node
from strategy.importing.levels import folded
from strategy.importing.wanting import Wanted, Wishes, in_words
from strategy.measures import cards
from strategy.measures.cards import EMPTY, Facts
from strategy.models import Edition, Item, Tier


@dataclass(frozen=True)
class Change:
    """An item that the file has otherwise. `before` and `after` hold in words what differs,
    under "code", "text", "tier", fields of `told.WORDING` and of `told.CARD_FIELDS`."""

    item: Item
    node: Node
    before: dict[str, str]
    after: dict[str, str]
    facts: Facts
    wanted: Wanted

    @property
    def label(self) -> str:
        """What a reader called it before, where it was called anything."""
        return self.before.get("code") or self.node.label


@dataclass(frozen=True)
class Move:
    """An item that comes under another parent, or elsewhere among those it stands with.

    `before` and `after` name the parents; they are "" for the plan itself.
    """

    node: Node
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """Nodes, changes and moves in the document's order; removed items in the draft's.

    `items` has the draft's item of each node that is not added; `wishes` what is said of those
    that are.
    """

    items: dict[Node, Item]
    added: list[Node]
    changed: list[Change]
    moved: list[Move]
    removed: list[Item]
    wishes: dict[Node, Wanted] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.moved or self.removed)


def compare(content: Content, draft: Edition, bodies: Bodies) -> Difference:
    """Two queries at most, whatever the size."""
    document = content.document
    items = _items(draft)
    told = cards.of_edition(draft) if items and content.spoken else {}
    wishes = Wishes(content, bodies)
    matched = _match(content, items)
    kept = {item.pk for item in matched.values()}
    added = [node for node in document.nodes if node not in matched]
    changes = [
        _change(node, item, told.get(item.pk, EMPTY), wishes)
        for node in document.nodes
        if (item := matched.get(node))
    ]
    return Difference(
        items=matched,
        added=added,
        changed=[change for change in changes if change.before],
        moved=[_move(node, matched) for node in _moved(document, matched)],
        removed=[item for item in items if item.pk not in kept],
        wishes={node: wishes.of(node) for node in added},
    )


def _items(draft: Edition) -> list[Item]:
    """All but the root, each with its parent and its tier at hand, shared by those that have it."""
    rows = Item.objects.filter(edition=draft).select_related("tier").order_by("lft")
    tiers: dict[int | None, Tier | None] = {}
    items: dict[int, Item] = {}
    for item in rows.iterator(chunk_size=1000):
        item.tier = tiers.setdefault(item.tier_id, item.tier)
        if item.parent_id is not None:
            item.parent = items[item.parent_id]
        items[item.pk] = item
    return [item for item in items.values() if item.parent_id is not None]


def label(item: Item) -> str:
    """What a reader calls an item of the draft: its code, else its level."""
    return item.code or (item.tier.name if item.tier else "")


def _match(content: Content, items: list[Item]) -> dict[Node, Item]:
    matching = _Matching(content.document.nodes, items)
    matching.pair(content.keys.get, lambda item: item.key)
    matching.pair(lambda node: node.code, lambda item: item.code)
    matching.pair(
        lambda node: (node.text, folded(node.level.name)),
        lambda item: (item.text, _level_name(item)),
    )
    matching.pair(lambda node: node.text, lambda item: item.text)
    matching.pair_the_only_ones()
    return matching.matched


class _Matching:
    """Pairs nodes with items, each at most once."""

    def __init__(self, nodes: list[Node], items: list[Item]) -> None:
        self.nodes = nodes
        self.items = items
        self.matched: dict[Node, Item] = {}
        self.taken: set[int] = set()

    def pair(
        self, of_node: Callable[[Node], Hashable], of_item: Callable[[Item], Hashable]
    ) -> None:
        """Pair what is left by a trait, in order; nothing is paired by an empty one."""
        waiting: dict[Hashable, list[Item]] = defaultdict(list)
        for item in reversed(self.items):
            if item.pk not in self.taken:
                waiting[of_item(item)].append(item)
        for node in self.nodes:
            trait = of_node(node)
            if node not in self.matched and trait and waiting[trait]:
                self._take(node, waiting[trait].pop())

    def pair_the_only_ones(self) -> None:
        """From above, so that what is paired serves as the place of what is below it."""
        waiting: dict[Hashable, list[Item]] = defaultdict(list)
        for item in self.items:
            if item.pk not in self.taken and not item.code:
                waiting[_place(item), _level_name(item)].append(item)
        for node in self.nodes:
            if node in self.matched or node.code or (node.parent and self._is_new(node.parent)):
                continue
            place = self.matched[node.parent].pk if node.parent else None
            candidates = waiting[place, folded(node.level.name)]
            if len(candidates) == 1 and not self._has_rival(node):
                self._take(node, candidates.pop())

    def _take(self, node: Node, item: Item) -> None:
        self.matched[node] = item
        self.taken.add(item.pk)

    def _is_new(self, node: Node) -> bool:
        return node not in self.matched

    def _has_rival(self, node: Node) -> bool:
        beside = node.parent.children if node.parent else self.nodes
        return any(
            other is not node
            and other.parent is node.parent
            and other.level is node.level
            and not other.code
            and self._is_new(other)
            for other in beside
        )


def _level_name(item: Item) -> str:
    return folded(item.tier.name) if item.tier else ""


def _change(node: Node, item: Item, facts: Facts, wishes: Wishes) -> Change:
    wanted = wishes.of(node, item, facts)
    before = {"code": item.code, "text": item.text, "tier": item.tier.name if item.tier else ""}
    after = {"code": node.code, "text": node.text, "tier": node.level.name}
    before |= {name: str(getattr(item, name)) for name in wanted.wording}
    after |= wanted.wording
    if wanted.facts != facts:
        was, will = dict(before), dict(after)
        before = in_words(facts, item.lead, item.due) | was
        after = in_words(wanted.facts, wanted.wording.get("lead", item.lead), item.due) | will
    differing = [
        name
        for name in before
        if before[name] != after[name]
        and not (name == "tier" and folded(before[name]) == folded(after[name]))
    ]
    if wanted.facts != facts and not differing:
        # Such as an organisation found in the directory for a name that stays as written.
        differing = ["lead"]
    return Change(
        item,
        node,
        {name: before[name] for name in differing},
        {name: after[name] for name in differing},
        facts,
        wanted,
    )


def _moved(document: Document, matched: dict[Node, Item]) -> list[Node]:
    """Matched nodes that do not stay: as few as put the children of each parent in order."""
    moved: list[Node] = []
    for parent, children in document.families():
        staying: set[Node] = set()
        if parent is None or parent in matched:
            place = matched[parent].pk if parent else None
            there = [
                node for node in children if node in matched and _place(matched[node]) == place
            ]
            staying = set(_longest_in_order(there, lambda node: matched[node].lft))
        moved += [node for node in children if node in matched and node not in staying]
    return sorted(moved, key=lambda node: node.line)


def _place(item: Item) -> int | None:
    """Its parent; None where that is the plan itself."""
    return item.parent_id if item.level > 1 else None


def _move(node: Node, matched: dict[Node, Item]) -> Move:
    parent = matched[node].parent
    return Move(node, label(parent) if parent else "", node.parent.label if node.parent else "")


def _longest_in_order(nodes: list[Node], position: Callable[[Node], int]) -> list[Node]:
    """The most nodes whose positions rise, in the order given (patience sorting)."""
    piles: list[int] = []
    tops: list[Node] = []
    below: dict[Node, Node | None] = {}
    for node in nodes:
        index = bisect_left(piles, position(node))
        below[node] = tops[index - 1] if index else None
        piles[index : index + 1] = [position(node)]
        tops[index : index + 1] = [node]
    chain: list[Node] = []
    last = tops[-1] if tops else None
    while last:
        chain.append(last)
        last = below[last]
    return chain
