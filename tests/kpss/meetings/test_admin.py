"""Meetings and series in the administration."""

from datetime import date, time

import pytest
from django.urls import reverse
from lxml import html

from kpss.meetings import inviting, planning
from kpss.models import Body, Meeting, PlanningRevision, Series
from strategy.editing import version_of
from strategy.models import Letter
from tests.kpss.factories import make_member
from tests.kpss.meetings.cast import coordinator, officer

GIVEN = {
    "title": "Konference",
    "day": "2016-04-14",
    "time_from": "",
    "time_to": "",
    "place": "",
    "access": "",
    "guests": "",
    "attended_in_words": "asi 120 lidí",
    "source": "Semínko 002",
}
ADD = "/admin/kpss/meeting/add/"


def change_path(meeting: Meeting) -> str:
    return reverse("admin:kpss_meeting_change", args=[meeting.pk])


def revision() -> int:
    return PlanningRevision.objects.values_list("number", flat=True).first() or 0


def test_what_a_source_says_of_a_meeting_is_entered(body: Body) -> None:
    before = revision()
    response = coordinator().post(ADD, GIVEN | {"body": body.pk})
    meeting = Meeting.objects.get()
    assert (response.status_code, meeting.title, meeting.time_from) == (302, "Konference", None)
    assert (meeting.attended_in_words, meeting.guests) == ("asi 120 lidí", None)
    assert revision() > before


@pytest.mark.parametrize(
    "wrong",
    [{"day": "2027-03-28", "time_from": "02:30"}, {"time_from": "11:00", "time_to": "09:00"}],
)
def test_hours_are_judged_as_on_the_coordinators_page(body: Body, wrong: dict[str, str]) -> None:
    response = coordinator().post(ADD, GIVEN | {"body": body.pk} | wrong)
    page = html.fromstring(response.content.decode())
    assert (response.status_code, len(page.find_class("errorlist"))) == (200, 1)
    assert not Meeting.objects.exists()


def test_a_change_is_the_same_deed_as_elsewhere(coming: Meeting) -> None:
    make_member(coming.body)
    inviting.invite(coming)
    before = revision()
    given = GIVEN | {"day": "2026-12-10", "version": version_of(coming)}
    assert coordinator().post(change_path(coming), given).status_code == 302
    coming.refresh_from_db()
    assert (coming.sequence, coming.source) == (1, "Semínko 002")
    assert Letter.objects.filter(kind="meeting_changed").count() == 1
    assert revision() > before


def test_a_change_on_top_of_anothers_is_refused(coming: Meeting) -> None:
    read = version_of(coming)
    planning.change(coming, read, place="Nová radnice")
    response = coordinator().post(change_path(coming), GIVEN | {"version": read})
    assert (response.status_code, Meeting.objects.get().place) == (200, "Nová radnice")


def test_what_was_called_off_is_not_moved(coming: Meeting) -> None:
    planning.call_off(coming, "Nemoc.")
    response = coordinator().post(change_path(coming), GIVEN | {"version": version_of(coming)})
    assert (response.status_code, str(Meeting.objects.get().day)) == (200, "2026-12-03")


@pytest.mark.parametrize(("is_invited", "status"), [(True, 403), (False, 302)])
def test_what_members_were_invited_to_is_called_off_and_not_deleted(
    coming: Meeting, is_invited: bool, status: int
) -> None:
    if is_invited:
        make_member(coming.body)
        inviting.invite(coming)
    path = reverse("admin:kpss_meeting_delete", args=[coming.pk])
    assert coordinator().post(path, {"post": "yes"}).status_code == status
    assert Meeting.objects.exists() is is_invited


def test_many_meetings_are_not_deleted_at_once(coming: Meeting) -> None:
    given = {"action": "delete_selected", "_selected_action": [coming.pk], "post": "yes"}
    coordinator().post("/admin/kpss/meeting/", given)
    assert Meeting.objects.exists()


def test_a_series_is_changed_for_what_is_still_to_be_announced(body: Body) -> None:
    series = Series.objects.create(
        body=body, first_on=date(2026, 12, 3), time_from=time(9), place="Sál"
    )
    given = {
        "version": version_of(series),
        "every_months": "3",
        "first_on": "2026-12-03",
        "until": "",
        "time_from": "10:00",
        "time_to": "",
        "place": "Nová radnice",
        "access": "",
        "body": body.pk,
    }
    path = reverse("admin:kpss_series_change", args=[series.pk])
    assert coordinator().post(path, given).status_code == 302
    series.refresh_from_db()
    assert (series.every_months, series.place, series.time_from) == (3, "Nová radnice", time(10))


@pytest.mark.parametrize("permission", ["view_meeting", "view_series"])
def test_whoever_may_only_look_changes_nothing(coming: Meeting, permission: str) -> None:
    client = officer(permission)
    assert client.post(change_path(coming), GIVEN).status_code == 403
    assert client.post(ADD, GIVEN).status_code == 403
    assert Meeting.objects.get().title == ""
