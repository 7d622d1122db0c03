"""A portal with something of every subject."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kpss.minutes.content import SideLine, made
from kpss.models import Involvement, Minutes, MinutesVersion, Project, ProjectPart
from strategy.models import (
    Card,
    Cost,
    Edition,
    Indicator,
    Item,
    MeasureLink,
    Organisation,
    Reading,
    Responsibility,
)
from strategy.progress import reporting
from strategy.rounds.periods import Kind, Period
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
from tests.kpss.factories import (
    make_body,
    make_meeting,
    make_member,
    make_project,
    make_target_group,
)
from tests.strategy.rounds.scene import closed

NAMES = [
    *("plany", "polozky", "zneni", "naklady", "ukazatele", "hodnoty", "vazby"),
    *("pripominky", "plneni", "kola", "skupiny", "jednani", "projekty", "adresar"),
]
# Of a side as minutes count it.
CAME = {"present": 2, "deputies": 1, "excused": 1, "absent": 0}


def fill(measures: int = 3) -> Edition:
    """An approved plan with so many measures, each with a card, commented on, told of and linked.

    With a group, meetings with their minutes, and projects. Gives the approved edition.
    """
    plan = make_plan(measures=measures)
    publish(plan)
    for number in range(1, measures + 1):
        _carded(item_of(draft_of(plan), f"A1.{number}"))
    edition = publish(plan, Edition.State.APPROVED)
    body = make_body(target_group=make_target_group("Staří občané", "Senioři"))
    for number in range(1, measures + 1):
        item = item_of(edition, f"A1.{number}")
        reporting.report(item, "under_way", commentary="Připravuje se.")
        answer = settle(make_comment(item, text=f"Doplnit {number}.").points.get())
        react(answer, "Díky.", satisfied=True)
        make_member(body)
        _minuted(make_meeting(body, date(2018, 8, number), guests=number))
        _beside(edition, item, f"Projekt {number}")
    closed(edition, Period(Kind.YEAR, 2018, 1))
    return edition


def _carded(item: Item) -> None:
    """All that a card may say."""
    Item.objects.filter(pk=item.pk).update(due="12/2020")
    Card.objects.create(item=item, begins="2018", activities="Kurz\n\nPoradna", risks="Sucho")
    Cost.objects.create(item=item, position=1, year=2019, amount=1200, source="rozpočet města")
    numbers = {"baseline": Decimal("10.5"), "target": 120}
    made = Indicator.objects.create(item=item, position=1, name="Místa", unit="místa", **numbers)
    measured = {"indicator_key": made.key, "day": date(2019, 6, 26), "value": Decimal("12.25")}
    Reading.objects.create(
        plan=item.edition.plan, item_key=item.key, source="Zpráva", channel="desk", **measured
    )
    for position, name in enumerate(("Odbor zdraví", "Spolek"), start=1):
        one, _is_new = Organisation.objects.get_or_create(name=name)
        responsible = {"organisation": one, "written": name, "position": position}
        Responsibility.objects.create(item=item, role="partner", **responsible)


def _minuted(meeting: Any) -> None:
    """Published minutes that say how many came."""
    minutes = Minutes.objects.create(meeting=meeting)
    came = [SideLine(side, **CAME) for side in ("provider", "")]
    content = replace(made(meeting, minutes), attendance=came).as_json()
    MinutesVersion.objects.create(minutes=minutes, number=1, content=content)
    public = {"state": Minutes.State.PUBLISHED, "published_at": timezone.now()}
    Minutes.objects.filter(pk=minutes.pk).update(**public)


def _beside(edition: Edition, item: Item, title: str) -> None:
    """A project that carries the item out, and a link to the priority above."""
    project: Project = make_project(title, begins="2012-03")
    ProjectPart.objects.create(project=project, plan=edition.plan, item_key=item.key)
    organisation = Organisation.objects.create(name=f"{title} – realizátor")
    Involvement.objects.create(project=project, organisation=organisation, role="implementer")
    project.plans.add(edition.plan)
    ends = {"from_plan": edition.plan, "to_plan": edition.plan}
    above = item_of(edition, "A")
    MeasureLink.objects.create(kind="carries_out", from_key=item.key, to_key=above.key, **ends)


def records(client: Any, name: str) -> list[dict[str, Any]]:
    return client.get(f"/api/v1/{name}/").json()["data"]


def waits_for_answer(edition: Edition) -> None:
    """A comment that nobody has answered, and a rewording that nobody may see yet."""
    open_consultation(edition)
    make_comment(item_of(edition, "A1"), text="Čeká.")
    reword(item_of(draft_of(edition.plan), "A1.1"), "Ještě tajné.")
