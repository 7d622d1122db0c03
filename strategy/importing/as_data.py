"""A Document as plain data and back, for a page that shows it and for keeping it meanwhile."""

from dataclasses import asdict
from datetime import date
from typing import Any

from strategy.importing.comment_section import WrittenComment
from strategy.importing.document import Document, Entry, Node
from strategy.importing.levels import Level
from strategy.importing.refusal import ImportRefused
from strategy.importing.verdicts import Certainty, Rule, Span, Verdict

Data = dict[str, Any]


def as_data(document: Document) -> Data:
    """The document as what JSON can hold.

    levels: name, plural, rank, is_goal, is_measure · nodes: level and parent by their numbers
    (parent null at the top), code, text, line, area, rule, certainty, entries · comments ·
    left_out: lines · verdicts: span [piece, start, end], line, text, kind, rule, certainty, node,
    part, alternatives · refusal: a sentence and its line, or null.
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
        "verdicts": [_of_verdict(verdict) for verdict in document.verdicts],
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
        [_verdict(each) for each in data["verdicts"]],
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
        "entries": [
            asdict(entry) | {"rule": entry.rule.value, "certainty": entry.certainty.value}
            for entry in node.entries
        ],
    }


def _node(data: Data, levels: list[Level]) -> Node:
    return Node(
        levels[data["level"]],
        data["code"],
        data["text"],
        data["line"],
        entries=[_entry(entry) for entry in data["entries"]],
        area=data["area"],
        rule=Rule(data["rule"]),
        certainty=Certainty(data["certainty"]),
    )


def _entry(data: Data) -> Entry:
    told = {"rule": Rule(data["rule"]), "certainty": Certainty(data["certainty"])}
    return Entry(**data | told)


def _of_verdict(verdict: Verdict) -> Data:
    return {
        "span": list(verdict.span),
        "line": verdict.line,
        "text": verdict.text,
        "kind": verdict.kind.value,
        "rule": verdict.rule.value,
        "certainty": verdict.certainty.value,
        "node": verdict.node,
        "part": verdict.part,
        "alternatives": verdict.alternatives,
    }


def _verdict(data: Data) -> Verdict:
    return Verdict(
        Span(*data["span"]),
        data["line"],
        data["text"],
        Rule(data["rule"]),
        Certainty(data["certainty"]),
        data["node"],
        data["part"],
        list(data["alternatives"]),
    )


def _refusal(data: Data | None) -> ImportRefused | None:
    """The sentence names its line already."""
    if data is None:
        return None
    refusal = ImportRefused(data["reason"])
    refusal.line = data["line"]
    return refusal
