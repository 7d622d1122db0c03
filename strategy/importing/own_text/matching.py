"""Which item of the draft each block of the file is, and what block the draft itself has of it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from strategy.importing.own_text.blocks import Block
from strategy.models import Item


class Known(NamedTuple):
    """An item of the draft with its own block."""

    item: Item
    block: Block


def matched(blocks: Sequence[Block], known: Sequence[Known]) -> dict[int, Known]:
    """By the place of the block: the same to the letter first, then by its heading, its code."""
    matching = _Matching(blocks, known)
    matching.pair(lambda block: block.words, lambda one: one.block.words)
    matching.pair(lambda block: block.opening, lambda one: one.block.opening)
    matching.pair(lambda block: block.opening.split()[0], lambda one: one.item.code)
    matching.pair(lambda block: block.said, lambda one: one.block.said)
    return matching.found


class _Matching:
    def __init__(self, blocks: Sequence[Block], known: Sequence[Known]) -> None:
        self.blocks, self.known = blocks, known
        self.found: dict[int, Known] = {}
        self.taken: set[int] = set()

    def pair(
        self, of_block: Callable[[Block], Hashable], of_known: Callable[[Known], Hashable]
    ) -> None:
        """Pair what is left by a trait, in order; nothing by an empty one."""
        waiting: dict[Hashable, list[Known]] = defaultdict(list)
        for one in reversed(self.known):
            if one.item.pk not in self.taken:
                waiting[of_known(one)].append(one)
        for place, block in enumerate(self.blocks):
            trait = of_block(block)
            if place not in self.found and trait and waiting[trait]:
                one = waiting[trait].pop()
                self.found[place] = one
                self.taken.add(one.item.pk)
