"""Who settles what by when, and what they note."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from comments.models import Handling, Point
from comments.settlement import SettlementRefused
from comments.settling import assigning
from comments.settling.assigning import NotedMeanwhile
from strategy.models import Letter, Organisation
from tests.factories import open_consultation

TOMORROW = timedelta(days=1)


def refused(*args: object) -> bool:
    with pytest.raises(SettlementRefused):
        assigning.assign(*args)  # type: ignore[arg-type]
    return not Handling.objects.exists()


def test_points_are_given_to_a_department_with_a_deadline(
    three: list[Point], department: Organisation, officer: User
) -> None:
    due_on = localdate() + TOMORROW
    assigning.assign(three[:2], department, due_on, by=officer)
    found = Handling.objects.order_by("point").values_list("point", "assigned_to", "due_on")
    assert list(found) == [(point.pk, department.pk, due_on) for point in three[:2]]
    assert set(Handling.history.values_list("history_user", flat=True)) == {officer.pk}


def test_giving_them_once_more_is_no_further_step(point: Point, department: Organisation) -> None:
    for _ in range(2):
        (handling,) = assigning.assign([point], department, None)
    assert handling.history.count() == 1
    assigning.assign([point], None, None)
    assert handling.history.count() == 2
    assert Handling.objects.get().assigned_to is None


def test_the_department_is_written_to(point: Point, department: Organisation) -> None:
    department.email = "zdravi@example.org"
    department.save()
    assigning.assign([point], department, None)
    assigning.assign([point], None, None)
    assert list(Letter.objects.values_list("to", flat=True)) == ["zdravi@example.org"]


def test_who_is_no_body_of_the_city_of_today_settles_nothing(point: Point) -> None:
    bodies = [
        Organisation.objects.create(kind="organisation", name="Spolek"),
        Organisation.objects.create(kind="district", name="Brno-střed"),
        Organisation.objects.create(name="Zaniklý odbor", valid_to=localdate() - TOMORROW),
        Organisation.objects.create(name="Budoucí odbor", valid_from=localdate() + TOMORROW),
    ]
    assert all(refused([point], body, None) for body in bodies)
    group = Organisation.objects.create(
        kind="working_group", name="Senioři", valid_from=localdate(), valid_to=localdate()
    )
    assert assigning.assign([point], group, None)[0].assigned_to == group


def test_a_deadline_is_a_day_to_come_and_somebodys(point: Point, department: Organisation) -> None:
    assert refused([point], department, localdate() - TOMORROW)
    assert refused([point], None, localdate() + TOMORROW)
    assert assigning.assign([point], department, localdate())[0].due_on == localdate()


def test_a_note_is_kept_beside_who_has_the_point(point: Point, department: Organisation) -> None:
    assigning.assign([point], department, None)
    assigning.keep_note(point, "Zavolat ředitelce.\r\n")
    assigning.assign([point], None, None)
    assert Handling.objects.get().note == "Zavolat ředitelce."


def test_nobody_overwrites_a_note_that_they_have_not_seen(point: Point) -> None:
    seen = assigning.mark("")
    assigning.keep_note(point, "Kolegyně.", seen=seen)
    with pytest.raises(NotedMeanwhile) as refused:
        assigning.keep_note(point, "Moje.", seen=seen)
    assert refused.value.current == Handling.objects.get().note == "Kolegyně."
    assigning.keep_note(point, "Kolegyně.", seen=seen)
    assert Handling.history.count() == 1
    assigning.keep_note(point, "Moje.", seen=assigning.mark("Kolegyně."))
    assert Handling.objects.get().note == "Moje."


def test_no_note_is_no_row(point: Point) -> None:
    assigning.keep_note(point, " ")
    assert not Handling.objects.exists()


def test_the_law_gives_sixty_days_or_ninety_where_the_council_decides(point: Point) -> None:
    received_on = localdate(point.comment.received_at)
    assert assigning.statutory_due(point.comment) == received_on + timedelta(days=60)
    open_consultation(point.item.edition, statutory_days=90)
    comment = Point.objects.get().comment
    assert assigning.statutory_due(comment) == received_on + timedelta(days=90)
