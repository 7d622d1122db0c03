"""Ways to read a text or a table and to look at what was understood, shared by these tests."""

from django.conf import settings

from strategy.importing import layout
from strategy.importing.document import Document, Node
from strategy.importing.grammar.learning import learn
from strategy.importing.sources import Source, Table

FIXTURES = settings.BASE_DIR / "fixtures"
Rows = list[list[str]]


def lines(text: str) -> Document:
    return blocks(text)


def blocks(*parts: str | Rows) -> Document:
    """Document of texts and tables in a row."""
    found: list[layout.Line | Table] = []
    number = 1
    for part in parts:
        if isinstance(part, str):
            split = layout.split(part)
            found += [line._replace(number=line.number + number) for line in split]
            number += part.count("\n") + 1
        else:
            found.append(Table(number, 0, part, list(range(number, number + len(part)))))
            number += len(part)
    return learn(Source("docx", found, []))


def depth(node: Node) -> int:
    return 1 + depth(node.parent) if node.parent else 0


def told(document: Document) -> list[str]:
    """Each item as "  Level code: text | part=value | …", indented by its depth."""
    return [
        "  " * depth(node)
        + " | ".join(
            [
                f"{node.level.name} {node.code}".strip() + f": {node.text}",
                *(f"{entry.part}={entry.normal or entry.text}" for entry in node.entries),
            ]
        )
        for node in document.nodes
    ]


def doubts(document: Document) -> list[tuple[int, str]]:
    """The line and the rule of each unsure verdict."""
    return [(verdict.line, verdict.rule.value) for verdict in document.doubts]
