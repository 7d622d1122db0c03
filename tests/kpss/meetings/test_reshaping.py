"""Changing a whole series: its meetings that are still to come, and what is planned later."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from lxml import html

from brnoplan import pagestore
from kpss.meetings import inviting, planning, reshaping, series
from kpss.meetings.holding import MeetingRefused
from kpss.models import Attendance, Body, Meeting, PlanningRevision, Series
from strategy.editing import Outdated, version_of
from tests import mails
from tests.kpss.factories import make_meeting, make_member, make_person
from tests.kpss.meetings.cast import coordinator, officer
from tests.kpss.meetings.test_inviting import told

# The first Thursdays.
DAYS = [date(2026, 12, 3), date(2027, 2, 4), date(2027, 4, 1)]
GIVEN = {"every_months": 2, "first_on": DAYS[0], "until": DAYS[-1]}
GIVEN |= {"time_from": time(9), "time_to": time(11), "place": "Sál", "access": ""}
FORM = {"weekday": "", "time_from": "09:00", "time_to": "11:00", "place": "Sál", "access": ""}
MONDAY = 0


@pytest.fixture
def planned(body: Body) -> Series:
    return series.plan_series(body, **GIVEN)[0]


def keys() -> list[int]:
    return list(Meeting.objects.order_by("day").values_list("pk", flat=True))


def change(planned: Series, chosen: list[int] | None = None, **values: object) -> list[Meeting]:
    planned.refresh_from_db()
    return reshaping.change(reshaping.sheet(planned), chosen or keys(), **values)


def of_meetings(*names: str) -> list[tuple]:
    return list(Meeting.objects.order_by("pk").values_list(*names))


def test_those_chosen_get_another_time_and_place_and_so_does_the_series(planned: Series) -> None:
    before = PlanningRevision.objects.get().number
    changed = change(planned, keys()[1:], time_from=time(13), time_to=time(15), place="Klub")
    assert [one.day for one in changed] == DAYS[1:]
    assert of_meetings("time_from", "time_to", "place", "sequence") == [
        (time(9), time(11), "Sál", 0),
        (time(13), time(15), "Klub", 1),
        (time(13), time(15), "Klub", 1),
    ]
    planned.refresh_from_db()
    assert (planned.time_from, planned.place, planned.first_on) == (time(13), "Klub", DAYS[0])
    assert PlanningRevision.objects.get().number > before


def test_another_weekday_is_the_same_one_of_its_month(planned: Series) -> None:
    change(planned, weekday=MONDAY)
    assert of_meetings("day") == [(date(2026, 12, 7),), (date(2027, 2, 1),), (date(2027, 4, 5),)]
    planned.refresh_from_db()
    assert planned.first_on == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("day", "weekday", "other"),
    [
        (date(2026, 12, 3), 3, date(2026, 12, 3)),
        (date(2026, 12, 24), 4, date(2026, 12, 25)),
        (date(2026, 12, 31), 0, date(2026, 12, 28)),
        (date(2027, 1, 29), 5, date(2027, 1, 30)),
    ],
)
def test_a_fifth_weekday_becomes_a_last_one(day: date, weekday: int, other: date) -> None:
    assert series.on_weekday(day, weekday) == other


def test_what_is_planned_later_goes_by_the_changed_series(planned: Series, now) -> None:
    Series.objects.update(until=None)
    change(planned, weekday=MONDAY, place="Klub")
    now.move_to("2027-04-06 10:00 +0200")
    planned.refresh_from_db()
    later = series.extend(planned)
    assert {(one.day.weekday(), one.place) for one in later} == {(MONDAY, "Klub")}
    assert later[0].day == date(2027, 6, 7)


def test_only_invited_guests_are_told_with_a_higher_sequence(planned: Series) -> None:
    make_member(planned.body, person=make_person("Jana", email="jana@example.cz"))
    first = Meeting.objects.get(day=DAYS[0])
    (invited,) = inviting.invite(first)
    inviting.answer(invited, "yes")
    mails.sent()
    change(planned, weekday=MONDAY)
    assert told() == [("jana@example.cz", "REQUEST", "1")]
    assert Attendance.objects.get().answer == ""
    change(planned, place="Klub")
    assert told() == [("jana@example.cz", "REQUEST", "2")]


def test_what_is_not_among_the_values_stays_with_each_meeting(planned: Series) -> None:
    first = Meeting.objects.get(day=DAYS[0])
    planning.change(first, version_of(first), place="Hvězdárna")
    change(planned, time_to=time(12))
    assert of_meetings("place", "time_to") == [
        ("Hvězdárna", time(12)),
        ("Sál", time(12)),
        ("Sál", time(12)),
    ]


def test_what_has_begun_was_called_off_or_is_written_down_is_not_offered(
    planned: Series, now
) -> None:
    off, written, _last = Meeting.objects.order_by("day")
    planning.call_off(off, "Nemoc.")
    member = make_member(planned.body)
    Attendance.objects.create(meeting=written, membership=member, presence="present")
    assert [one.day for one in reshaping.sheet(planned).meetings] == DAYS[2:]
    now.move_to("2027-04-01 09:30 +0200")
    assert reshaping.sheet(planned).meetings == []


def test_nothing_is_changed_where_nothing_is_chosen(planned: Series) -> None:
    with pytest.raises(ValidationError):
        reshaping.change(reshaping.sheet(planned), [0], place="Klub")
    assert set(of_meetings("place")) == {("Sál",)}


def test_a_day_on_which_the_group_meets_is_refused(planned: Series) -> None:
    make_meeting(planned.body, date(2027, 2, 1), time_from=time(16), time_to=None)
    with pytest.raises(ValidationError) as refusal:
        change(planned, weekday=MONDAY)
    assert list(refusal.value.message_dict) == ["weekday"]
    assert sorted(of_meetings("day"))[0] == (DAYS[0],)
    other = Meeting.objects.get(day=date(2027, 2, 1))
    planning.call_off(other, "Nemoc.")
    assert len(change(planned, keys(), weekday=MONDAY)) == 3


def test_the_past_is_refused(planned: Series, now) -> None:
    now.move_to("2026-12-02 10:00 +0100")
    with pytest.raises(ValidationError) as refusal:
        change(planned, weekday=1)
    assert list(refusal.value.message_dict) == ["weekday"]
    assert len(change(planned, keys()[1:], weekday=1)) == 2


def test_an_hour_that_a_day_does_not_have_is_refused_before_anything_is_changed(
    body: Body,
) -> None:
    # The last Sunday of March.
    given = GIVEN | {"first_on": date(2027, 3, 26), "until": date(2027, 3, 26)}
    planned, _meetings = series.plan_series(body, **given)
    with pytest.raises(ValidationError) as refusal:
        change(planned, weekday=6, time_from=time(2, 30), time_to=time(4))
    assert list(refusal.value.message_dict) == ["time_from"]
    assert of_meetings("day", "time_from") == [(date(2027, 3, 26), time(9))]


@pytest.mark.parametrize("what", ["a meeting", "the series", "a new meeting"])
def test_who_comes_second_is_refused(planned: Series, what: str) -> None:
    read = reshaping.sheet(planned)
    if what == "a meeting":
        first = Meeting.objects.get(day=DAYS[0])
        planning.change(first, version_of(first), place="Hvězdárna")
    elif what == "the series":
        change(planned, place="Klub")
    else:
        Series.objects.update(until=None)
        planned.refresh_from_db()
        series.extend(planned)
    with pytest.raises(Outdated):
        reshaping.change(read, keys(), access="Výtah.")
    assert set(of_meetings("access")) == {("",)}


def test_where_one_is_refused_none_is_changed(planned: Series, monkeypatch) -> None:
    def refuse(meeting: Meeting, *rest: object, **values: object) -> Meeting:
        if meeting.day == DAYS[1]:
            raise MeetingRefused("Ne.")
        return whole(meeting, *rest, **values)

    whole = planning.change
    monkeypatch.setattr(planning, "change", refuse)
    with pytest.raises(MeetingRefused):
        change(planned, place="Klub")
    assert set(of_meetings("place")) == {("Sál",)}


def address(planned: Series, since: int | None = None) -> str:
    found = reverse("kpss:series_change", args=[planned.pk])
    return f"{found}?od={since}" if since else found


def ticked(response) -> list[bool]:
    page = html.fromstring(response.content.decode())
    return [box.get("checked") is not None for box in page.xpath("//input[@name='meeting']")]


def test_the_page_offers_those_from_the_chosen_one_on(planned: Series) -> None:
    client = coordinator()
    standing = client.get(reverse("kpss:meeting_staff", args=[keys()[1]])).content.decode()
    assert f'href="{address(planned, keys()[1])}"' in standing
    assert address(planned) in client.get(reverse("kpss:meeting_staff_list")).content.decode()
    assert ticked(client.get(address(planned, keys()[1]))) == [False, True, True]
    assert ticked(client.get(address(planned))) == [True] * 3


def test_what_becomes_of_them_is_shown_before_it_is_done(planned: Series) -> None:
    client = coordinator()
    sent = FORM | {"weekday": "0", "meeting": keys()[1:]}
    shown = client.post(address(planned), sent | {"deed": "show"})
    assert [line.day for line in shown.context["lines"]] == [
        None,
        date(2027, 2, 1),
        date(2027, 4, 5),
    ]
    assert of_meetings("day") == [(day,) for day in DAYS]
    mark = html.fromstring(shown.content.decode()).xpath("string(//input[@name='mark']/@value)")
    done = client.post(address(planned), sent | {"deed": "change", "mark": mark})
    assert (done.status_code, done["Location"]) == (303, reverse("kpss:meeting_staff_list"))
    assert of_meetings("day") == [(DAYS[0],), (date(2027, 2, 1),), (date(2027, 4, 5),)]


def test_other_hours_are_shown_too_where_they_are_others(planned: Series) -> None:
    first = Meeting.objects.get(day=DAYS[0])
    planning.change(first, version_of(first), time_from=time(13), time_to=time(15))
    sent = FORM | {"time_from": "13:00", "time_to": "15:00", "meeting": keys()[:2]}
    shown = coordinator().post(address(planned), sent | {"deed": "show"})
    assert [line.hours for line in shown.context["lines"]] == ["", "13:00–15:00", ""]
    page = html.fromstring(shown.content.decode())
    assert page.xpath("//fieldset[@class='offers']//label//strong/text()") == ["13:00–15:00"]


def test_another_weekday_from_one_on_begins_with_that_one(planned: Series) -> None:
    change(planned, keys()[1:], weekday=MONDAY)
    planned.refresh_from_db()
    assert planned.first_on == date(2027, 2, 1)
    assert reshaping.differing(reshaping.sheet(planned)) == set()


def test_of_one_moved_by_hand_the_week_of_the_series_counts(planned: Series) -> None:
    second = Meeting.objects.get(day=DAYS[1])
    planning.change(second, version_of(second), day=date(2027, 2, 11))
    change(planned, keys()[1:], weekday=MONDAY)
    planned.refresh_from_db()
    assert planned.first_on == date(2027, 2, 1)


def test_the_last_one_alone_may_begin_the_series_anew(planned: Series) -> None:
    change(planned, keys()[2:], weekday=MONDAY)
    planned.refresh_from_db()
    assert (planned.first_on, planned.until) == (date(2027, 4, 5), date(2027, 4, 5))


def test_without_having_seen_how_they_stand_nothing_is_done(planned: Series) -> None:
    sent = FORM | {"place": "Klub", "meeting": keys(), "deed": "change", "mark": "jiný"}
    answer = coordinator().post(address(planned), sent)
    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (200, 1)
    assert set(of_meetings("place")) == {("Sál",)}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"meeting": []}, "__all__"),
        ({"time_to": "08:00"}, "time_to"),
        ({"weekday": "9"}, "weekday"),
        ({"place": ""}, "place"),
    ],
)
def test_what_cannot_be_is_told_in_words_and_kept(
    planned: Series, wrong: dict[str, object], field: str
) -> None:
    sent = FORM | {"meeting": keys(), "access": "Zvonek u brány."} | wrong
    answer = coordinator().post(address(planned), sent | {"deed": "show"})
    form = answer.context["form"]
    assert (list(form.errors), form["access"].value()) == ([field], "Zvonek u brány.")


def test_which_differ_from_the_series_is_told(planned: Series) -> None:
    first, second, _third = Meeting.objects.order_by("day")
    planning.change(first, version_of(first), place="Hvězdárna")
    planning.change(second, version_of(second), day=date(2027, 2, 5))
    lines = coordinator().get(address(planned)).context["lines"]
    assert [line.is_of_its_own for line in lines] == [True, True, False]


@pytest.mark.parametrize(
    ("rights", "status"),
    [("change_series", 403), ("change_meeting", 403), ("change_series change_meeting", 200)],
)
def test_only_who_changes_series_and_meetings_may(
    planned: Series, rights: str, status: int
) -> None:
    assert officer(rights).get(address(planned)).status_code == status
    assert Client().get(address(planned)).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_the_number(
    body: Body, number: int, django_assert_num_queries
) -> None:
    planned, _meetings = series.plan_series(body, **GIVEN | {"until": DAYS[number - 1]})
    client = coordinator()
    pagestore.store.revisions()
    with django_assert_num_queries(8):
        client.get(address(planned))
