"""The page on which an agenda is drawn up: every button saves what was typed."""

import pytest
from lxml import html

from brnoplan import pagestore
from kpss.meetings import agenda
from kpss.minutes.agenda import numbered
from kpss.models import AgendaPoint, Meeting, Minutes
from tests.kpss.meetings.cast import coordinator


def path_of(meeting: Meeting) -> str:
    return f"/kpss/koordinace/jednani/{meeting.pk}/program/"


def read(meeting: Meeting) -> list[str]:
    return [f"{point.number} {point.row.title}" for point in numbered(meeting)]


def fields(response) -> dict[str, str]:
    page = html.fromstring(response.content.decode())
    form = page.find_class("agenda-form")[0]
    return {name: value or "" for name, value in form.fields.items()}


@pytest.fixture
def drawn_up(coming: Meeting) -> Meeting:
    first = agenda.add(coming, "A")
    agenda.add(coming, "B", first)
    agenda.add(coming, "C")
    return coming


def key(title: str) -> int:
    return AgendaPoint.objects.get(title=title).pk


def test_a_button_saves_all_that_was_typed_and_moves_its_point(drawn_up: Meeting) -> None:
    client = coordinator()
    typed = fields(client.get(path_of(drawn_up)))
    typed |= {f"title-{key('B')}": "Bé", "new": "D", "deed": f"up:{key('C')}"}
    response = client.post(path_of(drawn_up), typed)
    assert response.status_code == 303
    assert response["Location"] == f"{path_of(drawn_up)}#bod-{key('C')}"
    assert read(drawn_up) == ["1 C", "2 A", "2.1 Bé", "3 D"]


def test_a_point_is_added_under_another(drawn_up: Meeting) -> None:
    client = coordinator()
    typed = fields(client.get(path_of(drawn_up))) | {"new": "D", "under": key("B")}
    client.post(path_of(drawn_up), typed)
    assert read(drawn_up) == ["1 A", "1.1 B", "1.1.1 D", "2 C"]


def test_sending_what_is_there_changes_nothing(drawn_up: Meeting) -> None:
    client = coordinator()
    client.post(path_of(drawn_up), fields(client.get(path_of(drawn_up))))
    assert read(drawn_up) == ["1 A", "1.1 B", "2 C"]


def test_a_title_that_another_has_changed_is_shown_beside_ones_own(drawn_up: Meeting) -> None:
    client = coordinator()
    typed = fields(client.get(path_of(drawn_up)))
    typed |= {f"title-{key('A')}": "Moje", "new": "D"}
    point = key("A")
    agenda.retitle(drawn_up, {point: "A"}, {point: "Jejich"})
    response = client.post(path_of(drawn_up), typed)
    kept = fields(response)
    assert (response.status_code, kept[f"title-{point}"], kept["new"]) == (200, "Moje", "D")
    page = html.fromstring(response.content.decode())
    assert ["Jejich" in error.text_content() for error in page.find_class("field__error")] == [True]
    assert read(drawn_up)[0] == "1 Jejich"
    assert client.post(path_of(drawn_up), kept).status_code == 303
    assert read(drawn_up) == ["1 Moje", "1.1 B", "2 C", "3 D"]


def test_a_title_of_a_point_that_is_gone_is_told_back(drawn_up: Meeting) -> None:
    client = coordinator()
    typed = fields(client.get(path_of(drawn_up)))
    typed[f"title-{key('C')}"] = "Céčko"
    agenda.remove(drawn_up, key("C"))
    response = client.post(path_of(drawn_up), typed)
    assert "Céčko" in response.content.decode()
    assert read(drawn_up) == ["1 A", "1.1 B"]


@pytest.mark.parametrize("deed", ["in:{A}", "out:{C}", "remove:{A}"])
def test_where_a_button_is_refused_nothing_typed_is_lost(drawn_up: Meeting, deed: str) -> None:
    client = coordinator()
    typed = fields(client.get(path_of(drawn_up)))
    typed |= {f"title-{key('B')}": "Bé", "new": "D"}
    typed["deed"] = deed.format(A=key("A"), C=key("C"))
    response = client.post(path_of(drawn_up), typed)
    kept = fields(response)
    assert (kept[f"title-{key('B')}"], kept["new"]) == ("Bé", "D")
    assert len(html.fromstring(response.content.decode()).find_class("notice--warning")) == 1
    assert read(drawn_up) == ["1 A", "1.1 B", "2 C"]
    typed["deed"] = ""
    client.post(path_of(drawn_up), kept)
    assert read(drawn_up) == ["1 A", "1.1 Bé", "2 C", "3 D"]


def test_a_point_is_removed_even_where_its_title_was_emptied(drawn_up: Meeting) -> None:
    client = coordinator()
    typed = fields(client.get(path_of(drawn_up)))
    typed |= {f"title-{key('C')}": "", "deed": f"remove:{key('C')}"}
    client.post(path_of(drawn_up), typed)
    assert read(drawn_up) == ["1 A", "1.1 B"]


@pytest.mark.parametrize("deed", ["", "up:", "up:x", "up:999999", "neni:1", "remove:0"])
def test_a_button_that_is_none_of_ours_changes_nothing(drawn_up: Meeting, deed: str) -> None:
    client = coordinator()
    client.post(path_of(drawn_up), fields(client.get(path_of(drawn_up))) | {"deed": deed})
    assert read(drawn_up) == ["1 A", "1.1 B", "2 C"]


def test_of_approved_minutes_the_agenda_can_only_be_read(drawn_up: Meeting) -> None:
    client = coordinator()
    typed = fields(client.get(path_of(drawn_up))) | {"new": "D"}
    Minutes.objects.create(meeting=drawn_up, state=Minutes.State.APPROVED)
    page = html.fromstring(client.get(path_of(drawn_up)).content.decode())
    assert page.find_class("agenda-form") == []
    assert client.post(path_of(drawn_up), typed).status_code == 200
    assert read(drawn_up) == ["1 A", "1.1 B", "2 C"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_the_number(
    coming: Meeting, number: int, django_assert_num_queries
) -> None:
    for more in range(number):
        agenda.add(coming, f"Bod {more}")
    client = coordinator()
    # Four of them look for what could be put there.
    # What the page store asks once for all pages.
    pagestore.store.revisions()
    with django_assert_num_queries(14):
        client.get(path_of(coming))
