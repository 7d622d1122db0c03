"""What the timelines show: all plans, one after another, and the phases of one plan."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kpss import when
from kpss.cycles.chains import Link
from kpss.cycles.reading import PhaseShown
from kpss.cycles.timeline import Drawing, Row, Span, draw
from kpss.models import Cycle, Phase
from strategy.models import Plan


def of_plans(chains: Sequence[Sequence[Link]]) -> Drawing | None:
    """Every plan with its period and its dated phases. Needs `phases` of each at hand."""
    rows = []
    for chain in chains:
        for number, link in enumerate(chain):
            rows.append(_plan(link.cycle, is_next=number > 0))
            rows += [_plan(cycle, depth=1) for cycle in link.action_plans]
    return draw(rows)


def of_phases(plan: Plan, phases: Sequence[PhaseShown]) -> Drawing | None:
    """Those of one plan that have a date; nothing where none has."""
    rows = [
        Row(shown.label, shown.dates, _of_phase(shown.phase, plan) if shown.phase else None)
        for shown in phases
        if shown.dates
    ]
    return draw(rows)


def period(plan: Plan) -> str:
    """“2010–2013”, “to 2009”, or nothing where no year is known."""
    if plan.period_from and plan.period_to:
        same = plan.period_from == plan.period_to
        return str(plan.period_to) if same else f"{plan.period_from}–{plan.period_to}"
    if plan.period_to:
        return _("to the year %(year)s") % {"year": plan.period_to}
    return _("from the year %(year)s") % {"year": plan.period_from} if plan.period_from else ""


def _plan(cycle: Cycle, *, depth: int = 0, is_next: bool = False) -> Row:
    marks = [span for phase in cycle.phases.all() if (span := _of_phase(phase, cycle.plan))]
    return Row(
        cycle.plan.title,
        period(cycle.plan) or _("the period is not known"),
        _period(cycle.plan),
        marks,
        depth,
        is_next,
    )


def _period(plan: Plan) -> Span | None:
    """Of the years of a plan; where one of the two is not known, the other year alone."""
    first, last = plan.period_from or plan.period_to, plan.period_to or plan.period_from
    if not (first and last):
        return None
    is_open = not (plan.period_from and plan.period_to)
    return Span(date(first, 1, 1), date(last, 12, 31), is_open)


def _of_phase(phase: Phase, plan: Plan) -> Span | None:
    """One without an end reaches to that of the plan; of an end alone its own days are drawn."""
    begins = when.first_day(phase.begins or phase.ends)
    ends = when.last_day(phase.ends or phase.begins)
    if begins is None or ends is None or ends < begins:
        return None
    if phase.is_open and plan.period_to:
        ends = max(ends, date(plan.period_to, 12, 31))
    return Span(begins, ends, phase.is_open or not phase.begins)
