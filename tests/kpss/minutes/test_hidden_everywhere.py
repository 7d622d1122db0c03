"""What minutes hide, nobody reads anywhere on the portal: not by their meeting, not carried on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from comments.privacy.hidden import HIDDEN
from kpss.meetings import agenda
from kpss.minutes import course, pdf, personal, showing
from kpss.models import AgendaPoint, Meeting, Minutes, Phase
from tests.kpss.factories import make_cycle, make_meeting
from tests.kpss.meetings import calendar_files
from tests.kpss.minutes.scene import (
    LATER,
    Scene,
    begun,
    make_decision,
    make_task,
    minutes_of,
    published,
    sent,
)

pytestmark = pytest.mark.usefixtures("fresh")
# Of nobody: found nowhere else.
CANARY = "Žlutá Kanárková"
TOLD = ("title", "place", "access", "attended_in_words", "source")


@pytest.fixture
def told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The name stands wherever a meeting, its agenda, a decision and a task hold words.

    What would be typeset comes in place of the PDF.
    """
    monkeypatch.setattr(pdf, "typeset", lambda html: html.encode())
    make_meeting(scene.body, localdate() + timedelta(days=7))
    Meeting.objects.update(**{name: f"{name} paní {CANARY}" for name in TOLD})
    AgendaPoint.objects.update(title=f"Byt: {CANARY}", said=f"Řekla {CANARY}.")
    make_decision(scene.meeting, f"Pomoci: {CANARY}")
    make_task(scene.meeting, f"Zavolat: {CANARY}", who=f"soused {CANARY}")
    cycle = make_cycle("plan", 2018, 2018)
    Phase.objects.create(cycle=cycle, kind=Phase.Kind.DRAFT, begins="2018")
    scene.body.work.create(plan=cycle.plan)
    return scene._replace(meeting=Meeting.objects.select_related("body").get(pk=scene.meeting.pk))


def addresses(scene: Scene) -> list[str]:
    coming = Meeting.objects.get(day__gt=localdate())
    held, ahead = (f"/kpss/jednani/{one.pk}" for one in (scene.meeting, coming))
    group = f"/kpss/skupiny/{scene.body.slug}"
    return [
        *("/", "/kpss/", "/kpss/jednani/", "/kpss/jednani.ics", "/kpss/jednani/rok/2018/"),
        *(f"{group}/", f"{group}/jednani/", f"{group}/jednani.ics"),
        *(f"{held}/", f"{held}.ics", f"{held}/zapis/", f"{held}/zapis.pdf"),
        *(f"{ahead}/", f"{ahead}.ics", "/kpss/cyklus/plan/"),
        *(f"{held}/rozhodnuti/1/", "/kpss/rozhodnuti/?rok=2018", "/kpss/ukoly/"),
    ]


def naming(client: Client, scene: Scene, word: str) -> list[str]:
    return [address for address in addresses(scene) if word in words(client, address)]


def words(client: Client, address: str) -> str:
    text = client.get(address).content.decode()
    # Lines of a calendar are folded, spaces held together.
    return " ".join(text.replace("\r\n ", "").replace("\xa0", " ").split())


def test_no_page_list_calendar_or_pdf_says_what_is_hidden(client: Client, told: Scene) -> None:
    published(told)
    assert naming(client, told, "Kanárková") == addresses(told)
    course.hide(minutes_of(told.meeting), [CANARY])
    course.hide(Minutes.objects.create(meeting=Meeting.objects.first()), [CANARY])
    assert naming(client, told, "Kanárková") == []
    assert naming(client, told, HIDDEN) == addresses(told)
    assert "Kanárková" not in words(client, "/kpss/aktuality.atom")


def test_one_meeting_hides_nothing_of_another(client: Client, told: Scene) -> None:
    published(told)
    course.hide(minutes_of(told.meeting), [CANARY])
    coming = Meeting.objects.get(day__gt=localdate())
    assert CANARY in words(client, coming.get_absolute_url())


def test_a_title_is_hidden_in_the_title_of_the_page_too(client: Client, told: Scene) -> None:
    published(told)
    course.hide(minutes_of(told.meeting), [CANARY])
    for address in (told.meeting.get_absolute_url(), f"{told.meeting.get_absolute_url()}zapis/"):
        assert f"title paní {HIDDEN}, 12. 3. 2018" in words(client, address)


def test_what_stands_by_the_meeting_alone_can_be_hidden(scene: Scene) -> None:
    scene.meeting.access = "Zvonek: Kanárková"
    scene.meeting.save()
    assert course.hide(begun(scene), ["Kanárková"]) == []
    assert showing.public_meeting(scene.meeting).access == f"Zvonek: {HIDDEN}"
    scene.meeting.refresh_from_db()
    assert scene.meeting.access == "Zvonek: Kanárková"


def test_what_looks_personal_by_the_meeting_is_pointed_out(scene: Scene) -> None:
    Meeting.objects.update(access="Volejte 602 123 456.")
    begun(scene)
    minutes = minutes_of(scene.meeting)
    assert personal.unjudged(minutes) == ["602 123 456"]
    course.hide(minutes, ["602 123 456"])
    assert personal.unjudged(minutes) == []


def event(client: Client, scene: Scene) -> calendar_files.Component:
    content = client.get(f"/kpss/jednani/{scene.meeting.pk}.ics").content
    return calendar_files.read(content).of("VEVENT")[0]


def test_calendars_read_anew_of_what_is_hidden_and_of_what_is_no_more(
    client: Client, told: Scene
) -> None:
    begun(told)
    said = []
    for passages in ([CANARY], [CANARY], ["Řekla"], []):
        course.hide(minutes_of(told.meeting), passages)
        read = event(client, told)
        said.append((read.value("SEQUENCE"), "Kanárková" in read.value("SUMMARY")))
    assert said == [("1", False), ("1", False), ("2", True), ("2", True)]


def test_a_task_that_is_carried_on_stays_hidden(client: Client, told: Scene) -> None:
    published(told)
    course.hide(minutes_of(told.meeting), [CANARY])
    following = make_meeting(told.body, LATER)
    agenda.add(following, f"Úkol: {CANARY}", task=told.meeting.tasks.get())
    assert CANARY not in words(client, following.get_absolute_url())
    minutes = sent(told._replace(meeting=following), opening=f"Přišla {CANARY}.")
    content = showing.public(minutes)
    assert [point.title for point in content.points] == [f"Úkol: {HIDDEN}"]
    assert [(task.what, task.who) for task in content.earlier] == [
        (f"Zavolat: {HIDDEN}", f"soused {HIDDEN}")
    ]
    # What is said here is for these minutes to hide.
    assert content.opening == f"Přišla {CANARY}."
