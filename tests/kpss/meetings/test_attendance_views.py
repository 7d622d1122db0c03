"""The page on which staff write attendance down, and the one on which members answer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from lxml import html

from brnoplan import pagestore
from kpss.links import Purpose
from kpss.meetings import inviting, planning, recording
from kpss.models import Attendance, Meeting, Membership, Minutes
from strategy import secret_links
from tests import mails
from tests.kpss.factories import make_member, make_person
from tests.kpss.meetings.cast import coordinator
from tests.kpss.meetings.test_staff_views import values


def sheet_path(meeting: Meeting) -> str:
    return f"/kpss/koordinace/jednani/{meeting.pk}/ucast/"


def link_of(attendance: Attendance) -> str:
    email = attendance.membership.person.email
    return secret_links.path(Purpose.ATTENDANCE, attendance.pk, email)


@pytest.fixture
def invited(coming: Meeting) -> Attendance:
    make_member(coming.body, person=make_person("Jana", email="jana@example.cz"))
    (found,) = inviting.invite(coming)
    return found


def test_attendance_is_written_down_on_one_page(held: Meeting) -> None:
    first, second = make_member(held.body), make_member(held.body)
    make_member(held.body, role="deputy", deputy_for=first)
    client = coordinator()
    typed = values(client.get(sheet_path(held)))
    typed |= {f"presence-{first.pk}": "deputy", "guests": "200"}
    typed[f"presence-{second.pk}"] = "excused"
    assert client.post(sheet_path(held), typed).status_code == 303
    assert dict(Attendance.objects.values_list("membership", "presence")) == {
        first.pk: "deputy",
        second.pk: "excused",
    }
    assert Meeting.objects.get().guests == 200
    kept = values(client.get(sheet_path(held)))
    assert (kept["guests"], kept[f"presence-{first.pk}"]) == ("200", "deputy")


def test_where_there_is_nothing_to_write_down_it_is_said_at_once(coming: Meeting) -> None:
    client, staff_page = coordinator(), f"/kpss/koordinace/jednani/{coming.pk}/"
    for _state in ("to come", "called off"):
        answer = client.get(sheet_path(coming), follow=True)
        assert [path for path, _status in answer.redirect_chain] == [staff_page]
        assert len(answer.context["messages"]) == 1
        Meeting.objects.update(
            day=localdate(), cancelled_at=timezone.now(), cancelled_reason="Nemoc."
        )


def test_a_deputy_is_offered_only_of_who_has_one(held: Meeting) -> None:
    alone, member = make_member(held.body), make_member(held.body)
    make_member(held.body, role="deputy", deputy_for=member)
    form = coordinator().get(sheet_path(held)).context["form"]
    offered = {pk: dict(form.fields[f"presence-{pk}"].choices) for pk in (alone.pk, member.pk)}
    assert [pk for pk, choices in offered.items() if "deputy" in choices] == [member.pk]


@pytest.mark.parametrize("guests", ["-1", "dvacet", "100000"])
def test_a_number_of_guests_that_is_none_loses_nothing_else(held: Meeting, guests: str) -> None:
    member = make_member(held.body)
    client = coordinator()
    typed = values(client.get(sheet_path(held)))
    typed |= {f"presence-{member.pk}": "present", "guests": guests}
    response = client.post(sheet_path(held), typed)
    assert response.status_code == 200
    kept = values(response)
    assert (kept["guests"], kept[f"presence-{member.pk}"]) == (guests, "present")
    assert not Attendance.objects.exists()


def test_two_officers_at_once_lose_nothing(held: Meeting) -> None:
    member = make_member(held.body)
    client = coordinator()
    typed = values(client.get(sheet_path(held))) | {f"presence-{member.pk}": "absent"}
    recording.record(held, recording.sheet(held).mark, {member.pk: "present"}, None)
    response = client.post(sheet_path(held), typed)
    page = html.fromstring(response.content.decode())
    assert (response.status_code, len(page.find_class("field__error"))) == (200, 1)
    assert values(response)[f"presence-{member.pk}"] == "absent"
    assert Attendance.objects.get().presence == "present"
    assert client.post(sheet_path(held), values(response)).status_code == 303
    assert Attendance.objects.get().presence == "absent"


def test_of_approved_minutes_attendance_is_closed_and_what_was_typed_stays(held: Meeting) -> None:
    member = make_member(held.body)
    client = coordinator()
    typed = values(client.get(sheet_path(held))) | {f"presence-{member.pk}": "absent"}
    Minutes.objects.create(meeting=held, state=Minutes.State.APPROVED)
    response = client.post(sheet_path(held), typed)
    assert (response.status_code, values(response)[f"presence-{member.pk}"]) == (200, "absent")
    assert not Attendance.objects.exists()


def test_of_approved_minutes_the_page_says_at_once_that_attendance_is_closed(held: Meeting) -> None:
    make_member(held.body)
    client = coordinator()
    assert len(html.fromstring(client.get(sheet_path(held)).content).xpath("//main//form")) == 1
    Minutes.objects.create(meeting=held, state=Minutes.State.APPROVED)
    shut = html.fromstring(client.get(sheet_path(held)).content)
    forms, notices = shut.xpath("//main//form"), shut.xpath("//main//p[@class='notice']")
    assert (len(forms), len(notices)) == (0, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_sheet_page_costs_the_same_whatever_the_number(
    held: Meeting, number: int, django_assert_num_queries
) -> None:
    for _member in range(number):
        make_member(held.body)
    client = coordinator()
    # What the page store asks once for all pages.
    pagestore.store.revisions()
    with django_assert_num_queries(9):
        client.get(sheet_path(held))


def test_a_member_answers_under_the_link_of_the_letter(coming: Meeting) -> None:
    make_member(coming.body)
    inviting.invite(coming)
    (mail,) = mails.sent()
    link = next(link for link in mail.links if "/odkaz/" in link)
    client = Client(enforce_csrf_checks=True)
    shown = mails.open_link(client, link)
    assert shown.status_code == 200
    assert Attendance.objects.get().answer == ""
    path = link.removeprefix("http://127.0.0.1:8000")
    answered = client.post(path, {"answer": "yes"})
    assert answered.status_code == 303
    assert Attendance.objects.get().answer == "yes"
    assert b"checked" in client.get(answered["Location"]).content


def test_looking_changes_nothing_and_is_kept_by_nobody(invited: Attendance) -> None:
    response = Client().get(link_of(invited), {"answer": "yes"})
    assert Attendance.objects.get().answer == ""
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_the_answer_of_a_deputy_is_offered_where_there_is_one(invited: Attendance) -> None:
    def offered() -> list[str]:
        page = html.fromstring(Client().get(link_of(invited)).content.decode())
        return [radio.get("value") for radio in page.iterfind(".//main//input")]

    assert offered() == ["yes", "no"]
    member = invited.membership
    make_member(member.body, role=Membership.Role.DEPUTY, deputy_for=member)
    assert offered() == ["yes", "no", "deputy"]
    Client().post(link_of(invited), {"answer": "deputy"})
    assert Attendance.objects.get().answer == "deputy"


@pytest.mark.parametrize("typed", [{}, {"answer": "deputy"}, {"answer": "x"}])
def test_what_is_no_answer_is_refused_on_the_page(invited: Attendance, typed) -> None:
    response = Client().post(link_of(invited), typed)
    page = html.fromstring(response.content.decode())
    (summary,) = page.find_class("error-summary")
    (link,) = summary.iter("a")
    assert page.get_element_by_id(link.get("href").removeprefix("#")).get("value") == "yes"
    assert (response.status_code, len(page.find_class("field__error"))) == (200, 1)
    assert Attendance.objects.get().answer == ""


def test_after_it_has_begun_or_was_called_off_no_answer_is_taken(invited: Attendance, now) -> None:
    planning.call_off(invited.meeting, "Nemoc.")
    page = Client().get(link_of(invited)).content.decode()
    assert "Nemoc." in page
    response = Client().post(link_of(invited), {"answer": "yes"})
    assert (response.status_code, Attendance.objects.get().answer) == (200, "")
    Meeting.objects.update(cancelled_at=None, cancelled_reason="")
    now.move_to("2026-12-03 09:00 +0100")
    Client().post(link_of(invited), {"answer": "yes"})
    assert Attendance.objects.get().answer == ""


def test_a_link_that_went_to_a_former_address_leads_nowhere(invited: Attendance) -> None:
    link = link_of(invited)
    person = invited.membership.person
    person.email = "nova@example.cz"
    person.save()
    assert Client().get(link).status_code == 404
    person.email = ""
    person.save()
    assert Client().post(link, {"answer": "yes"}).status_code == 404
    assert Attendance.objects.get().answer == ""


def test_a_token_that_is_not_ours_or_for_something_else_leads_nowhere(invited: Attendance) -> None:
    token = secret_links.sign(Purpose.OBJECTION, invited.pk, "jana@example.cz")
    for wrong in (token, "x", f"{invited.pk}"):
        assert Client().get(f"/odkaz/jednani/{wrong}/").status_code == 404


def test_an_old_link_says_that_it_no_longer_holds(invited: Attendance, now) -> None:
    link = link_of(invited)
    now.shift(timedelta(days=366))
    assert Client().get(link).status_code == 410
