"""What a file was understood to say: the plan's items with what is said of each, and comments."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from strategy.importing.comment_section import WrittenComment
from strategy.importing.levels import Level
from strategy.importing.refusal import ImportRefused
from strategy.importing.verdicts import Certainty, Kind, Rule, Verdict


@dataclass(slots=True)
class Entry:
    """One thing that is said of an item: one organisation, one deadline, one indicator.

    `part` is of grammar.field_words.Part; `label` is the word of the document, "" for none;
    `text` is verbatim. `normal` is the form of strategy.due of a deadline; "" where it has none.
    """

    part: str
    text: str
    line: int
    label: str = ""
    normal: str = ""
    rule: Rule = Rule.LABEL
    certainty: Certainty = Certainty.SURE


@dataclass(eq=False, slots=True)
class Node:
    """An item as the file has it. Top nodes have no parent. `area` is the title above it that
    the file gives no level for, such as a slide's."""

    level: Level
    code: str
    text: str
    line: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    area: str = ""
    rule: Rule = Rule.STRICT
    certainty: Certainty = Certainty.SURE

    @property
    def label(self) -> str:
        return self.code or self.level.name

    def said(self, part: str) -> list[str]:
        """What is said of it under one part, in the document's order.

        >>> Node(Level("Opatření", "Opatření", 0), "", "X", 1).said("lead")
        []
        """
        return [entry.text for entry in self.entries if entry.part == part]


@dataclass(frozen=True)
class Document:
    """Nodes in reading order, comments, and the lines that were left out.

    `verdicts` say of every stretch of the file what became of it, in the file's order; the
    strict reader gives none. `refusal` is why the strict reader does not take the file though it
    is in its layout: whoever writes without a preview raises it.
    """

    nodes: list[Node]
    comments: list[WrittenComment]
    left_out: list[int]
    verdicts: list[Verdict] = field(default_factory=list)
    refusal: ImportRefused | None = None

    @property
    def top(self) -> list[Node]:
        return [node for node in self.nodes if node.parent is None]

    @property
    def doubts(self) -> list[Verdict]:
        """What a person has to look at before it is written."""
        return [verdict for verdict in self.verdicts if verdict.kind is Kind.UNSURE]

    def families(self) -> Iterator[tuple[Node | None, list[Node]]]:
        """Each parent with its children, a parent before what is below it; first the top."""
        yield None, self.top
        for node in self.nodes:
            yield node, node.children

    def levels(self) -> list[Level]:
        """The levels that occur, the highest first."""
        return sorted({node.level for node in self.nodes}, key=lambda level: level.rank)
