"""Measures that stand in all sorts of ways."""

from datetime import date, timedelta
from random import Random

from strategy.days import start_of
from strategy.models import MeasureState, Organisation, Plan
from strategy.progress.signals import Status


def stir(plan: Plan, leads: list[Organisation], seed: int, day: date) -> None:
    """Let each measure of a plan stand in a way of its own, as reports might have left it."""
    random = Random(seed)
    for state in MeasureState.objects.filter(plan=plan):
        state.status = random.choice(["", *Status.values])
        state.outlook = random.choice(["", "at_risk", "on_track"]) if state.status else ""
        state.is_proven = bool(state.status) and random.random() < 0.5
        days = random.choice([0, 30, 31, 32, 92, 93, 366, 367, 900])
        state.said_at = start_of(day - timedelta(days)) if state.status else None
        state.has_due = random.random() < 0.7
        due = random.choice([None, -400, -1, 0, 1, 41, 42, 700])
        state.due_on = day + timedelta(due) if state.has_due and due is not None else None
        state.lead = random.choice([None, *leads])
        gone = state.lead is None and random.random() < 0.5
        state.leaderless_since = day - timedelta(41) if gone else None
        state.indicators = random.randrange(3)
        state.measured = random.randint(0, state.indicators)
        state.save()
