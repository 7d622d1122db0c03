"""Who raised a point: chosen in the agenda, known of offers, mended in the minutes."""

from datetime import date

import pytest
from lxml import html

from kpss import triad
from kpss.meetings import agenda, offers
from kpss.models import AgendaPoint, Attendance, Meeting, Side, Task
from tests.kpss.factories import make_meeting, make_member
from tests.kpss.joining.test_deciding import make_topic
from tests.kpss.meetings.cast import coordinator


def path_of(meeting: Meeting) -> str:
    return f"/kpss/koordinace/jednani/{meeting.pk}/program/"


def fields(response, form_class: str) -> dict[str, str]:
    page = html.fromstring(response.content.decode())
    form = page.find_class(form_class)[0]
    return {name: value or "" for name, value in form.fields.items()}


def voices(meeting: Meeting) -> list[int]:
    return [one.voice for one in triad.meter(meeting.body).sides]


@pytest.fixture
def counted(held: Meeting) -> Meeting:
    """A meeting of which it is known who was there."""
    member = make_member(held.body, Side.SERVICE_USER)
    Attendance.objects.create(meeting=held, membership=member, side=member.side, presence="present")
    return held


def test_the_side_that_is_chosen_for_a_point_has_its_voice_counted(counted: Meeting) -> None:
    client, point = coordinator(), agenda.add(counted, "Bydlení")
    typed = fields(client.get(path_of(counted)), "agenda-form")
    typed |= {f"side-{point.pk}": "service_user", "new": "Kapacity", "new-side": "provider"}
    client.post(path_of(counted), typed)
    assert voices(counted) == [0, 1, 1]
    assert fields(client.get(path_of(counted)), "agenda-form")[f"side-{point.pk}"] == "service_user"


def test_a_side_that_another_has_noted_meanwhile_stays(counted: Meeting) -> None:
    client, point = coordinator(), agenda.add(counted, "Bydlení")
    typed = fields(client.get(path_of(counted)), "agenda-form")
    agenda.note_sides(counted, {}, {point.pk: "provider"})
    client.post(path_of(counted), typed)
    assert voices(counted) == [0, 1, 0]


def test_a_side_that_there_is_not_is_refused(counted: Meeting) -> None:
    client, point = coordinator(), agenda.add(counted, "Bydlení")
    typed = fields(client.get(path_of(counted)), "agenda-form")
    page = client.post(path_of(counted), typed | {f"side-{point.pk}": "nobody"})
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert voices(counted) == [0, 0, 0]


def test_the_minutes_page_mends_it(counted: Meeting) -> None:
    client, point = coordinator(), agenda.add(counted, "Bydlení", raised_by="provider")
    address = f"/kpss/koordinace/jednani/{counted.pk}/zapis/"
    typed = fields(client.get(address), "writing")
    assert typed[f"point-{point.pk}-raised_by"] == "provider"
    client.post(address, typed | {f"point-{point.pk}-raised_by": "commissioner"})
    assert voices(counted) == [1, 0, 0]


def test_what_is_offered_is_raised_by_whose_it_is(coming: Meeting) -> None:
    before = make_meeting(coming.body, date(2026, 10, 1))
    provider = make_member(coming.body, Side.PROVIDER)
    ending = make_member(coming.body, Side.SERVICE_USER, term_to=coming.day)
    given = {"body": coming.body, "meeting": before}
    Task.objects.create(number=1, what="Zjistit", membership=provider, **given)
    Task.objects.create(number=2, what="Napsat", **given)
    make_topic(coming.body, state="accepted")
    offers.take(coming, [offer.key for offer in offers.offers(coming)])
    raised = AgendaPoint.objects.order_by("position").values_list("membership", "raised_by")
    assert list(raised) == [
        (None, "provider"),
        (None, ""),
        (ending.pk, "service_user"),
        (None, ""),
    ]
