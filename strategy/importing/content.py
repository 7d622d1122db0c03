"""A file as a draft would have it: its items in their order, and what is said of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from strategy.importing import told
from strategy.importing.document import Document, Node
from strategy.importing.told import NOTHING, Told

# Says on the way how much is done, in per cent.
Tell = Callable[[int], None]


def nobody(_percent: int) -> None:
    """Nobody waits to be told."""


@dataclass(frozen=True)
class Content:
    """`spoken` are the fields that the file speaks of; what a draft has in others stays.

    `keys` are those that the file itself gives, by which its items are known again.
    """

    document: Document
    told: Mapping[Node, Told] = field(default_factory=dict)
    spoken: frozenset[str] = frozenset()
    keys: Mapping[Node, UUID] = field(default_factory=dict)

    def of(self, node: Node) -> Told:
        return self.told.get(node, NOTHING)

    def names(self) -> dict[str, list[Node]]:
        """Organisations as they are written, each with the items that name it."""
        found: dict[str, list[Node]] = {}
        for node, said in self.told.items():
            for one in said.facts.responsibilities:
                found.setdefault(one.written, []).append(node)
        return found


def of_document(document: Document) -> Content:
    """What was read out of a text."""
    said = {node: told.of_node(node) for node in document.nodes if node.entries}
    return Content(document, said, told.spoken_of(document))
