"""Personal data in an agenda: pointed out to its author, and hidden with the minutes."""

from django.test import Client

from brnoplan import pagestore
from comments.privacy.hidden import HIDDEN
from kpss.meetings import agenda
from kpss.minutes import course
from kpss.models import Meeting, Minutes, Side
from tests.kpss.factories import make_member, make_person
from tests.kpss.meetings.cast import coordinator


def test_what_minutes_hide_the_public_does_not_read_in_the_agenda(
    client: Client, held: Meeting, monkeypatch
) -> None:
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", 0)
    agenda.add(held, "Byt paní Nové")
    assert "Nové" in client.get(held.get_absolute_url()).content.decode()
    course.hide(Minutes.objects.create(meeting=held), ["paní Nové"])
    page = client.get(held.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert ("Nové" in page, f"Byt {HIDDEN}" in page) == (False, True)


def test_what_looks_personal_in_titles_is_pointed_out(coming: Meeting) -> None:
    user = make_person("Eva Tichá")
    make_member(coming.body, Side.SERVICE_USER, person=user)
    client, address = coordinator(), f"/kpss/koordinace/jednani/{coming.pk}/program/"
    agenda.add(coming, "Noclehárny")
    assert client.get(address).context["personal"] == []
    typed = {"new": "Eva Tichá, tel. 602 123 456"}
    page = client.post(address, typed, follow=True)
    assert page.context["personal"] == ["602 123 456", "Eva Tichá"]
