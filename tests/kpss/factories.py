"""Small true things of community planning to test with."""

from datetime import date, time
from typing import Any

from django.utils.text import slugify

from kpss.models import (
    Body,
    Cycle,
    Meeting,
    Membership,
    Minutes,
    Person,
    Project,
    Side,
    TargetGroup,
    TargetGroupName,
)
from strategy import editions
from strategy.models import Plan


def make_body(name: str = "PS Senioři", **fields: Any) -> Body:
    """A working group by theme."""
    given = {"kind": Body.Kind.THEME, "slug": f"skupina-{Body.objects.count() + 1}"}
    return Body.objects.create(name=name, **(given | fields))


def coordination_group() -> Body:
    """The one coordination group."""
    found, _made = Body.objects.get_or_create(
        kind=Body.Kind.COORDINATION, name="Koordinační skupina", slug="koordinacni-skupina"
    )
    return found


def make_member(body: Body, side: str = Side.PROVIDER, **fields: Any) -> Membership:
    """Somebody new who sits in the body since 2018."""
    number = Person.objects.count() + 1
    given = {"term_from": date(2018, 1, 1)}
    given |= {"person": fields.pop("person", None) or make_person(f"Členka {number}")}
    return Membership.objects.create(body=body, side=side, **(given | fields))


def make_person(name: str = "Členka", **fields: Any) -> Person:
    given = {"email": f"clen{Person.objects.count() + 1}@example.cz"}
    return Person.objects.create(name=name, **(given | fields))


def make_meeting(body: Body, day: date = date(2018, 8, 30), **fields: Any) -> Meeting:
    """A meeting from nine to eleven at the town hall."""
    given = {"time_from": time(9), "time_to": time(11), "place": "Malinovského náměstí 3"}
    return Meeting.objects.create(body=body, day=day, **(given | fields))


def make_minutes(plan: Plan, *, day: date = date(2018, 8, 30), **fields: Any) -> Minutes:
    """Approved minutes of the coordination group that belong to the packet."""
    given = {"text": "Program:\n1. Připomínky\n\nad 1. Projednáno.", "state": "approved"}
    given |= {"in_packet": True}
    meeting = make_meeting(coordination_group(), day)
    return Minutes.objects.create(meeting=meeting, plan=plan, **(given | fields))


def make_target_group(*names: str, **fields: Any) -> TargetGroup:
    """A group with its names, the oldest first; `fields` are its own."""
    given = {"position": TargetGroup.objects.count() + 1}
    group = TargetGroup.objects.create(**(given | fields))
    for number, name in enumerate(names, start=1):
        slug = f"{slugify(name)}-{group.pk}"
        TargetGroupName.objects.create(group=group, number=number, name=name, slug=slug)
    return group


def make_cycle(slug: str, *years: int | None, **fields: Any) -> Cycle:
    """The cycle of a plan without a text; `years` are those from and to which it holds."""
    begins, ends = years or (None, None)
    plan = Plan.objects.create(slug=slug, title=slug, period_from=begins, period_to=ends)
    editions.begin(plan)
    return Cycle.objects.create(plan=plan, **fields)


def make_project(title: str = "Podpora plánování", **fields: Any) -> Project:
    return Project.objects.create(title=title, **({"slug": slugify(title)} | fields))
