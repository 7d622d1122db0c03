"""Each item under the nearest one above it of a higher level, unless its code says that it
belongs under another."""

from collections.abc import Collection

from strategy.importing.codes import extends
from strategy.importing.document import Entry, Node
from strategy.importing.grammar.drafts import Draft, DraftEntry, Ledger, Note
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.numbering import Uppers
from strategy.importing.levels import Level
from strategy.importing.verdicts import Certainty, Rule


def placed(drafts: list[Draft], levels: dict[str, Level], ledger: Ledger) -> dict[Draft, Node]:
    """The node of each draft, in reading order; what is doubtful is noted in the ledger."""
    nodes = {draft: _node(draft, levels, ledger) for draft in drafts}
    doubtful = arrange(list(nodes.values()), fixed=())
    doubts = _Doubts(levels, ledger)
    for draft, node in nodes.items():
        doubts.note(draft, node, is_elsewhere=node in doubtful)
    return nodes


def arrange(nodes: list[Node], fixed: Collection[Node]) -> set[Node]:
    """Give each node its parent and its children; those in `fixed` keep their parent.

    Returns the nodes whose place and whose code say different things.
    """
    return _Arranging(nodes, fixed).arrange()


class _Arranging:
    def __init__(self, nodes: list[Node], fixed: Collection[Node]) -> None:
        self.nodes = nodes
        self.fixed = fixed
        self.codes: Uppers[str] = Uppers()
        for node in nodes:
            if node.code:
                self.codes.add(node.code, node.code)
        self.by_code: Uppers[Node] = Uppers()
        self.open: list[Node] = []
        self.doubtful: set[Node] = set()

    def arrange(self) -> set[Node]:
        for node in self.nodes:
            node.children = []
        for node in self.nodes:
            if node not in self.fixed:
                self._find_parent(node)
            if node.parent:
                node.parent.children.append(node)
            self.open = [*_way(node.parent), node]
            if node.code:
                self.by_code.add(node.code, node)
        return self.doubtful

    def _find_parent(self, node: Node) -> None:
        while self.open and self.open[-1].level.rank >= node.level.rank:
            self.open.pop()
        node.parent = self.open[-1] if self.open else None
        agrees = any(upper.code and extends(node.code, upper.code) for upper in self.open)
        if node.code and not agrees and any(upper.code for upper in self.open):
            self._follow_code(node)

    def _follow_code(self, node: Node) -> None:
        """Put it where its code goes on from. That is plain where the uppers stand in a list
        above their parts; else the place it stands at says otherwise."""
        uppers = [
            upper
            for upper in self.by_code.of(node.code)
            if extends(node.code, upper.code) and upper.level.rank < node.level.rank
        ]
        if not uppers:
            if any(extends(node.code, code) for code in self.codes.of(node.code)):
                self.doubtful.add(node)
            return
        upper = max(uppers, key=lambda each: len(each.code))
        stands_at = node.parent
        node.parent = upper
        if upper.children and stands_at and stands_at.level is upper.level:
            self.doubtful.add(node)


def _way(node: Node | None) -> list[Node]:
    """From the top to a node."""
    way: list[Node] = []
    while node:
        way.insert(0, node)
        node = node.parent
    return way


def _node(draft: Draft, levels: dict[str, Level], ledger: Ledger) -> Node:
    return Node(
        levels[draft.key],
        draft.code,
        ledger.text_of(draft.spans),
        draft.line,
        entries=[_entry(each, ledger) for each in draft.entries],
        area=draft.area,
        rule=draft.rule,
        certainty=draft.certainty,
    )


def _entry(draft: DraftEntry, ledger: Ledger) -> Entry:
    return Entry(
        str(draft.part),
        ledger.text_of(draft.spans),
        draft.line,
        draft.label,
        draft.normal,
        draft.rule,
        draft.certainty,
    )


class _Doubts:
    """Makes the verdict on an item's heading a doubt where something about the item is."""

    def __init__(self, levels: dict[str, Level], ledger: Ledger) -> None:
        self.levels = levels
        self.codes: dict[str, Node] = {}
        self.nameless: set[str] = set()
        self.notes: dict[Draft, Note] = {}
        for note in ledger.notes:
            if note.draft:
                self.notes.setdefault(note.draft, note)

    def note(self, draft: Draft, node: Node, *, is_elsewhere: bool) -> None:
        if is_elsewhere:
            self._say(draft, node, Rule.CODE_ELSEWHERE, [node.parent.label] if node.parent else [])
        if node.code in self.codes:
            self._say(draft, node, Rule.CODE_TWICE, [self.codes[node.code].level.name])
        if not node.text:
            self._say(draft, node, Rule.UNTITLED, [Part.TEXT.value])
        if draft.key.startswith("#") and draft.key not in self.nameless:
            self.nameless.add(draft.key)
            names = [level.name for level in self.levels.values() if level is not node.level]
            self._say(draft, node, Rule.CODE_ALONE, names)
        if node.code:
            self.codes[node.code] = node

    def _say(self, draft: Draft, node: Node, rule: Rule, alternatives: list[str]) -> None:
        node.certainty = Certainty.UNSURE
        if note := self.notes.get(draft):
            note.rule, note.certainty, note.alternatives = rule, Certainty.UNSURE, alternatives
