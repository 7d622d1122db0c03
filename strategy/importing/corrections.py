"""What a person changes in a Document before it is written, each change as data.

A correction is a mapping whose "do" is one of:

level: node, level (a name; of the document, of level_words, or a new one) · parent: node, parent
(a number, or None for the top) · code, text: node, value · entry: node, entry, part, text ·
add_entry: node, part, text · drop_entry: node, entry · leave_out: node · split: node, at (place in
its text) · merge: node, into · take: verdict, level (an item of what was left out or unsure).

Nodes bear the numbers they have in the document that was shown; those that split and take make
come after the last, in the order of the corrections. A place not given by hand is found anew.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from strategy.importing.as_data import Data, as_data, from_data
from strategy.importing.document import Document, Entry, Node
from strategy.importing.grammar import deadlines
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import BY_KEY
from strategy.importing.grammar.placing import arrange
from strategy.importing.levels import Level
from strategy.importing.refusal import ImportRefused
from strategy.importing.verdicts import Certainty, Rule

Correction = dict[str, Any]
OF_ITEM = frozenset(["", Part.LEVEL, Part.CODE, Part.TEXT])
NOT_SAID = frozenset([Part.LEVEL, Part.CODE, Part.TEXT, Part.LEADS, Part.TITLE])


def corrected(document: Document, corrections: list[Correction]) -> Document:
    """Another document with the corrections applied in order. Raises ImportRefused, naming the
    first that cannot be."""
    return numbered(as_data(document), corrections)[0]


def numbered(data: Data, corrections: list[Correction]) -> tuple[Document, dict[Node, int]]:
    """As `corrected`, of a document as data, with the numbers that nodes bear in corrections."""
    correcting = _Correcting(from_data(data))
    for number, correction in enumerate(corrections, start=1):
        try:
            correcting.apply(correction)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            reason = _("Correction %(number)d speaks of something that is not there.")
            raise ImportRefused(reason % {"number": number}) from error
    numbers = {node: number for number, node in enumerate(correcting.by_number)}
    return correcting.finished(), numbers


class _Correcting:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_number = list(document.nodes)
        self.order = list(document.nodes)
        self.fixed: set[Node] = set()
        self.levels = {level.name: level for level in document.levels()}
        self.deeds: dict[str, Callable[[Correction], None]] = {
            "level": self._level,
            "parent": self._parent,
            "code": self._code,
            "text": self._text,
            "entry": self._entry,
            "add_entry": self._add_entry,
            "drop_entry": self._drop_entry,
            "leave_out": self._leave_out,
            "split": self._split,
            "merge": self._merge,
            "take": self._take,
        }
        self.has_moved = False

    def apply(self, correction: Correction) -> None:
        self.deeds[correction["do"]](correction)

    def finished(self) -> Document:
        present = set(self.order)
        kept = {node.parent for node in self.order if node.parent and node.parent not in present}
        if self.has_moved or kept:
            arrange(self.order, self.fixed - {node for node in self.fixed if node.parent in kept})
        numbers = {node: number for number, node in enumerate(self.order)}
        for verdict in self.document.verdicts:
            if verdict.node is not None:
                verdict.node = numbers.get(self.by_number[verdict.node])
        return replace(self.document, nodes=self.order, refusal=None)

    def _node(self, correction: Correction, name: str = "node") -> Node:
        number = correction[name]
        node = self.by_number[number]
        if number < 0 or node not in self.order:
            raise KeyError(number)
        return node

    def _mark(self, node: Node) -> Node:
        node.rule, node.certainty = Rule.CORRECTED, Certainty.SURE
        self._settle(node, OF_ITEM, node.line)
        return node

    def _settle(self, node: Node, parts: Collection[str], line: int | None = None) -> None:
        """What was unsure there is so no more, for a person has decided; without a line on all."""
        if node not in self.by_number:
            return  # split off just now: no stretch of the file is its own yet
        number = self.by_number.index(node)
        for verdict in self.document.verdicts:
            if verdict.node == number and verdict.part in parts and line in (None, verdict.line):
                verdict.rule, verdict.certainty = Rule.CORRECTED, Certainty.SURE

    def _level(self, correction: Correction) -> None:
        node = self._mark(self._node(correction))
        node.level = self._named(correction["level"])
        self.has_moved = True

    def _named(self, name: str) -> Level:
        if name not in self.levels:
            self._add_level(name)
        return self.levels[name]

    def _add_level(self, name: str) -> None:
        """A level that the document has not: at its place by the words, else the lowest."""
        word = BY_KEY.get(flat(name))
        known = sorted(self.levels.values(), key=lambda level: level.rank)
        place = next(
            (
                place
                for place, level in enumerate(known)
                if word and (lower := BY_KEY.get(flat(level.name))) and word.band < lower.band
            ),
            len(known),
        )
        new = Level(
            word.name if word else name,
            word.plural if word else name,
            0,
            is_goal=word.is_goal if word else False,
            is_measure=word.is_measure if word else False,
        )
        known.insert(place, new)
        ranked = {level.name: replace(level, rank=rank) for rank, level in enumerate(known)}
        self.levels = ranked | {name: ranked[new.name]}
        for node in self.by_number:
            node.level = ranked[node.level.name]

    def _parent(self, correction: Correction) -> None:
        node = self._mark(self._node(correction))
        parent = None if correction["parent"] is None else self._node(correction, "parent")
        above = parent
        while above:
            if above is node:
                raise ImportRefused(_("An item cannot stand under itself."), node.line)
            above = above.parent
        node.parent = parent
        self.fixed.add(node)
        self.has_moved = True

    def _code(self, correction: Correction) -> None:
        self._mark(self._node(correction)).code = _words(correction["value"])
        self.has_moved = True

    def _text(self, correction: Correction) -> None:
        self._mark(self._node(correction)).text = _words(correction["value"])

    def _entry(self, correction: Correction) -> None:
        node = self._node(correction)
        place = _place(correction["entry"], node.entries)
        old = node.entries[place]
        node.entries[place] = _said(correction, old.line, old)
        if node.entries[place].certainty is Certainty.SURE:
            self._settle(node, [old.part], old.line)

    def _add_entry(self, correction: Correction) -> None:
        node = self._node(correction)
        node.entries.append(_said(correction, node.line, None))

    def _drop_entry(self, correction: Correction) -> None:
        node = self._node(correction)
        old = node.entries.pop(_place(correction["entry"], node.entries))
        self._settle(node, [old.part], old.line)

    def _leave_out(self, correction: Correction) -> None:
        node = self._node(correction)
        self._settle(node, ["", *Part.values])
        self.order.remove(node)
        self.has_moved = True

    def _split(self, correction: Correction) -> None:
        node, at = self._mark(self._node(correction)), correction["at"]
        before, after = node.text[:at].rstrip(), node.text[at:].lstrip()
        if at < 1 or not before or not after:
            raise ImportRefused(_("An item is split within its wording."), node.line)
        node.text = before
        new = Node(node.level, "", after, node.line, node.parent, area=node.area)
        self._insert(self._mark(new), self.order.index(node) + 1)

    def _insert(self, node: Node, place: int) -> None:
        self.order.insert(place, node)
        self.by_number.append(node)
        self.has_moved = True

    def _merge(self, correction: Correction) -> None:
        node, into = self._node(correction), self._mark(self._node(correction, "into"))
        if node is into:
            raise ImportRefused(_("An item cannot be merged with itself."), node.line)
        into.text = f"{into.text} {node.text}".strip()
        into.entries += node.entries
        self.order.remove(node)
        self.has_moved = True

    def _take(self, correction: Correction) -> None:
        """What the reading left out becomes an item where it stands."""
        number = correction["verdict"]
        verdict = self.document.verdicts[_place(number, self.document.verdicts)]
        new = Node(self._named(correction["level"]), "", _words(verdict.text), verdict.line)
        earlier = {each.node for each in self.document.verdicts[:number] if each.node is not None}
        above = [self.by_number[each] for each in earlier if self.by_number[each] in self.order]
        place = max((self.order.index(node) for node in above), default=-1) + 1
        self._insert(self._mark(new), place)
        verdict.node, verdict.part = len(self.by_number) - 1, Part.TEXT.value
        verdict.rule, verdict.certainty = Rule.CORRECTED, Certainty.SURE


def _place(number: int, within: list[Any]) -> int:
    if not 0 <= number < len(within):
        raise IndexError(number)
    return number


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value.strip()


def _said(correction: Correction, line: int, old: Entry | None) -> Entry:
    part = Part(correction["part"])
    if part in NOT_SAID:
        raise ValueError(part)
    text = _words(correction["text"])
    read = deadlines.read(text) if part is Part.DUE else None
    return Entry(
        part.value,
        text,
        line,
        old.label if old else "",
        read.normal if read else "",
        Rule.CORRECTED if read is None or read.normal else read.rule,
        Certainty.SURE if read is None or read.normal else Certainty.UNSURE,
    )
