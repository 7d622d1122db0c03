"""All of a text that the portal wrote, held against the draft that it is for."""

import re
from collections.abc import Sequence
from uuid import UUID

from strategy.importing.content import Content
from strategy.importing.document import Document, Node
from strategy.importing.faults import Exact, Fault
from strategy.importing.grammar import numbering
from strategy.importing.levels import Level
from strategy.importing.own_text import blocks, cards, matching
from strategy.importing.own_text.blocks import Block
from strategy.importing.own_text.matching import Known
from strategy.importing.sources import Source
from strategy.importing.told import Told
from strategy.measures import cards as measure_cards
from strategy.measures.cards import EMPTY
from strategy.models import Edition, Item, Tier


def read(source: Source, draft: Edition) -> Exact | None:
    """None where the text is none that this plan's portal wrote; needs `draft.plan` at hand."""
    found = blocks.of_source(source, draft.plan.slug)
    if not found:
        return None
    own = blocks.of_draft(draft, source.kind)
    items = Item.objects.shown().filter(edition=draft).select_related("tier").order_by("lft")
    known = [Known(item, block) for item, block in zip(items, own, strict=False)]
    if len(known) != len(own) or len(known) != len(items):
        return None
    return _Reading(found, known, draft).read()


class _Reading:
    def __init__(self, found: Sequence[Block], known: Sequence[Known], draft: Edition) -> None:
        self.blocks = found
        self.matched = matching.matched(found, known)
        self.cards = measure_cards.of_edition(draft)
        self.shapes = {
            (one.item.tier_id, numbering.shape(one.item.code)) for one in known if one.item.code
        }
        self.levels: dict[int, Level] = {}
        self.told: dict[Node, Told] = {}
        self.keys: dict[Node, UUID] = {}
        self.faults: list[Fault] = []

    def read(self) -> Exact | None:
        nodes: list[Node] = []
        above: list[tuple[int, Node]] = []
        for place, block in enumerate(self.blocks):
            alike = self.matched.get(place) or self._neighbour(place)
            if alike is None:
                return None
            node = self._node(place, block, alike.item)
            while above and above[-1][0] >= alike.item.level:
                above.pop()
            if above:
                node.parent = above[-1][1]
                node.parent.children.append(node)
            above.append((alike.item.level, node))
            nodes.append(node)
        content = Content(Document(nodes, [], []), self.told, cards.ALL, self.keys)
        return Exact(content, self.faults)

    def _neighbour(self, place: int) -> Known | None:
        """A known item that stands like a new one: the nearest above it, else the first below."""
        style = self.blocks[place].style
        order = [*range(place, -1, -1), *range(place + 1, len(self.blocks))]
        alike = (at for at in order if at in self.matched and self.blocks[at].style == style)
        return next((self.matched[at] for at in alike), None)

    def _node(self, place: int, block: Block, alike: Item) -> Node:
        known = self.matched.get(place)
        code, text = self._wording(block, known, alike)
        node = Node(self._level(alike.tier), code, text, block.number)
        own = known.block.said if known else ()
        before = self.cards.get(known.item.pk, EMPTY) if known else EMPTY
        said = cards.said(block.said, own, before)
        self.told[node] = said.told
        self.faults += [Fault(block.number, label, message) for label, message in said.faults]
        if known:
            self.keys[node] = known.item.key
        return node

    def _wording(self, block: Block, known: Known | None, alike: Item) -> tuple[str, str]:
        """Code and text; those of the draft where the line says the same."""
        if known and block.opening == known.block.opening:
            return known.item.code, known.item.text
        first, _space, rest = cards.unheld(block.opening).partition(" ")
        is_code = rest and (alike.tier_id, numbering.shape(first)) in self.shapes
        if is_code or (known and first == known.item.code):
            return first, rest
        tier = alike.tier.name if alike.tier else ""
        return "", re.sub(rf"^{re.escape(tier)}: ", "", cards.unheld(block.opening))

    def _level(self, tier: Tier | None) -> Level:
        if tier is None:
            raise LookupError
        if tier.pk not in self.levels:
            self.levels[tier.pk] = Level(
                tier.name, tier.name_plural, tier.position, is_measure=tier.is_measure
            )
        return self.levels[tier.pk]
