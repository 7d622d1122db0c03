"""A Document as plain data and back, for a page that shows it and for keeping it meanwhile."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from strategy.importing.comment_section import WrittenComment
from strategy.importing.document import Document, Entry, Node
from strategy.importing.levels import Level
from strategy.importing.refusal import ImportRefused
from strategy.importing.verdicts import Certainty, Rule, Span, Verdict

Data = dict[str, Any]

VERDICT: dict[str, Callable[[Verdict], Any]] = {
    "span": lambda verdict: list(verdict.span),
    "line": lambda verdict: verdict.line,
    "text": lambda verdict: verdict.text,
    "rule": lambda verdict: verdict.rule.value,
    "certainty": lambda verdict: verdict.certainty.value,
    "node": lambda verdict: verdict.node,
    "part": lambda verdict: verdict.part,
    "alternatives": lambda verdict: verdict.alternatives,
}


def as_data(document: Document) -> Data:
    """The document as what JSON can hold.

    levels: name, plural, rank, is_goal, is_measure · nodes: level and parent by their numbers
    (parent null at the top), code, text, line, area, rule, certainty, entries; an entry is a row of
    part, text, line, label, normal, rule, certainty · comments · left_out: lines · verdicts: a
    column for each of VERDICT, since a long file has tens of thousands of them · refusal: a
    sentence and its line, or null.
    """
    levels = document.levels()
    numbers = {node: number for number, node in enumerate(document.nodes)}
    places = {level.name: place for place, level in enumerate(levels)}
    refusal = document.refusal
    return {
        "levels": [asdict(level) for level in levels],
        "nodes": [_of_node(node, numbers, places) for node in document.nodes],
        "comments": [
            asdict(comment) | {"date": comment.date.isoformat()} for comment in document.comments
        ],
        "left_out": document.left_out,
        "verdicts": {name: [of(one) for one in document.verdicts] for name, of in VERDICT.items()},
        "refusal": refusal and {"reason": str(refusal), "line": refusal.line},
    }


def from_data(data: Data) -> Document:
    """The document that as_data was made of."""
    levels = [Level(**level) for level in data["levels"]]
    nodes = [_node(each, levels) for each in data["nodes"]]
    for node, each in zip(nodes, data["nodes"], strict=True):
        if each["parent"] is not None:
            node.parent = nodes[each["parent"]]
            node.parent.children.append(node)
    return Document(
        nodes,
        [
            WrittenComment(**each | {"date": date.fromisoformat(each["date"])})
            for each in data["comments"]
        ],
        list(data["left_out"]),
        [_verdict(*row) for row in zip(*map(data["verdicts"].get, VERDICT), strict=True)],
        _refusal(data["refusal"]),
    )


def _of_node(node: Node, numbers: dict[Node, int], places: dict[str, int]) -> Data:
    return {
        "level": places[node.level.name],
        "parent": numbers[node.parent] if node.parent else None,
        "code": node.code,
        "text": node.text,
        "line": node.line,
        "area": node.area,
        "rule": node.rule.value,
        "certainty": node.certainty.value,
        "entries": [_of_entry(entry) for entry in node.entries],
    }


def _node(data: Data, levels: list[Level]) -> Node:
    return Node(
        levels[data["level"]],
        data["code"],
        data["text"],
        data["line"],
        entries=[_entry(*entry) for entry in data["entries"]],
        area=data["area"],
        rule=Rule(data["rule"]),
        certainty=Certainty(data["certainty"]),
    )


def _of_entry(entry: Entry) -> list[str | int]:
    told = (entry.rule.value, entry.certainty.value)
    return [entry.part, entry.text, entry.line, entry.label, entry.normal, *told]


def _entry(
    part: str, text: str, line: int, label: str, normal: str, rule: str, certainty: str
) -> Entry:
    return Entry(part, text, line, label, normal, Rule(rule), Certainty(certainty))


def _verdict(
    span: list[int],
    line: int,
    text: str,
    rule: str,
    certainty: str,
    node: int | None,
    part: str,
    alternatives: list[str],
) -> Verdict:
    told = Rule(rule), Certainty(certainty)
    return Verdict(Span(*span), line, text, *told, node, part, list(alternatives))


def _refusal(data: Data | None) -> ImportRefused | None:
    """The sentence names its line already."""
    if data is None:
        return None
    refusal = ImportRefused(data["reason"])
    refusal.line = data["line"]
    return refusal
