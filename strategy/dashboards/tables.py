"""The numbers of a dashboard as tables of links, with the charts above them."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.dashboards import counting
from strategy.dashboards.chart import Chart, Measured, chart
from strategy.dashboards.choosing import GOAL, LEAD, NO_LEAD, PLAN
from strategy.dashboards.counting import ALL, NO_GOAL, Goal, Summary, Tally
from strategy.dashboards.groups import DIMENSIONS, Age, Gap, Group, Outlook, Said, Term
from strategy.dashboards.scope import Scope
from strategy.models import Organisation

# Rows that a table has before somebody asks for the whole of it.
MOST_ROWS = 30
DONE: Group = ("stav", Said.DONE)
LATE: Group = ("termin", Term.LATE)
UNDATED: Group = ("chybi", Gap.DEADLINE)

COLUMNS = [
    (ALL, gettext_lazy("Measures")),
    (DONE, gettext_lazy("Done, proven")),
    (("stav", Said.CLAIMED), gettext_lazy("Done, not proven")),
    (("stav", Said.UNDER_WAY), gettext_lazy("Under way")),
    (LATE, gettext_lazy("Past the deadline")),
]
# What helps those who see to it that the plan is carried out.
STAFF_COLUMNS = [
    *COLUMNS,
    (("stav", Said.NOTHING), gettext_lazy("Nothing said")),
    (("stari", Age.OLDER), gettext_lazy("Said over a year ago")),
    (("vyhled", Outlook.AT_RISK), gettext_lazy("At risk")),
    (("chybi", Gap.EVIDENCE), gettext_lazy("Without evidence")),
    (("chybi", Gap.READING), gettext_lazy("Without a reading")),
    (("chybi", Gap.DEADLINE), gettext_lazy("Without a deadline")),
    (("chybi", Gap.LEAD), gettext_lazy("Without a lead")),
]
FIGURES = [ALL, DONE, ("stav", Said.CLAIMED), ("vyhled", Outlook.AT_RISK), LATE]


class Cell(NamedTuple):
    """A number with its heading; `address` lists the measures that it counts, empty for none."""

    heading: str
    number: int
    address: str


class Line(NamedTuple):
    """`level` counts from 1; `own` is the page of what the row is about, if it has one."""

    label: str
    code: str
    level: int
    own: str
    cells: list[Cell]

    @property
    def number(self) -> int:
        return self.cells[0].number


class Table(NamedTuple):
    """`more` rows are left out; `chart` is None where there is nothing to draw."""

    headings: list[str]
    lines: list[Line]
    chart: Chart | None
    more: int = 0


def figures(scope: Scope, summary: Summary) -> list[Cell]:
    """The numbers above all others."""
    return [cell(scope, summary, group) for group in FIGURES]


def cell(scope: Scope, summary: Summary, group: Group) -> Cell:
    """The number of one group in the whole scope."""
    headings: dict[Group, str] = {one: str(name) for one, name in STAFF_COLUMNS}
    return _cell(scope, summary.whole, group, headings[group], {})


def by_group(scope: Scope, summary: Summary, dimension: str) -> Table:
    """One number for each group of a dimension."""
    groups: type[TextChoices] = DIMENSIONS[dimension]
    heading = _("Measures")
    lines = [
        Line(
            capfirst(str(group.label)),
            "",
            1,
            "",
            [_cell(scope, summary.whole, (dimension, group.value), heading, {})],
        )
        for group in groups
    ]
    drawn = chart([Measured(line.label, line.number) for line in lines])
    return Table([heading], lines, drawn)


def by_goal(scope: Scope, summary: Summary, *, whole: bool) -> Table:
    """The items above measures: as many levels as fit, or all."""
    assert scope.plan is not None  # noqa: S101  (goals are of one plan)
    shown = summary.goals if whole else _upper(summary.goals)
    address = scope.plan.get_absolute_url()
    rows = []
    for goal, tally in shown:
        is_none = goal.handle == NO_GOAL
        label = _("Right under the plan") if is_none else goal.text
        own = "" if is_none else f"{address}{goal.handle}/"
        head = Line(label, "" if is_none else goal.code, max(goal.level, 1), own, [])
        rows.append((head, {GOAL: goal.handle}, tally))
    return _table(scope, rows, left_out=len(summary.goals) - len(shown))


def by_lead(scope: Scope, summary: Summary, pages: Mapping[int, str], *, whole: bool) -> Table:
    """Who leads most first, what nobody leads last; `pages` are their addresses. One query."""
    names = _names(summary)
    ordered = sorted(
        summary.leads.items(), key=lambda lead: (not lead[0], -lead[1][ALL], names[lead[0]])
    )
    shown = ordered if whole or len(ordered) <= MOST_ROWS else [*ordered[:MOST_ROWS]]
    rows = [
        (Line(names[pk], "", 1, pages.get(pk, ""), []), {LEAD: str(pk) if pk else NO_LEAD}, tally)
        for pk, tally in shown
    ]
    return _table(scope, rows, left_out=len(ordered) - len(shown))


def by_plan(scope: Scope, summary: Summary) -> Table:
    """All plans, each with the way to its own numbers. One query."""
    tallies = summary.plans
    rows = [
        (Line(plan.title, "", 1, scope.of(plan).path, []), {PLAN: plan.slug}, tallies[plan.pk])
        for plan in counting.measured_plans()
        if plan.pk in tallies
    ]
    return _table(scope, rows)


def leads(summary: Summary) -> list[tuple[str, str]]:
    """What to choose from: the word of the address and the name, by the alphabet. One query."""
    names = _names(summary)
    found = [(str(pk), names[pk]) for pk in sorted(summary.leads, key=names.__getitem__) if pk]
    return [*found, (NO_LEAD, _("without a lead"))]


def _names(summary: Summary) -> dict[int, str]:
    known = Organisation.objects.in_bulk([pk for pk in summary.leads if pk])
    return {0: _("Without a lead")} | {pk: str(one) for pk, one in known.items()}


def _upper(goals: list[tuple[Goal, Tally]]) -> list[tuple[Goal, Tally]]:
    """Whole levels from above while they fit; of the highest one at most MOST_ROWS."""
    shown: list[tuple[Goal, Tally]] = []
    by_level = sorted(goals, key=lambda entry: (entry[0].level, entry[0].lft))
    for _level, found in groupby(by_level, key=lambda entry: max(entry[0].level, 1)):
        level = list(found)
        if shown and len(shown) + len(level) > MOST_ROWS:
            break
        shown += level[:MOST_ROWS]
    return sorted(shown, key=lambda entry: entry[0].lft)


def _table(
    scope: Scope, rows: Sequence[tuple[Line, dict[str, str], Tally]], left_out: int = 0
) -> Table:
    columns = STAFF_COLUMNS if scope.is_staff else COLUMNS
    headings = {group: str(name) for group, name in columns}
    lines = [
        head._replace(
            cells=[_cell(scope, tally, group, headings[group], words) for group in headings]
        )
        for head, words, tally in rows
    ]
    level = _level_of_chart([head.level for head, _words, _tally in rows])
    drawn = [
        Measured(f"{head.code} {head.label}".strip(), tally[ALL], tally[DONE])
        for head, _words, tally in rows
        if head.level == level
    ]
    return Table(list(headings.values()), lines, chart(drawn), left_out)


def _level_of_chart(levels: Sequence[int]) -> int:
    """The highest that has something to compare; 0 where none has."""
    return next((level for level in sorted(set(levels)) if levels.count(level) > 1), 0)


def _cell(scope: Scope, tally: Tally, group: Group, heading: str, words: dict[str, str]) -> Cell:
    number = tally[group]
    dimension, code = group
    if dimension:
        words = words | {dimension: str(code)}
    return Cell(heading, number, scope.list_of(words) if number else "")
