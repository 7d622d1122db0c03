"""Markdown, read back by a parser of CommonMark that is not ours."""

from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from strategy.formats import markdown, paragraphs
from strategy.models import Edition, Plan
from strategy.outline import Row, outline
from tests.factories import publish
from tests.strategy.formats import texts
from tests.strategy.formats.texts import edition_of, row_of

# (heading, measure or said; how deep; text)
Block = tuple[str, int, str]


def read(file: str) -> list[Block]:
    """Every block of text in a file, as the parser finds it."""
    found: list[Block] = []
    depth, begun, rank = 0, False, 0
    for token in MarkdownIt("commonmark").parse(file):
        if token.type == "bullet_list_open":
            depth += 1
        elif token.type == "bullet_list_close":
            depth -= 1
        elif token.type == "list_item_open":
            begun = True
        elif token.type == "heading_open":
            rank = int(token.tag[1:])
        elif token.type == "inline":
            kind = "heading" if rank else "measure" if begun else "said"
            found.append((kind, rank or depth, _text(token.children or [])))
            rank, begun = 0, False
        else:
            assert token.type in CLOSING, token.type
    return found


CLOSING = {"heading_close", "paragraph_open", "paragraph_close", "list_item_close"}
PLAIN = {"text": None, "text_special": None, "hardbreak": "\n"}
PLAIN |= dict.fromkeys(["strong_open", "strong_close"], "")


def _text(tokens: list[Token]) -> str:
    """Anything that is not plain text, a line break or a bold code is a mistake."""
    assert [token.type for token in tokens if token.type not in PLAIN] == []
    parts = [PLAIN[token.type] for token in tokens]
    return "".join(
        token.content if part is None else part
        for token, part in zip(tokens, parts, strict=True)
    )  # fmt: skip


def expected(rows: list[Row]) -> list[Block]:
    """What the outline says, block by block."""
    kinds = {"description": "said", "responsible": "said"}
    return [
        (
            kinds.get(one.kind, one.kind),
            min(one.depth + 1, 6) if one.kind == "heading" else one.depth,
            f"{one.label} {one.text}" if one.label else one.text,
        )
        for one in paragraphs.paragraphs(rows)
    ]


def opening(edition: Edition, rows: list[Row]) -> list[Block]:
    cover = edition.cover
    said = [paragraphs.imprint(edition), paragraphs.warning(edition)]
    said += [paragraphs.address(edition), paragraphs.printable(cover.summary)]
    said.append(paragraphs.codes_explained(rows))
    title = ("heading", 1, paragraphs.printable(cover.title))
    return [title, *(("said", 0, line) for line in said if line)]


def agrees(edition: Edition, rows: list[Row]) -> None:
    assert read(markdown.text(edition, rows)) == [*opening(edition, rows), *expected(rows)]


@settings(deadline=None)
@given(texts.rows())
def test_any_plan_reads_back_as_it_was(rows: list[Row]) -> None:
    agrees(edition_of(), rows)


@pytest.mark.parametrize("text", texts.HOSTILE)
def test_nothing_in_a_text_becomes_markup(text: str) -> None:
    rows = [row_of(1, text), row_of(2, text, is_measure=True, description=text, lead=text)]
    agrees(edition_of(title=text, summary=text, state="withdrawn"), rows)


def test_the_real_plan_reads_back_as_its_outline(real: Edition) -> None:
    rows = outline(real).rows
    agrees(real, rows)
    assert len(rows) == 67
    assert sum(row.is_measure for row in rows) == 46


def test_a_plan_of_other_levels_reads_back_as_its_outline(other: Edition) -> None:
    agrees(other, outline(other).rows)
    depths = [(kind, depth) for kind, depth, _text in read(markdown.content(other).decode())]
    assert [one for one in depths[3:] if one[0] != "said"] == [
        ("measure", 1),
        ("heading", 2),
        ("measure", 1),
        ("measure", 2),
        ("measure", 1),
    ]


def test_the_file_is_the_text_in_utf8(plan: Plan) -> None:
    edition = publish(plan)
    assert markdown.content(edition) == markdown.text(edition, outline(edition).rows).encode()


def test_a_code_stands_out_before_its_measure() -> None:
    row = row_of(1, "Rozvíjet (i jinak).", code="A_1", is_measure=True)
    assert markdown.text(edition_of(), [row]).endswith("\n\n- **A\\_1** Rozvíjet (i jinak).\n")


def test_it_takes_two_queries(plan: Plan, django_assert_num_queries: Any) -> None:
    edition = publish(plan)
    with django_assert_num_queries(2):
        markdown.content(edition)
