"""A plan whose settlement table has everything in it, and its formats read back."""

import csv
import io
import re
from html import unescape
from typing import Any

from docx import Document
from openpyxl import load_workbook
from openpyxl.cell import Cell

from comments import publication, receiving
from comments.models import Comment, Consultation, Point
from comments.receiving import Said
from comments.table import COLUMNS, GROUPS
from strategy.formats.separated import DELIMITER, unguarded
from strategy.models import Edition
from tests.factories import (
    add_point,
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    react,
    reword,
    settle,
)

# A value of each column by name, those that are empty left out.
Values = dict[str, str]
HOSTILE = "=1+1\n<b>&amp;„tučně“</b> @import 'x'; \x07konec"


def full_table() -> Edition:
    """The current edition of a plan with six comments; two texts look like formulas and markup."""
    edition = publish(make_plan())
    consultation = open_consultation(edition)
    item, measure = item_of(edition, "A1"), item_of(edition, "A1.1")
    named = {"name": "Jana Nová", "name_public": True, "organisation": "-Sdružení"}
    full = make_comment(item, text=HOSTILE, proposal="+420", rationale="'=A1", **named)
    changed = reword(item_of(draft_of(edition.plan), "A1.1"))
    accepted = settle(full.points.get(), outcome="accepted", changed_item=changed, by="@Odbor")
    react(accepted, "=NE()")
    make_comment(item, kind=Comment.Kind.NONE, text="Bez připomínek")
    weighed(edition)
    split = make_comment(measure, text="Mapu komunit a seznam služeb.")
    Point.objects.filter(comment=split).update(text="Mapu komunit.")
    settle(add_point(split, "Seznam služeb."), outcome="not_accepted", reasoning="Nelze.\n\nNe.")
    together(item, full.points.get())
    late(item, consultation)
    return Edition.objects.select_related("plan").get(pk=edition.pk)


def weighed(edition: Edition) -> None:
    """Two parts of a department; one is essential."""
    parts = [
        Said(item_of(edition, "A"), "Chybí cíl.", weight="essential"),
        Said(item_of(edition, "A1.2"), "Překlep.", weight="recommending"),
    ]
    said = receiving.receive(parts, name="Odbor", channel=Comment.Channel.IMPORT)
    publication.publish(said)


def together(item: Any, leader: Point) -> None:
    point = make_comment(item, text="Totéž jako první.").points.get()
    settle(point, outcome="explained")
    Point.objects.filter(pk=point.pk).update(together_with=leader)


def late(item: Any, consultation: Consultation) -> None:
    make_comment(item, text="Pozdě.", received_at=consultation.closes_at)


def of_sheet(file: bytes) -> list[Values]:
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    rows: list[tuple[Cell, ...]] = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in rows[0]] == [str(column.title) for column in COLUMNS]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    # Those of type "n" are empty.
    assert {cell.value for row in rows for cell in row if cell.data_type == "n"} <= {None}
    return [by_name([cell.value or "" for cell in row]) for row in rows[1:]]


def of_csv(file: bytes) -> list[Values]:
    text = file.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER)
    assert head == [str(column.title) for column in COLUMNS]
    return [by_name([unguarded(cell) for cell in row]) for row in rows]


def of_word(file: bytes) -> list[Values]:
    [table] = Document(io.BytesIO(file)).tables
    head, *rows = table.rows
    assert [cell.text for cell in head.cells] == [str(title) for title in GROUPS.values()]
    return [
        of_cells([[paragraph.text for paragraph in cell.paragraphs] for cell in row.cells])
        for row in rows
    ]


def of_html(html: str) -> list[Values]:
    """Rows of the page's table, or of the document that is typeset."""
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    return [of_cells([paragraphs(cell) for cell in _cells(row)]) for row in rows]


def _cells(row: str) -> list[str]:
    return re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)


def paragraphs(cell: str) -> list[str]:
    found = re.findall(r"<p\b[^>]*>(.*?)</p>", cell, re.DOTALL) or [cell]
    return [plain(one) for one in found]


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br\s*/?>\n?", "\n", html)))


def of_cells(cells: list[list[str]]) -> Values:
    """Values by name of a row of cells that hold paragraphs, the first of each without a title."""
    found: Values = {}
    for group, said in zip(GROUPS, cells, strict=True):
        columns = [column for column in COLUMNS if column.group == group]
        found[columns[0].name] = said[0]
        for paragraph in said[1:]:
            name, text = _titled(paragraph, columns[1:])
            found[name] = text
    return normal(found)


def _titled(paragraph: str, columns: list[Any]) -> tuple[str, str]:
    for column in columns:
        if paragraph.startswith(f"{column.title}: "):
            return column.name, paragraph.removeprefix(f"{column.title}: ")
    raise AssertionError(paragraph)


def by_name(cells: list[str]) -> Values:
    names = (column.name for column in COLUMNS)
    return normal(dict(zip(names, cells, strict=True)))


def normal(values: Values) -> Values:
    """Without empty values, typography's spaces, and the ways to write what cannot be written."""
    return {
        name: text.replace("\xa0", " ").replace("_x0007_", "\x07").replace("\ufffd", "\x07")
        for name, text in values.items()
        if text
    }
