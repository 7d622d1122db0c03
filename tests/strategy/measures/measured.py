"""A plan in force whose measures have indicators, and values of them."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from strategy.measures import readings
from strategy.measures.cards import Facts, Measure
from strategy.measures.readings import Measured
from strategy.models import Edition, Indicator, Organisation, Plan, Reading
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.measures.samples import fill
from tests.strategy.progress.scene import CARD, name_lead

DAY = date(2020, 6, 30)


def make_indicator(**given: Any) -> dict[str, Any]:
    """The facts of an indicator: persons, from 10 in 2016 to 120 in December 2020."""
    return {
        "name": "Podpořené osoby",
        "unit": "osoby",
        "baseline": Decimal(10),
        "baseline_when": "2016",
        "target": Decimal(120),
        "target_when": "12/2020",
        "direction": "up",
        "note": "",
    } | given


def measured_plan(
    *indicators: dict[str, Any],
    measures: int = 1,
    lead: Organisation | None = None,
    slug: str = "zkusebni-plan",
) -> Edition:
    """An approved plan; each of its measures A1.1 … has the indicators, by default one."""
    plan = make_plan(slug, measures=measures)
    Plan.objects.filter(pk=plan.pk).update(card_fields=CARD)
    for number in range(1, measures + 1):
        item = item_of(draft_of(plan), f"A1.{number}")
        fill(item, Facts(indicators=tuple(_measures(indicators or (make_indicator(),)))))
        if lead:
            name_lead(item, lead)
    return publish(Plan.objects.get(pk=plan.pk), Edition.State.APPROVED)


def _measures(indicators: Any) -> list[Measure]:
    return [Measure(key=uuid4(), **given) for given in indicators]


def indicator_of(edition: Edition, code: str = "A1.1", position: int = 1) -> Indicator:
    found = Indicator.objects.select_related("item__edition__plan")
    return found.get(item__edition=edition, item__code=code, position=position)


def measure(indicator: Indicator, value: object = 42, day: date = DAY, **more: Any) -> Reading:
    """Record a value from the yearly report."""
    by, channel = more.pop("by", None), more.pop("channel", "desk")
    given = {"source": "Výroční zpráva"} | more
    one = Measured(indicator, day, Decimal(str(value)), **given)
    return readings.record(one, by=by, channel=channel)
