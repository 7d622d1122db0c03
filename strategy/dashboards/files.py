"""The numbers of a dashboard as data, the same as on the page and with all rows."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from strategy.dashboards import tables
from strategy.dashboards.counting import ALL, Summary
from strategy.dashboards.groups import DIMENSIONS
from strategy.dashboards.scope import Scope
from strategy.dashboards.tables import COLUMNS, Line
from strategy.formats.separated import separated
from strategy.naming import absolute


def sections(scope: Scope, summary: Summary) -> Iterator[tuple[str, str, list[Line]]]:
    """Everything that is counted: a word for each section, what it is called, and its rows."""
    for dimension, title in titles().items():
        yield dimension, title, tables.by_group(scope, summary, dimension).lines
    if scope.plan:
        yield "cil", _("By goal"), tables.by_goal(scope, summary, whole=True).lines
    else:
        yield "plan", _("By plan"), tables.by_plan(scope, summary).lines
    yield "gestor", _("By lead"), tables.by_lead(scope, summary, {}, whole=True).lines


def titles() -> dict[str, str]:
    """What the sections of groups are called."""
    names = {
        "stav": _("What leads say"),
        "vyhled": _("How it goes on, as leads say"),
        "stari": _("How old that is"),
        "chybi": _("What is missing"),
        "termin": _("By when"),
    }
    return {dimension: names[dimension] for dimension in DIMENSIONS}


def as_table(scope: Scope, summary: Summary) -> bytes:
    """As CSV. Groups have one number, goals, leads and plans one for each column."""
    columns = [_("Sorted by"), _("Code"), _("Name"), *(str(name) for _group, name in COLUMNS)]
    rows = [
        _cells(title, line) for _word, title, lines in sections(scope, summary) for line in lines
    ]
    return separated(columns, rows)


def _cells(title: str, line: Line) -> list[str | int]:
    numbers = [cell.number for cell in line.cells]
    empty = [""] * (len(COLUMNS) - len(numbers))
    return [title, line.code, line.label, *numbers, *empty]


def as_data(scope: Scope, summary: Summary) -> dict[str, Any]:
    """As what becomes JSON. Numbers are known by the words of the addresses that list them."""
    return {
        "plan": scope.plan.slug if scope.plan else None,
        "title": scope.title,
        "day": summary.day.isoformat(),
        "measures": summary.whole[ALL],
        "sections": [
            {"name": word, "title": title, "rows": [_row(line) for line in lines]}
            for word, title, lines in sections(scope, summary)
        ],
    }


def _row(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.label,
        "level": line.level,
        "numbers": [
            {
                "name": cell.heading,
                "measures": cell.number,
                "list": absolute(cell.address) if cell.address else None,
            }
            for cell in line.cells
        ],
    }
