"""A meeting of PS Senioři of March 2018, with a programme, three members, and what was said."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.timezone import localdate

from kpss.minutes import course, personal, writing
from kpss.minutes.content import made
from kpss.minutes.writing import Block, Outcome
from kpss.models import (
    AgendaPoint,
    Attendance,
    Body,
    Decision,
    Meeting,
    Membership,
    Minutes,
    Side,
    Task,
)
from tests.kpss.factories import make_body, make_meeting, make_member, make_person

DAY = date(2018, 3, 12)
EARLIER = date(2018, 1, 8)
LATER = date(2018, 5, 14)
OBJECTIONS_UNTIL = date(2018, 3, 27)


class Scene(NamedTuple):
    body: Body
    meeting: Meeting
    points: list[AgendaPoint]
    official: Membership
    provider: Membership
    service_user: Membership


def make_scene() -> Scene:
    """Points 1, 2, 2.1 and 3; an official whose name is public, a provider, a service user."""
    body = make_body(short_name="PS Senioři", name="Pracovní skupina Senioři")
    meeting = make_meeting(body, DAY, time_to=time(11, 30), place="Koliště 19")
    official = make_person("Jana Malá", name_public=True)
    return Scene(
        body=body,
        meeting=meeting,
        points=make_points(meeting),
        official=make_member(body, Side.COMMISSIONER, person=official),
        provider=make_member(body, Side.PROVIDER, person=make_person("Petr Veselý")),
        service_user=make_member(body, Side.SERVICE_USER, person=make_person("Eva Tichá")),
    )


def make_points(meeting: Meeting) -> list[AgendaPoint]:
    first = AgendaPoint.objects.create(meeting=meeting, position=1, title="Zahájení")
    second = AgendaPoint.objects.create(meeting=meeting, position=2, title="Připomínky")
    under = AgendaPoint.objects.create(
        meeting=meeting, position=3, title="Terénní služby", parent=second
    )
    third = AgendaPoint.objects.create(meeting=meeting, position=4, title="Různé")
    return [first, second, under, third]


def make_task(meeting: Meeting, what: str = "Zjistit kapacitu", **fields: Any) -> Task:
    number = Task.objects.filter(meeting=meeting).count() + 1
    given = {"body": meeting.body, "number": number, "what": what}
    return Task.objects.create(meeting=meeting, **(given | fields))


def make_decision(meeting: Meeting, text: str = "Doporučuje se.", **fields: Any) -> Decision:
    number = Decision.objects.filter(meeting=meeting).count() + 1
    return Decision.objects.create(meeting=meeting, **({"number": number, "text": text} | fields))


def attend(scene: Scene) -> None:
    """Who was there: the official, a deputy of the provider; the service user was excused."""
    members = (scene.official, scene.provider, scene.service_user)
    for member, presence in zip(members, ("present", "deputy", "excused"), strict=True):
        Attendance.objects.create(
            meeting=scene.meeting, membership=member, side=member.side, presence=presence
        )


def write(meeting: Meeting, **sent: Mapping[str, Any]) -> Outcome:
    """Save blocks as somebody sends them who has read what stands now: `point_12={…}`."""
    return writing.save(meeting, [read_block(meeting, name, sent[name]) for name in sent])


def read_block(meeting: Meeting, name: str, changes: Mapping[str, Any]) -> Block:
    """A block with some changes, of a writer who has read it as it stands now."""
    kind, _line, key = name.partition("_")
    model = writing.MODELS.get(kind)
    row = None
    if model is Minutes:
        row = Minutes.objects.filter(meeting=meeting).first()
    elif model is not None:
        row = model._default_manager.get(pk=key)
    stands = writing.values_of(kind, row)
    # As a form sends what was not chosen.
    chosen = {"membership", "organisation", "due", "closed_on"}
    values = {name: value or None if name in chosen else value for name, value in stands.items()}
    return Block(kind, int(key or 0), writing.mark(stands), {**values, **changes})


def minutes_of(meeting: Meeting) -> Minutes:
    return Minutes.objects.select_related("meeting__body").get(meeting=meeting)


def begun(scene: Scene, **fields: Any) -> Minutes:
    """A draft of the minutes."""
    return Minutes.objects.create(meeting=scene.meeting, **({"opening": "Úvod."} | fields))


def sent(scene: Scene, **fields: Any) -> Minutes:
    """Minutes that members have."""
    minutes = begun(scene, **fields)
    course.send(minutes, localdate() + timedelta(days=14))
    return minutes_of(scene.meeting)


def objections_over(minutes: Minutes) -> Minutes:
    """As if they had been sent the day after the meeting, with a fortnight to object."""
    sent_at = timezone.make_aware(datetime.combine(DAY + timedelta(days=1), time(9)))
    Minutes.objects.filter(pk=minutes.pk).update(sent_at=sent_at, objections_until=OBJECTIONS_UNTIL)
    return minutes_of(minutes.meeting)


def approved(scene: Scene, **fields: Any) -> Minutes:
    minutes = objections_over(sent(scene, **fields))
    course.approve(minutes, on=LATER)
    return minutes_of(scene.meeting)


def published(scene: Scene, **fields: Any) -> Minutes:
    minutes = approved(scene, **fields)
    course.publish(minutes, fine=personal.unjudged(minutes))
    return minutes_of(scene.meeting)


def mark_of(scene: Scene) -> str:
    """Of what the minutes say now."""
    return course.mark(made(scene.meeting, minutes_of(scene.meeting)))
