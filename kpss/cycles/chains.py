"""Plans as they followed one another, with their action plans under them."""

from collections.abc import Iterable
from typing import NamedTuple

from kpss.models import Cycle


class Link(NamedTuple):
    """A plan in a chain and its action plans, the oldest first."""

    cycle: Cycle
    action_plans: list[Cycle]


def chains(cycles: Iterable[Cycle]) -> list[list[Link]]:
    """Every chain from its first plan on, the oldest chain first. Needs `plan` of each at hand.

    Where two plans follow one, the chain goes on with both, one after the other.
    """
    ordered = sorted(cycles, key=_when)
    first = [one for one in ordered if one.follows_id is None and one.carries_out_id is None]
    return [_chain(one, ordered) for one in first]


def _chain(first: Cycle, cycles: list[Cycle]) -> list[Link]:
    action_plans = [one for one in cycles if one.carries_out_id == first.pk]
    chain = [Link(first, action_plans)]
    for following in cycles:
        if following.follows_id == first.pk and following.carries_out_id is None:
            chain += _chain(following, cycles)
    return chain


def _when(cycle: Cycle) -> tuple[int, int, str]:
    plan = cycle.plan
    years = (plan.period_to, plan.period_from)
    known = [year for year in years if year is not None]
    return (min(known, default=9999), max(known, default=9999), plan.title)
