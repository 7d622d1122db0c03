"""The numbers of a dashboard, counted by the database and kept while nothing changes.

Ten thousand measures take a moment to count; the page, its files, its lists and the staff's
version all stand on the same numbers, which are true for one revision of the pages and one day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Subquery, Sum

from strategy.dashboards.groups import Gap, Group, Term, conditions
from strategy.models import Item, MeasureState, PageRevision, Plan
from strategy.progress.states import approved

# Dashboards of so many plans, or days, are kept in each process.
KEPT = 50
# How many late measures the dashboard itself names; the others are on the list.
NAMED = 10
# Stands for the goal of measures right under the plan.
NO_GOAL = "plan"

ALL: Group = ("", "")
OVER: Group = ("obdobi", "skoncilo")
Tally = Counter[Group]


class Goal(NamedTuple):
    """An item above measures. `level` counts from 1; 0 stands for none, right under the plan."""

    handle: str
    code: str
    text: str
    level: int
    lft: int
    rght: int


class Summary(NamedTuple):
    """What is counted of some plans; leads and plans by their numbers, 0 for no lead.

    `goals` are those of one plan, in reading order; `late` and `undated` the first to name.
    In `whole`, OVER counts the measures of editions whose period has ended.
    """

    day: date
    whole: Tally
    goals: list[tuple[Goal, Tally]]
    leads: dict[int, Tally]
    plans: dict[int, Tally]
    late: list[int]
    undated: list[int]


def summary(plan: Plan | None, day: date) -> Summary:
    """Of one plan, or of all; one query where it was counted before."""
    return counted(plan.pk if plan else None, revision(plan), day)


def revision(plan: Plan | None) -> int:
    """Which pages of the plan are true now; of all plans together, it only grows. One query."""
    found = PageRevision.objects.filter(plan=plan) if plan else PageRevision.objects.all()
    return int(found.aggregate(sum=Sum("number"))["sum"] or 0)


@lru_cache(maxsize=KEPT)
def counted(plan_id: int | None, _revision: int, day: date) -> Summary:
    """The numbers themselves. Six queries at most, whatever the size."""
    plans = list(measured_plans().filter(pk=plan_id) if plan_id else measured_plans())
    groups = conditions(plans, day)
    states = of_plans(plan_id)
    late = states.filter(groups["termin", Term.LATE]).order_by("due_on", "item__lft")
    undated = states.filter(groups["chybi", Gap.DEADLINE]).order_by("plan__title", "item__lft")
    over = {OVER: Q(item__edition__period_to__lt=day.year)}
    parts = dict(_tallies(states, "item__parent" if plan_id else "plan", groups | over))
    return Summary(
        day=day,
        whole=sum(parts.values(), Counter()),
        goals=_goals(plan_id, parts) if plan_id else [],
        leads={lead or 0: tally for lead, tally in _tallies(states, "lead", groups)},
        plans={} if plan_id else {plan.pk: parts[plan.pk] for plan in plans if plan.pk in parts},
        late=list(late.values_list("pk", flat=True)[:NAMED]),
        undated=list(undated.values_list("pk", flat=True)[:NAMED]),
    )


def measured_plans() -> "QuerySet[Plan]":
    """Those with measures in force."""
    known = MeasureState.objects.order_by().values("plan")
    return Plan.objects.filter(pk__in=known).order_by("title")


def of_plans(plan_id: int | None) -> "QuerySet[MeasureState]":
    """The measures of one plan, or of all."""
    found = MeasureState.objects.order_by()
    return found.filter(plan=plan_id) if plan_id else found


def under(goal: Goal) -> Q:
    """The measures that stand below an item of their edition, at any depth."""
    if goal.handle == NO_GOAL:
        return Q(item__parent__parent=None)
    return Q(item__lft__gt=goal.lft, item__lft__lt=goal.rght)


def _counts(groups: dict[Group, Q]) -> dict[str, Count]:
    numbered = {f"n{number}": found for number, found in enumerate(groups.values())}
    return {"n": Count("pk")} | {
        name: Count("pk", filter=found) for name, found in numbered.items()
    }


def _tally(row: Mapping[str, Any], groups: Iterable[Group]) -> Tally:
    numbers = {group: row[f"n{number}"] for number, group in enumerate(groups)}
    return Counter({ALL: row["n"]} | numbers)


def _tallies(
    states: "QuerySet[MeasureState]", by: str, groups: dict[Group, Q]
) -> Iterator[tuple[int | None, Tally]]:
    """The numbers for each value of a column. One query."""
    for row in states.values(of=F(by)).annotate(**_counts(groups)):
        yield row["of"], _tally(row, groups)


def _goals(plan_id: int, by_parent: dict[int | None, Tally]) -> list[tuple[Goal, Tally]]:
    """What the numbers of the items right above measures make for each item above those."""
    edition = Subquery(approved(plan_id).values("pk")[:1])
    above = Item.objects.filter(edition=edition, rght__gt=F("lft") + 1).order_by("lft")
    tallies: list[tuple[Goal, Tally]] = []
    opened: list[tuple[Goal, Tally]] = []
    columns = ("handle", "code", "text", "level", "lft", "rght")
    for pk, *values in above.values_list("pk", *columns):
        goal, own = Goal(*values), by_parent.get(pk, Counter())
        if goal.level == 0:
            goal = goal._replace(handle=NO_GOAL)
            tallies.append((goal, own))
            continue
        opened = [entry for entry in opened if entry[0].rght > goal.rght]
        opened.append((goal, Counter()))
        tallies.append(opened[-1])
        for _above, tally in opened:
            tally.update(own)
    return [(goal, tally) for goal, tally in tallies if tally[ALL]]
