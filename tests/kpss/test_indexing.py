"""Of community planning the index holds what everyone reads, and what is hidden leaves at once."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from kpss import privacy
from kpss.minutes import course
from kpss.models import (
    AgendaPoint,
    Body,
    Document,
    HiddenPassage,
    Minutes,
    News,
    Project,
    TargetGroup,
)
from strategy.models import Organisation, SearchEntry, SearchStem
from tests.kpss.factories import make_body, make_meeting, make_project, make_target_group
from tests.kpss.minutes.scene import (
    LATER,
    Scene,
    approved,
    make_decision,
    make_scene,
    make_task,
    published,
)
from tests.searching import catch_up, found

WORD = "kanárkovice"


@pytest.fixture
def scene(db: None) -> Scene:
    """A meeting in whose agenda, decision and task a word stands that stands nowhere else."""
    scene = make_scene()
    AgendaPoint.objects.filter(pk=scene.points[0].pk).update(said=f"Do {WORD} nejezdíme.")
    make_decision(scene.meeting, f"Zavést spoj do {WORD}.")
    make_task(scene.meeting, f"Zavolat do {WORD}")
    return scene


def indexed() -> int:
    """How many entries hold the word; and none has a stem of it alone."""
    folded = set(
        SearchEntry.objects.filter(folded__contains="kanarkov").values_list("pk", flat=True)
    )
    stems = SearchStem.objects.filter(stem__startswith="kanarkov")
    assert set(stems.values_list("entry", flat=True)) == folded
    return len(folded)


def test_minutes_and_decisions_are_found_once_they_are_published(scene: Scene) -> None:
    minutes = approved(scene)
    catch_up()
    assert indexed() == 0
    course.publish(minutes)
    catch_up()
    page = f"/kpss/jednani/{scene.meeting.pk}/"
    assert sorted(found(WORD)) == [f"{page}rozhodnuti/1/", f"{page}zapis/"]


def test_a_meeting_is_found_by_its_agenda_its_group_and_its_day(scene: Scene) -> None:
    catch_up()
    page = f"/kpss/jednani/{scene.meeting.pk}/"
    for typed in ("terénní služba", "jednání senioři", "březen 2018", "12. 3. 2018"):
        assert page in found(typed)


@pytest.mark.parametrize("state", [Minutes.State.DRAFT, Minutes.State.SENT, Minutes.State.APPROVED])
def test_minutes_that_are_taken_back_are_gone_at_once(scene: Scene, state: str) -> None:
    minutes = published(scene)
    catch_up()
    assert indexed() == 2
    Minutes.objects.filter(pk=minutes.pk).update(state=state)
    assert indexed() == 0
    catch_up()
    assert indexed() == 0


def test_a_passage_that_minutes_hide_is_gone_at_once(scene: Scene) -> None:
    minutes = published(scene)
    catch_up()
    HiddenPassage.objects.create(minutes=minutes, text=WORD)
    assert indexed() == 0
    catch_up()
    assert indexed() == 0
    assert f"/kpss/jednani/{scene.meeting.pk}/zapis/" in found("nejezdíme")


def test_it_is_gone_where_later_minutes_carry_the_task_on(scene: Scene) -> None:
    minutes = published(scene)
    later = make_meeting(scene.body, LATER)
    Minutes.objects.create(meeting=later, state=Minutes.State.PUBLISHED, text=f"Dál {WORD}.")
    catch_up()
    before = indexed()
    HiddenPassage.objects.create(minutes=minutes, text=WORD)
    assert (before > 0, indexed()) == (True, 0)


def test_a_point_of_an_agenda_that_is_dropped_is_gone_at_once(scene: Scene) -> None:
    AgendaPoint.objects.filter(pk=scene.points[3].pk).update(title=f"Byt v {WORD}")
    catch_up()
    assert indexed() == 1
    AgendaPoint.objects.filter(pk=scene.points[3].pk).delete()
    assert indexed() == 0


@pytest.mark.parametrize(
    ("make", "take_back"),
    [
        (
            lambda: Document.objects.create(kind="analysis", title=WORD),
            lambda: Document.objects.update(is_public=False),
        ),
        (
            lambda: News.objects.create(
                slug="nova", title="Nová", text=WORD, published_at=timezone.now()
            ),
            lambda: News.objects.update(published_at=None),
        ),
        (lambda: make_body(WORD, about="Schází se."), lambda: Body.objects.update(name="Jiná")),
        (lambda: make_target_group(WORD), lambda: TargetGroup.objects.all().delete()),
        (lambda: make_project("Nový", about=WORD), lambda: Project.objects.update(about="")),
    ],
    ids=["document", "news", "body", "target group", "project"],
)
def test_a_row_is_found_and_what_it_no_longer_says_is_gone_at_once(
    db: None, make: Callable[[], object], take_back: Callable[[], object]
) -> None:
    make()
    catch_up()
    assert indexed() == 1
    take_back()
    assert indexed() == 0
    catch_up()
    assert indexed() == 0


def test_an_organisation_is_found_only_where_it_takes_part(db: None) -> None:
    organisation = Organisation.objects.create(kind="organisation", name=f"Spolek {WORD}")
    catch_up()
    assert indexed() == 0
    document = Document.objects.create(kind="analysis", title="Studie", author=organisation)
    catch_up()
    # Itself, and the document that it is the author of.
    assert indexed() == 2
    document.delete()
    assert indexed() == 0


def test_of_an_erased_person_the_index_holds_nothing(scene: Scene) -> None:
    name = scene.official.person.name
    AgendaPoint.objects.filter(pk=scene.points[3].pk).update(title=f"Slovo má {name}")
    Document.objects.create(kind="analysis", title="Studie", about=f"Napsala {name}.")
    catch_up()
    assert len(found("Malá")) == 2
    privacy.erase(scene.official.person, "Žádost.", None)
    assert found("Malá") == []
    catch_up()
    assert found("Malá") == []


def test_members_are_not_found_by_name(scene: Scene) -> None:
    published(scene)
    catch_up()
    assert [found(name) for name in ("Malá", "Veselý", "Tichá")] == [[], [], []]


def test_nothing_is_indexed_that_a_reader_could_not_open(scene: Scene, client: Client) -> None:
    """Whatever there is, published or not: each entry leads to a page that holds its words."""
    published(scene)
    Document.objects.create(kind="analysis", title=f"Tajná {WORD}", is_public=False)
    News.objects.create(slug="rozepsana", title=f"Rozepsaná {WORD}", text=WORD)
    Organisation.objects.create(kind="organisation", name=f"Neznámá {WORD}")
    make_body("Jiná skupina")
    call_command("rebuild_search", stdout=StringIO())
    entries = list(SearchEntry.objects.values_list("address", "title"))
    assert len(entries) > 4
    for address, _title in entries:
        assert client.get(address).status_code == 200
    assert indexed() == 2
