"""A portal with something of every subject."""

from datetime import date
from typing import Any

from strategy.models import Edition
from strategy.progress import reporting
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    react,
    reword,
    settle,
)
from tests.kpss.factories import make_body, make_meeting, make_member, make_target_group

NAMES = ["plany", "polozky", "zneni", "pripominky", "plneni", "skupiny", "jednani"]


def fill(measures: int = 3) -> Edition:
    """An approved plan with so many measures, each commented on and told of, a group and meetings.

    Gives the approved edition.
    """
    plan = make_plan(measures=measures)
    publish(plan)
    edition = publish(plan, Edition.State.APPROVED)
    body = make_body(target_group=make_target_group("Staří občané", "Senioři"))
    for number in range(1, measures + 1):
        item = item_of(edition, f"A1.{number}")
        reporting.report(item, "under_way", commentary="Připravuje se.")
        answer = settle(make_comment(item, text=f"Doplnit {number}.").points.get())
        react(answer, "Díky.", satisfied=True)
        make_member(body)
        make_meeting(body, date(2018, 8, number))
    return edition


def records(client: Any, name: str) -> list[dict[str, Any]]:
    return client.get(f"/api/v1/{name}/").json()["data"]


def waits_for_answer(edition: Edition) -> None:
    """A comment that nobody has answered, and a rewording that nobody may see yet."""
    open_consultation(edition)
    make_comment(item_of(edition, "A1"), text="Čeká.")
    reword(item_of(draft_of(edition.plan), "A1.1"), "Ještě tajné.")
