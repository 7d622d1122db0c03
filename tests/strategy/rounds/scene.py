"""Rounds to test with."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from strategy.models import Edition, Round
from strategy.rounds import closing, opening
from strategy.rounds.periods import Kind, Period

PERIOD = Period(Kind.QUARTER, 2026, 2)
EARLIER = Period(Kind.QUARTER, 2026, 1)


def in_days(days: int) -> date:
    return localdate() + timedelta(days=days)


def opened(edition: Edition, period: Period = PERIOD, days: int = 21) -> Round:
    return opening.open_round(edition.plan, period, in_days(days)).round


def closed(edition: Edition, period: Period = PERIOD, evaluation: str = "") -> Round:
    """A round opened and closed again at once."""
    found = closing.close(opened(edition, period), evaluation)
    return Round.objects.select_related("plan").get(pk=found.pk)
