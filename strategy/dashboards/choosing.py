"""The measures behind a number: what an address chooses, and a page of them."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404

from strategy import organisations
from strategy.dashboards import counting
from strategy.dashboards.counting import Goal, Summary
from strategy.dashboards.groups import DIMENSIONS, Term, conditions
from strategy.dashboards.scope import Scope
from strategy.form_fields import number_in
from strategy.models import MeasureState
from strategy.progress import signals
from strategy.progress.signals import Signals

PAGE = 100
GOAL, LEAD, PLAN = "cil", "gestor", "plan"
NO_LEAD = "zadny"

Found = TypeVar("Found")


class Choice(NamedTuple):
    """What of a scope is chosen; `words` are those of the address."""

    words: dict[str, str]
    condition: Q
    goal: Goal | None = None

    @property
    def query(self) -> str:
        """The words as an address has them."""
        return urlencode(self.words)


class Row(NamedTuple):
    """A measure in a list; `lead_page` is where the public reads of its lead, if anywhere."""

    state: MeasureState
    signals: Signals
    address: str
    lead_page: str


def chosen(scope: Scope, summary: Summary, given: Mapping[str, str]) -> Choice:
    """What the words of an address choose. A query at most; raises Http404 where they mean nothing.

    What is not asked for by any word is left out; several words hold together.
    """
    words = {name: given[name] for name in parameters(scope) if given.get(name)}
    condition, goal = Q(), None
    plans = [scope.plan] if scope.plan else list(counting.measured_plans())
    groups = conditions(plans, summary.day)
    for dimension in DIMENSIONS:
        if dimension in words:
            condition &= _known(groups.get((dimension, words[dimension])))
    if LEAD in words:
        condition &= _led_by(words[LEAD])
    if PLAN in words:
        condition &= Q(plan__slug=words[PLAN])
    if GOAL in words:
        goal = _known(next((one for one, _n in summary.goals if one.handle == words[GOAL]), None))
        condition &= counting.under(goal)
    return Choice(words, condition, goal)


def parameters(scope: Scope) -> list[str]:
    """By what measures of a scope can be chosen: goals are of one plan."""
    return [GOAL if scope.plan else PLAN, *DIMENSIONS, LEAD]


def measures(scope: Scope, choice: Choice) -> "QuerySet[MeasureState]":
    """Those chosen: in the order of plans, but what is late the latest first."""
    found = counting.of_plans(scope.plan.pk if scope.plan else None).filter(choice.condition)
    if choice.words.get("termin") == Term.LATE:
        return found.order_by("due_on", "plan__title", "item__lft")
    return found.order_by("plan__title", "plan", "item__lft")


def page(scope: Scope, choice: Choice, number: int, day: date) -> tuple[list[Row], bool]:
    """A page of those chosen, counted from 1, and whether another follows. Two queries."""
    start = (number - 1) * PAGE
    found = states(measures(scope, choice)[start : start + PAGE + 1], staff=scope.is_staff)
    shown = found[:PAGE]
    pages = organisations.addresses({one.lead_id for one in shown if one.lead_id})
    return [_row(one, day, pages) for one in shown], len(found) > PAGE


def named(pks: list[int], day: date, pages: Mapping[int, str]) -> list[Row]:
    """The measures of these states, in that order; `pages` are of their leads. One query."""
    found = {one.pk: one for one in states(MeasureState.objects.filter(pk__in=pks))}
    return [_row(found[pk], day, pages) for pk in pks if pk in found]


def states(chosen: "QuerySet[MeasureState]", *, staff: bool = False) -> list[MeasureState]:
    """Measures as lists show them; for staff also by whom and how the last word came. One query."""
    with_these = ["item", "plan", "lead"]
    if staff:
        with_these += ["report__by", "report__organisation"]
    return list(chosen.select_related(*with_these))


def _row(state: MeasureState, day: date, pages: Mapping[int, str]) -> Row:
    said = signals.of(state, state.plan.card_fields, day)
    return Row(state, said, _address(state), pages.get(state.lead_id or 0, ""))


def _address(state: MeasureState) -> str:
    """Measures that have a state are of the edition which their plan shows."""
    return f"{state.plan.get_absolute_url()}{state.item.handle}/"


def _led_by(word: str) -> Q:
    if word == NO_LEAD:
        return Q(lead=None)
    return Q(lead=_known(number_in(word) or None))


def _known(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found
