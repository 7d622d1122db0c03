"""The coordinator's pages: planning, changing, inviting, calling off, series."""

from datetime import date, time

import pytest
from django.test import Client
from lxml import html

from brnoplan import pagestore
from kpss.meetings import inviting, planning, series
from kpss.models import Attendance, Body, Meeting, Rules, Series, Side
from strategy.editing import version_of
from strategy.models import Letter
from tests.kpss.factories import make_member, make_person
from tests.kpss.meetings.cast import coordinator, officer

OFFICE = "/kpss/koordinace/jednani/"
GIVEN = {
    "title": "",
    "day": "2026-12-10",
    "time_from": "09:00",
    "time_to": "11:00",
    "place": "Nová radnice",
    "access": "Výtah.",
}


def errors(response) -> list[str]:
    page = html.fromstring(response.content.decode())
    return [error.text_content() for error in page.find_class("field__error")]


def values(response) -> dict[str, str]:
    """What stands in the fields of the page, as a browser would send it."""
    form = html.fromstring(response.content.decode()).find(".//main//form")
    return {name: (value or "").removeprefix("\n") for name, value in form.fields.items()}


def office_paths(meeting: Meeting) -> list[tuple[str, str, str]]:
    """(method, address, the permission without which it is refused)."""
    one = f"{OFFICE}{meeting.pk}/"
    found, _made = Series.objects.get_or_create(
        body=meeting.body, first_on=date(2027, 1, 7), time_from="09:00", place="Sál"
    )
    return [
        ("get", OFFICE, "view_meeting"),
        ("get", one, "view_meeting"),
        ("post", one, "change_meeting"),
        ("get", f"{OFFICE}nove/", "add_meeting"),
        ("post", f"{OFFICE}nove/", "add_meeting"),
        ("get", f"{OFFICE}rada/", "add_series"),
        ("post", f"{OFFICE}rada/", "add_series"),
        ("post", f"{OFFICE}rada/{found.pk}/", "change_series"),
        ("get", f"{one}zmena/", "change_meeting"),
        ("post", f"{one}zmena/", "change_meeting"),
        ("get", f"{one}zruseni/", "change_meeting"),
        ("post", f"{one}zruseni/", "change_meeting"),
        ("get", f"{one}program/", "change_meeting"),
        ("post", f"{one}program/", "change_meeting"),
        ("get", f"{one}ucast/", "change_meeting"),
        ("get", f"{one}ucast/", "view_person"),
        ("post", f"{one}ucast/", "view_person"),
    ]


ALL_RIGHTS = {
    "view_meeting",
    "add_meeting",
    "change_meeting",
    "view_person",
    "add_series",
    "change_series",
}


def test_whoever_lacks_the_permission_is_refused_and_strangers_log_in(coming: Meeting) -> None:
    for number, (method, path, permission) in enumerate(office_paths(coming)):
        others = officer(" ".join(ALL_RIGHTS - {permission}), name=f"jiny{number}")
        assert getattr(others, method)(path).status_code == 403, (method, path)
        stranger = getattr(Client(), method)(path)
        assert (stranger.status_code, "login" in stranger["Location"]) == (302, True)
    assert not Attendance.objects.exists()


def test_the_coordinator_may_open_them_all_and_nobody_keeps_them(held: Meeting) -> None:
    client = coordinator()
    for method, path, _permission in office_paths(held):
        if method == "get":
            response = client.get(path)
            assert response.status_code == 200, path
            assert "no-store" in response["Cache-Control"]


def test_a_meeting_is_announced(body: Body) -> None:
    client = coordinator()
    response = client.post(f"{OFFICE}nove/", GIVEN | {"body": body.pk})
    meeting = Meeting.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{OFFICE}{meeting.pk}/")
    assert (meeting.body, str(meeting.day), meeting.place) == (body, "2026-12-10", "Nová radnice")
    assert meeting.history.get().history_user.username == "koordinatorka"


