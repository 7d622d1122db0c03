"""A file as the preview shows it: its items, its lines, and what would change."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from strategy.importing import money
from strategy.importing.bodies import Bodies, likely_kind
from strategy.importing.document import Document, Entry, Node
from strategy.importing.grammar.field_words import Part
from strategy.importing.imports import Understood
from strategy.importing.levels import Level
from strategy.importing.matching import Difference
from strategy.importing.told import CARD_FIELDS
from strategy.importing.verdicts import Certainty, Kind, Rule, Verdict
from strategy.measures import saying
from strategy.measures.directory import Directory


class ShownEntry(NamedTuple):
    """What is said under one name: texts, each with whether it is unsure."""

    part: str
    texts: list[tuple[str, bool]]


class Shown(NamedTuple):
    """An item; `number` is its own in corrections, None where it cannot be corrected by hand."""

    node: Node
    number: int | None
    depth: int
    entries: list[ShownEntry]

    @property
    def is_unsure(self) -> bool:
        return self.node.certainty is Certainty.UNSURE

    @property
    def has_doubt(self) -> bool:
        """Whether anything about it is unsure."""
        return self.is_unsure or any(
            unsure for entry in self.entries for _text, unsure in entry.texts
        )


class ShownLine(NamedTuple):
    """A stretch of the file by its place; what it says of which item, with that one's number."""

    place: int
    verdict: Verdict
    node: Node | None
    number: int | None
    part: str


class Change(NamedTuple):
    """What would become of one item: what differs as (field, before, after)."""

    label: str
    differences: list[tuple[str, str, str]]


class Missing(NamedTuple):
    """An organisation that the directory lacks, with what it most likely is."""

    name: str
    kind: str


def items(now: Understood, nodes: list[Node]) -> list[Shown]:
    return [Shown(node, now.numbers.get(node), depth_of(node), _entries(node)) for node in nodes]


def _entries(node: Node) -> list[ShownEntry]:
    """As they will be written, those of one name together."""
    return [
        ShownEntry(str(Part(part).label), [(_text(one), one.certainty == "unsure") for one in said])
        for part, said in groupby(node.entries, key=lambda one: one.part)
    ]


def _text(entry: Entry) -> str:
    if entry.part == Part.COSTS:
        return "; ".join(saying.cost(one.cost) for one in money.read_all(entry.text, entry.label))
    return entry.normal or entry.text


def depth_of(node: Node) -> int:
    depth = 0
    while node.parent:
        node, depth = node.parent, depth + 1
    return depth


def counts(document: Document) -> list[tuple[Level, int]]:
    """How many items of each level there are."""
    counted = Counter(node.level.name for node in document.nodes)
    return [(level, counted[level.name]) for level in document.levels()]


def said(now: Understood) -> list[tuple[str, int]]:
    """Of how many items something is said: a lead, a deadline …"""
    counted: Counter[str] = Counter()
    for node in now.document.nodes:
        told = now.content.of(node)
        counted.update({one.role for one in told.facts.responsibilities})
        counted.update(["due"] if told.wording.get("due") else [])
        counted.update(["indicators"] if told.facts.indicators else [])
        counted.update(["costs"] if told.facts.costs else [])
    return [(str(CARD_FIELDS[name].label), counted[name]) for name in CARD_FIELDS if counted[name]]


def lines(document: Document, kind: str) -> list[tuple[int, Verdict]]:
    """Stretches of the file with their numbers, all or those of one kind."""
    numbered = enumerate(document.verdicts)
    asked = [(number, one) for number, one in numbered if not kind or one.kind == kind]
    return [
        (number, one)
        for place, (number, one) in enumerate(asked)
        if not _repeats(one, asked[place - 1][1] if place else None)
    ]


def _repeats(one: Verdict, before: Verdict | None) -> bool:
    """Whether it says of a merged cell what was said of it already."""
    if one.rule is Rule.SAME_CELL:
        return True
    said = (one.line, one.text, one.rule)
    if before is None or one.node is not None:
        return False
    return said == (before.line, before.text, before.rule)


def shown_lines(now: Understood, listed: list[tuple[int, Verdict]]) -> list[ShownLine]:
    return [_shown_line(now, place, verdict) for place, verdict in listed]


def _shown_line(now: Understood, place: int, verdict: Verdict) -> ShownLine:
    node = now.document.nodes[verdict.node] if verdict.node is not None else None
    part = str(Part(verdict.part).label) if verdict.part else ""
    return ShownLine(place, verdict, node, now.numbers.get(node) if node else None, part)


def kinds(document: Document) -> list[tuple[Kind, int]]:
    return [(kind, len(lines(document, kind))) for kind in Kind]


def changes(found: Difference) -> Iterator[tuple[str, list[Change]]]:
    """The parts of a difference that hold something, each under its heading."""
    told = {
        _("Items added"): [Change(f"{it.label} {it.text}", []) for it in found.added],
        _("Items changed"): [
            Change(
                f"{it.label} {it.node.text}",
                [(_field(name), it.before[name], it.after[name]) for name in it.before],
            )
            for it in found.changed
        ],
        _("Items moved"): [
            Change(
                f"{it.node.label} {it.node.text}",
                [(_("stands under"), it.before or _("the plan"), it.after or _("the plan"))],
            )
            for it in found.moved
        ],
        _("Items removed"): [Change(str(it), []) for it in found.removed],
    }
    yield from ((heading, listed) for heading, listed in told.items() if listed)


def _field(name: str) -> str:
    if name in CARD_FIELDS:
        return str(CARD_FIELDS[name].label)
    own = {"code": _("code"), "text": _("wording"), "tier": _("level")}
    return own.get(name, _("explanation"))


def missing(now: Understood) -> tuple[list[Missing], list[str]]:
    """Organisations that could be created, and why of others nobody can say who is meant."""
    names = now.content.names()
    bodies = Bodies(Directory.read()) if names else Bodies(Directory([]))
    found = [Missing(name, likely_kind(name)) for name in bodies.missing(names)]
    return found, bodies.doubtful(names)
