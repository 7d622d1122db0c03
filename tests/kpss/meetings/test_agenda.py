"""The agenda: points under points, moved by one step at a time."""

from datetime import date

import pytest

from kpss.meetings import agenda, planning
from kpss.meetings.agenda import AgendaOutdated
from kpss.meetings.holding import MeetingRefused
from kpss.minutes.agenda import numbered
from kpss.models import AgendaPoint, Decision, Meeting, Minutes, Task
from tests.kpss.factories import make_meeting
from tests.kpss.meetings.test_planning import revision


def read(meeting: Meeting) -> list[str]:
    return [f"{point.number} {point.row.title}" for point in numbered(meeting)]


@pytest.fixture
def drawn_up(coming: Meeting) -> Meeting:
    """1 A, 1.1 B, 1.2 C, 2 D."""
    first = agenda.add(coming, "A")
    agenda.add(coming, "B", first)
    agenda.add(coming, "C", first)
    agenda.add(coming, "D")
    return coming


def key(title: str) -> int:
    return AgendaPoint.objects.get(title=title).pk


def test_points_are_added_last_and_numbered_as_they_are_read(drawn_up: Meeting) -> None:
    assert read(drawn_up) == ["1 A", "1.1 B", "1.2 C", "2 D"]


@pytest.mark.parametrize(
    ("deed", "title", "expected"),
    [
        (agenda.move_up, "D", ["1 D", "2 A", "2.1 B", "2.2 C"]),
        (agenda.move_up, "A", ["1 A", "1.1 B", "1.2 C", "2 D"]),
        (agenda.move_up, "C", ["1 A", "1.1 C", "1.2 B", "2 D"]),
        (agenda.move_down, "A", ["1 D", "2 A", "2.1 B", "2.2 C"]),
        (agenda.move_down, "C", ["1 A", "1.1 B", "1.2 C", "2 D"]),
        (agenda.move_in, "D", ["1 A", "1.1 B", "1.2 C", "1.3 D"]),
        (agenda.move_in, "C", ["1 A", "1.1 B", "1.1.1 C", "2 D"]),
        (agenda.move_out, "B", ["1 A", "1.1 C", "2 B", "3 D"]),
        (agenda.move_out, "C", ["1 A", "1.1 B", "2 C", "3 D"]),
        (agenda.remove, "B", ["1 A", "1.1 C", "2 D"]),
    ],
)
def test_a_point_moves_by_one_step(drawn_up: Meeting, deed, title: str, expected) -> None:
    before = revision()
    deed(drawn_up, key(title))
    assert (read(drawn_up), revision()) == (expected, before + 1)


@pytest.mark.parametrize(
    ("deed", "title"), [(agenda.move_in, "A"), (agenda.move_in, "B"), (agenda.move_out, "D")]
)
def test_where_there_is_nowhere_to_go_it_says_so(drawn_up: Meeting, deed, title: str) -> None:
    with pytest.raises(MeetingRefused):
        deed(drawn_up, key(title))
    assert read(drawn_up) == ["1 A", "1.1 B", "1.2 C", "2 D"]


def test_points_stand_four_levels_deep_at_most(coming: Meeting) -> None:
    above = None
    for title in "ABCD":
        above = agenda.add(coming, title, above)
    with pytest.raises(MeetingRefused):
        agenda.add(coming, "E", above)
    agenda.add(coming, "X")
    agenda.move_up(coming, key("X"))
    with pytest.raises(MeetingRefused):
        agenda.move_in(coming, key("A"))
    assert read(coming) == ["1 X", "2 A", "2.1 B", "2.1.1 C", "2.1.1.1 D"]


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "x" * 301])
def test_a_title_is_needed_and_not_too_long(coming: Meeting, title: str) -> None:
    with pytest.raises(MeetingRefused):
        agenda.add(coming, title)
    assert not AgendaPoint.objects.exists()


def test_titles_are_changed_all_at_once(drawn_up: Meeting) -> None:
    was = {key("A"): "A", key("B"): "B"}
    agenda.retitle(drawn_up, was, {key("A"): "Á", key("B"): "B"})
    assert read(drawn_up) == ["1 Á", "1.1 B", "1.2 C", "2 D"]


def test_a_title_that_another_has_changed_is_not_overwritten(drawn_up: Meeting) -> None:
    point = key("A")
    agenda.retitle(drawn_up, {point: "A"}, {point: "Jiný"})
    with pytest.raises(AgendaOutdated) as refusal:
        agenda.retitle(drawn_up, {point: "A", key("D"): "D"}, {point: "Můj", key("D"): "Ď"})
    assert refusal.value.current[point] == "Jiný"
    assert read(drawn_up) == ["1 Jiný", "1.1 B", "1.2 C", "2 D"]


def test_who_types_the_same_as_another_is_not_refused(drawn_up: Meeting) -> None:
    point = key("A")
    agenda.retitle(drawn_up, {point: "A"}, {point: "Jiný"})
    agenda.retitle(drawn_up, {point: "A"}, {point: "Jiný"})
    assert read(drawn_up)[0] == "1 Jiný"


def test_a_point_that_is_gone_is_told(drawn_up: Meeting) -> None:
    gone = key("D")
    agenda.remove(drawn_up, gone)
    with pytest.raises(AgendaOutdated) as refusal:
        agenda.retitle(drawn_up, {gone: "D"}, {gone: "Ď"})
    assert gone not in refusal.value.current
    with pytest.raises(MeetingRefused):
        agenda.move_up(drawn_up, gone)


def test_a_point_of_another_meeting_is_left_alone(drawn_up: Meeting) -> None:
    other = make_meeting(drawn_up.body, date(2027, 2, 4))
    for deed in (agenda.move_up, agenda.move_out, agenda.remove):
        with pytest.raises(MeetingRefused):
            deed(other, key("B"))
    assert read(drawn_up) == ["1 A", "1.1 B", "1.2 C", "2 D"]


def test_a_point_with_others_under_it_is_not_removed(drawn_up: Meeting) -> None:
    with pytest.raises(MeetingRefused):
        agenda.remove(drawn_up, key("A"))


@pytest.mark.parametrize("what", ["said", "conclusion", "task", "decision"])
def test_a_point_of_which_the_minutes_speak_is_not_removed(drawn_up: Meeting, what: str) -> None:
    point = AgendaPoint.objects.get(title="D")
    held = {"meeting": drawn_up, "point": point, "number": 1}
    if what == "task":
        Task.objects.create(body=drawn_up.body, what="Zjistit", **held)
    elif what == "decision":
        Decision.objects.create(text="Schváleno", **held)
    else:
        AgendaPoint.objects.filter(pk=point.pk).update(**{what: "Bylo řečeno."})
    with pytest.raises(MeetingRefused):
        agenda.remove(drawn_up, point.pk)


def test_the_agenda_is_closed_with_the_minutes_and_by_calling_off(drawn_up: Meeting) -> None:
    minutes = Minutes.objects.create(meeting=drawn_up, state=Minutes.State.SENT)
    agenda.add(drawn_up, "E")
    Minutes.objects.filter(pk=minutes.pk).update(state=Minutes.State.APPROVED)
    with pytest.raises(MeetingRefused):
        agenda.add(drawn_up, "F")
    Minutes.objects.all().delete()
    planning.call_off(drawn_up, "Nemoc.")
    with pytest.raises(MeetingRefused):
        agenda.retitle(drawn_up, {key("A"): "A"}, {key("A"): "Á"})
    assert read(drawn_up) == ["1 A", "1.1 B", "1.2 C", "2 D", "3 E"]