def test_a_day_may_be_typed_the_czech_way(body: Body) -> None:
    coordinator().post(f"{OFFICE}nove/", GIVEN | {"body": body.pk, "day": "10. 12. 2026"})
    assert str(Meeting.objects.get().day) == "2026-12-10"


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2027-03-28", "time_from": "02:30"},
        {"day": "2027-10-31", "time_from": "02:30"},
        {"time_to": "08:00"},
        {"time_from": ""},
        {"day": "31. 2. 2026"},
        {"day": ""},
        {"body": ""},
    ],
)
def test_wrong_input_is_refused_at_its_field_and_nothing_typed_is_lost(
    body: Body, wrong: dict[str, str]
) -> None:
    typed = GIVEN | {"body": str(body.pk)} | wrong
    response = coordinator().post(f"{OFFICE}nove/", typed)
    assert (response.status_code, len(errors(response))) == (200, 1)
    assert {name: value for name, value in values(response).items() if name in typed} == typed
    assert not Meeting.objects.exists()


def test_a_public_holiday_is_a_hint_only(body: Body) -> None:
    client = coordinator()
    given = GIVEN | {"body": body.pk, "day": "2026-11-17"}
    followed = client.post(f"{OFFICE}nove/", given, follow=True)
    assert Meeting.objects.count() == 1
    page = html.fromstring(followed.content.decode())
    assert len(page.find_class("notice")) == 2


def test_a_change_is_saved_and_told(coming: Meeting) -> None:
    make_member(coming.body)
    inviting.invite(coming)
    changed = GIVEN | {"version": version_of(coming)}
    response = coordinator().post(f"{OFFICE}{coming.pk}/zmena/", changed)
    assert response.status_code == 303
    coming.refresh_from_db()
    assert (str(coming.day), coming.place, coming.sequence) == ("2026-12-10", "Nová radnice", 1)
    assert list(Letter.objects.values_list("kind", flat=True)) == [
        "meeting_invitation",
        "meeting_changed",
    ]


def test_a_change_on_top_of_anothers_shows_both_and_can_be_saved_again(coming: Meeting) -> None:
    client = coordinator()
    read = version_of(coming)
    planning.change(coming, read, place="Stará radnice")
    response = client.post(f"{OFFICE}{coming.pk}/zmena/", GIVEN | {"version": read})
    summary = html.fromstring(response.content.decode()).find_class("error-summary")[0]
    assert "Stará radnice" in summary.text_content()
    assert values(response)["place"] == "Nová radnice"
    assert Meeting.objects.get().place == "Stará radnice"
    again = client.post(f"{OFFICE}{coming.pk}/zmena/", values(response))
    assert (again.status_code, Meeting.objects.get().place) == (303, "Nová radnice")


def test_the_hours_of_a_change_are_refused_at_their_field(coming: Meeting) -> None:
    wrong = GIVEN | {"version": version_of(coming), "day": "2027-03-28", "time_from": "02:30"}
    response = coordinator().post(f"{OFFICE}{coming.pk}/zmena/", wrong)
    assert (len(errors(response)), values(response)["time_from"]) == (1, "02:30")


def test_a_meeting_is_called_off_with_a_reason(coming: Meeting) -> None:
    client = coordinator()
    path = f"{OFFICE}{coming.pk}/zruseni/"
    assert len(errors(client.post(path, {"reason": " "}))) == 1
    assert not Meeting.objects.get().is_cancelled
    assert client.post(path, {"reason": "Sál je vytopený."}).status_code == 303
    assert Meeting.objects.get().cancelled_reason == "Sál je vytopený."
    again = client.post(path, {"reason": "Povodeň."})
    assert (again.status_code, values(again)["reason"].strip()) == (200, "Povodeň.")


def test_members_are_invited_by_one_button(coming: Meeting) -> None:
    make_member(coming.body)
    make_member(coming.body, person=make_person("Bez pošty", email=""))
    client = coordinator()
    path = f"{OFFICE}{coming.pk}/"
    client.post(path)
    assert not Attendance.objects.exists()
    assert client.post(path, {"without_agenda": "on"}).status_code == 303
    assert (Letter.objects.count(), Attendance.objects.count()) == (1, 2)
    client.get(path)
    answer = client.post(path, {"without_agenda": "on"}, follow=True)
    assert (Letter.objects.count(), len(answer.context["messages"])) == (1, 0)
    invited = Attendance.objects.get(membership__person__email__gt="")
    client.post(path, {"again": invited.pk})
    assert Letter.objects.count() == 2


