"""Deeds that break a constraint of cards, leads, reports, rounds, readings and links."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from django.utils import timezone

from strategy.models import (
    Cost,
    Indicator,
    Item,
    Lead,
    MeasureLink,
    MeasureState,
    Organisation,
    Plan,
    ProgressReport,
    Reading,
    Responsibility,
    Round,
    RoundAnswer,
)
from tests.factories import draft_of, item_of

KEY, OTHER = UUID(int=1), UUID(int=2)
DAY = date(2026, 1, 1)


def first(plan: Plan) -> Item:
    return item_of(draft_of(plan), "A1.1")


def body(name: str = "OSP") -> Organisation:
    return Organisation.objects.create(name=f"Odbor {name} {uuid4()}")


def has_role(plan: Plan, organisation: Organisation, role: str, position: int) -> None:
    Responsibility.objects.create(
        item=first(plan), role=role, position=position, organisation=organisation, written="OSP"
    )


def twice_in_a_role(plan: Plan) -> None:
    organisation = body()
    for position in (1, 2):
        has_role(plan, organisation, "partner", position)


def leads(plan: Plan, organisation: Organisation, role: str = "lead", **days: date) -> None:
    days = {"since": DAY} | days
    Lead.objects.create(plan=plan, item_key=KEY, role=role, organisation=organisation, **days)


def lead_and_co_lead(plan: Plan) -> None:
    organisation = body()
    for role in ("lead", "co_lead"):
        leads(plan, organisation, role)


def begin(plan: Plan, **fields: object) -> Round:
    given: dict[str, object] = {"kind": "quarter", "year": 2026, "number": 1, "answers_by": DAY}
    return Round.objects.create(plan=plan, **(given | fields))


def asked_twice(plan: Plan) -> None:
    asked = begin(plan)
    for _time in range(2):
        RoundAnswer.objects.create(round=asked, item=first(plan), item_key=KEY)


def link(plan: Plan, from_key: UUID = KEY, to_key: UUID = OTHER) -> None:
    MeasureLink.objects.create(
        kind="same_as", from_plan=plan, from_key=from_key, to_plan=plan, to_key=to_key
    )


def read(plan: Plan) -> None:
    given = {"indicator_key": OTHER, "day": DAY, "value": 1, "source": "Evidence"}
    Reading.objects.create(plan=plan, item_key=KEY, channel="desk", **given)


# constraint: deeds that break it and nothing else
WRONG: dict[str, list[Callable[[Plan], object]]] = {
    "responsibility_once_in_role": [twice_in_a_role],
    "responsibility_one_lead": [
        lambda plan: [has_role(plan, body(), "lead", position) for position in (1, 2)]
    ],
    "responsibility_in_order": [
        lambda plan: [has_role(plan, body(), "partner", 1) for _time in range(2)]
    ],
    "cost_in_order": [
        lambda plan: [
            Cost.objects.create(item=first(plan), position=1, amount=1) for _time in range(2)
        ]
    ],
    "cost_says_something": [lambda plan: Cost.objects.create(item=first(plan), position=1)],
    "indicator_in_order": [
        lambda plan: [
            Indicator.objects.create(item=first(plan), position=1, name="Byty")
            for _time in range(2)
        ]
    ],
    "indicator_key_once_in_item": [
        lambda plan: [
            Indicator.objects.create(item=first(plan), position=position, name="Byty", key=KEY)
            for position in (1, 2)
        ]
    ],
    "lead_one_at_a_time": [lambda plan: [leads(plan, body()) for _time in range(2)]],
    "lead_once_an_organisation": [lead_and_co_lead],
    "lead_days_in_order": [lambda plan: leads(plan, body(), until=date(2025, 1, 1))],
    "report_share_at_most_all": [
        lambda plan: ProgressReport.objects.create(
            plan=plan, item=first(plan), item_key=KEY, status="done", channel="desk", share=101
        )
    ],
    "state_once_a_measure": [
        lambda plan: [
            MeasureState.objects.create(plan=plan, item=first(plan), item_key=KEY)
            for _time in range(2)
        ]
    ],
    "round_once": [lambda plan: [begin(plan, closed_at=timezone.now()) for _time in range(2)]],
    "round_one_open_in_plan": [lambda plan: [begin(plan, number=number) for number in (1, 2)]],
    "round_answer_once": [asked_twice],
    "reading_once_a_day": [lambda plan: [read(plan) for _time in range(2)]],
    "link_once_between_two": [lambda plan: [link(plan) for _time in range(2)]],
    "link_between_two": [lambda plan: link(plan, to_key=KEY)],
}
