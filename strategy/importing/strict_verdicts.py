"""Verdicts on a text that the strict reader took: a line belongs to the item above it."""

from strategy.importing.comment_section import SECTION
from strategy.importing.document import Document
from strategy.importing.layout import Line
from strategy.importing.verdicts import Rule, Span, Verdict


def verdicts_of(lines: list[Line], document: Document) -> list[Verdict]:
    """One verdict for each line of a text."""
    left_out = frozenset(document.left_out)
    begins = {node.line: number for number, node in enumerate(document.nodes)}
    verdicts: list[Verdict] = []
    node: int | None = None
    in_comments = False
    for piece, line in enumerate(lines):
        node = begins.get(line.number, node)
        in_comments = in_comments or (node is not None and SECTION.match(line.text) is not None)
        is_item = not in_comments and line.number not in left_out
        verdicts.append(
            Verdict(
                Span(piece, 0, len(line.text)),
                line.number,
                line.text,
                Rule.STRICT if is_item else Rule.COMMENTS if in_comments else Rule.BEFORE_PLAN,
                node=node if is_item else None,
            )
        )
    return verdicts