def test_only_invited_members_of_this_meeting_are_invited_once_more(
    coming: Meeting, held: Meeting
) -> None:
    member = make_member(held.body)
    other = Attendance.objects.create(meeting=held, membership=member)
    response = coordinator().post(f"{OFFICE}{coming.pk}/", {"again": other.pk})
    assert (response.status_code, Letter.objects.count()) == (404, 0)


def test_names_are_for_who_may_see_persons(coming: Meeting) -> None:
    make_member(coming.body, person=make_person("Tajná Jana"))
    inviting.invite(coming)
    path = f"{OFFICE}{coming.pk}/"
    assert b"Tajn" in coordinator().get(path).content
    assert "Tajn" not in officer("view_meeting").get(path).content.decode()


def test_the_office_sees_whether_the_quorum_will_be_reached(coming: Meeting) -> None:
    Rules.objects.create(body=coming.body, number=1, quorum_service_user=1)
    make_member(coming.body, Side.SERVICE_USER)
    (invited,) = inviting.invite(coming)
    client = coordinator()
    said = []
    for given in ("no", "yes"):
        inviting.answer(invited, given)
        page = html.fromstring(client.get(f"{OFFICE}{coming.pk}/").content.decode())
        said.append(page.find_class("presence")[0].findall(".//tbody/tr")[0][1].text)
    assert said == ["0", "1"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_meeting_costs_the_same_whatever_the_number(
    coming: Meeting, number: int, django_assert_num_queries
) -> None:
    for _member in range(number):
        make_member(coming.body)
    inviting.invite(coming)
    client = coordinator()
    # What the page store asks once for all pages.
    pagestore.store.revisions()
    with django_assert_num_queries(9):
        client.get(f"{OFFICE}{coming.pk}/")


SERIES = {
    "every_months": "2",
    "first_on": "2026-12-03",
    "until": "",
    "time_from": "09:00",
    "time_to": "11:00",
    "place": "Sál",
    "access": "",
}


def test_a_series_is_shown_with_holidays_before_it_is_announced(body: Body) -> None:
    client = coordinator()
    typed = SERIES | {"body": body.pk, "first_on": "2026-11-17", "every_months": "12"}
    shown = client.post(f"{OFFICE}rada/", typed | {"deed": "show"})
    page = html.fromstring(shown.content.decode())
    days = page.find_class("notice")[0].findall(".//li")
    assert [day.find("strong") is not None for day in days] == [True, False]
    assert (Series.objects.count(), Meeting.objects.count()) == (0, 0)
    announced = client.post(f"{OFFICE}rada/", typed | {"deed": "plan"})
    assert (announced.status_code, Meeting.objects.count()) == (303, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"every_months": "0"},
        {"every_months": "13"},
        {"until": "2026-12-01"},
        {"first_on": "2020-01-02", "until": "2020-06-01"},
        {"time_to": "08:00"},
        {"time_from": ""},
    ],
)
def test_a_series_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    body: Body, wrong: dict[str, str]
) -> None:
    typed = SERIES | {"body": str(body.pk)} | wrong
    response = coordinator().post(f"{OFFICE}rada/", typed | {"deed": "plan"})
    page = html.fromstring(response.content.decode())
    assert len(page.find_class("error-summary")) == 1
    assert {name: value for name, value in values(response).items() if name in typed} == typed
    assert (Series.objects.count(), Meeting.objects.count()) == (0, 0)


def test_a_series_goes_on_by_one_button(body: Body, now) -> None:
    given = {"first_on": date(2026, 12, 3), "time_from": time(9), "place": "Sál"}
    found, meetings = series.plan_series(body, **given)
    now.move_to("2027-09-01 10:00 +0200")
    response = coordinator().post(f"{OFFICE}rada/{found.pk}/")
    assert (response.status_code, Meeting.objects.count()) == (303, len(meetings) + 4)


def test_a_meeting_called_off_is_listed_and_not_counted(coming: Meeting, held: Meeting) -> None:
    client = coordinator()
    assert client.get(OFFICE).context["ahead"] == 1
    planning.call_off(coming, "Nemoc.")
    context = client.get(OFFICE).context
    assert (context["upcoming"], context["ahead"]) == ([coming], 0)
