import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kpss.models import ActivityPoint, KeyActivity, Project
from kpss.projects import activities
from kpss.projects.activities import Activity
from tests.kpss.factories import make_project

TYPED = """1. Podpora plánování

 • Setkávání   skupiny
 • Supervize

2. 3. komunitní plán
Text o plánu.
Další odstavec."""
READ = [
    Activity("Podpora plánování", "", ("Setkávání skupiny", "Supervize")),
    Activity("3. komunitní plán", "Text o plánu.\nDalší odstavec.", ()),
]


def test_activities_are_read_as_they_are_typed() -> None:
    assert activities.read(TYPED) == READ
    assert activities.read("") == []


def test_what_is_written_is_read_as_the_same() -> None:
    assert activities.read(activities.written(READ)) == READ


def test_a_number_out_of_order_belongs_to_the_text() -> None:
    assert activities.read("1. Příprava\n3. komunitní plán se chystá") == [
        Activity("Příprava", "3. komunitní plán se chystá", ())
    ]


def test_what_stands_before_the_first_heading_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        activities.read("Úvod\n1. Příprava")
    assert "Úvod" in refusal.value.message


@pytest.mark.parametrize("line", ["Druhá činnost", "4. Druhá činnost"])
def test_what_stands_alone_without_the_next_number_is_refused_with_the_line(line: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        activities.read(f"1. Příprava\n\n{line}")
    assert line in refusal.value.message


@pytest.mark.parametrize("line", ["Druhá činnost", "4. Druhá činnost"])
def test_what_follows_a_point_without_the_next_number_is_refused_with_the_line(line: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        activities.read(f"1. Příprava\n• Setkání\n{line}\n• Supervize")
    assert line in refusal.value.message
    assert len(activities.read(f"1. Příprava\n• Setkání\n2. {line}\n• Supervize")) == 2


def test_text_may_stand_before_the_points() -> None:
    assert activities.read("1. Příprava\nText.\n• Setkání") == [
        Activity("Příprava", "Text.", ("Setkání",))
    ]


@pytest.fixture
def project(db: None) -> Project:
    return make_project()


def test_they_are_put_in_place_of_those_before(project: Project) -> None:
    activities.put(project, READ, timezone.now())
    assert activities.of(project) == READ
    activities.put(project, READ[::-1], timezone.now())
    assert activities.of(project) == READ[::-1]
    assert (KeyActivity.objects.count(), ActivityPoint.objects.count()) == (2, 2)


def test_their_history_gives_them_as_they_stood(project: Project) -> None:
    moments = [timezone.now()]
    activities.put(project, READ, moments[0])
    moments.append(timezone.now())
    activities.put(project, READ[1:], moments[1])
    assert activities.written_at([project.pk], moments) == [
        activities.written(READ),
        activities.written(READ[1:]),
    ]
