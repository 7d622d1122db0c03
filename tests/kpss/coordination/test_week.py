"""The coordinator's week: what it asks for, where it is done, and of whom."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from comments.models import Handling
from kpss.coordination.week import Line, Section, Week
from kpss.models import AgendaPoint, Attendance, Body, Meeting, Membership, Minutes, Objection, Task
from strategy.models import Edition, Organisation
from tests.factories import item_of, make_comment
from tests.kpss.factories import make_body, make_meeting, make_member
from tests.kpss.joining.test_deciding import make_application, make_topic
from tests.strategy.cast import PEOPLE, client_of

pytestmark = pytest.mark.django_db
ADDRESS = "/kpss/koordinace/"


def day(days: int) -> date:
    return localdate() + timedelta(days=days)


def seen(client: Client | None = None) -> Week:
    return (client or client_of("coordinator")).get(ADDRESS).context["week"]


def section(found: Week, anchor: str) -> Section:
    return next(one for one in found.sections if one.anchor == anchor)


def lines(anchor: str, client: Client | None = None) -> list[Line]:
    return section(seen(client), anchor).lines


def urls(anchor: str) -> list[str]:
    return [line.url for line in lines(anchor)]


def to(name: str, row: Any) -> str:
    return reverse(f"kpss:{name}", args=[row.pk])


def calm_body(**fields: Any) -> Body:
    """A body in balance, of which nothing is asked."""
    body = make_body(f"PS {Body.objects.count() + 1}", **fields)
    make_member(body, "commissioner", role="chair")
    make_member(body, "provider")
    make_member(body, "service_user")
    return body


def held(body: Body, days_ago: int = 7, *, recorded: bool = True, **fields: Any) -> Meeting:
    """A meeting that was held lately, of which it is written who came."""
    meeting = make_meeting(body, day(-days_ago), **fields)
    if recorded:
        for member in body.memberships.all():
            Attendance.objects.create(
                meeting=meeting, membership=member, side=member.side, presence="present"
            )
    return meeting


def test_where_nothing_waits_the_page_says_so() -> None:
    calm_body()
    found = seen()
    assert (found.number, found.ahead) == (0, [])
    assert [one.lines for one in found.sections] == [[]] * 6


def test_a_meeting_of_the_next_fortnight_asks_for_invitations_and_an_agenda() -> None:
    body = calm_body()
    near, last = make_meeting(body, day(1)), make_meeting(body, day(14))
    make_meeting(body, day(15))
    make_meeting(body, day(2), cancelled_at=timezone.now(), cancelled_reason="Nemoc.")
    first, second, third = body.memberships.order_by("pk")
    for member, answer in ((first, "yes"), (second, "no"), (third, "")):
        Attendance.objects.create(meeting=near, membership=member, answer=answer)
    AgendaPoint.objects.create(meeting=near, title="Zahájení", position=1)
    found = seen()
    assert [(one.meeting, one.invited, one.answered, one.points) for one in found.ahead] == [
        (near, 3, 2, 1),
        (last, 0, 0, 0),
    ]
    assert [one.lacks for one in found.ahead] == [0, 2]
    assert found.number == 2


def test_a_group_without_members_is_not_to_be_invited() -> None:
    calm_body()
    make_meeting(make_body("PS bez členů"), day(1))
    [only] = seen().ahead
    assert (only.lacks_guests, only.lacks) == (False, 1)


def test_a_draft_of_minutes_of_what_was_not_held_waits_for_nobody() -> None:
    body = calm_body()
    off = {"cancelled_at": timezone.now(), "cancelled_reason": "Nemoc."}
    for meeting in (make_meeting(body, day(20)), make_meeting(body, day(-3), **off)):
        Minutes.objects.create(meeting=meeting)
    assert section(seen(), "zapisy").lines == []


def test_the_first_sentence_says_how_many_things_wait() -> None:
    make_meeting(calm_body(), day(3))
    make_application(Body.objects.get())
    answer = client_of("coordinator").get(ADDRESS)
    lead = answer.content.decode().partition('<p class="lead">')[2].partition("</p>")[0]
    assert (answer.context["week"].number, re.findall(r"\d+", lead)) == (3, ["3"])


def test_a_meeting_that_has_begun_is_not_ahead_but_to_be_written() -> None:
    meeting = make_meeting(calm_body(), localdate(), time_from=time(0), time_to=None)
    found = seen()
    assert found.ahead == []
    assert [line.url for line in section(found, "zapisy").lines] == [
        to("meeting_attendance", meeting),
        to("minutes_write", meeting),
    ]


def test_of_a_meeting_that_was_held_attendance_and_minutes_are_asked_for_until_written() -> None:
    body = calm_body()
    bare, recorded = held(body, 9, recorded=False), held(body, 8)
    written = held(body, 7, recorded=False)
    Minutes.objects.create(meeting=written, state="approved")
    held(body, 6, recorded=False, source="zavedeni-kpss.txt")
    held(body, 366, recorded=False)
    assert urls("zapisy") == [
        to("meeting_attendance", bare),
        to("minutes_write", bare),
        to("minutes_write", recorded),
        to("minutes_course", written),
    ]


def test_minutes_are_followed_from_the_draft_to_everyone() -> None:
    body = calm_body()
    states = ["draft", "sent", "sent", "sent", "approved", "published"]
    draft, disputed, waiting, over, approved, _published = (
        Minutes.objects.create(meeting=held(body, 20 - number), state=state)
        for number, state in enumerate(states)
    )
    for minutes, until in ((disputed, day(3)), (waiting, localdate()), (over, day(-1))):
        minutes.objections_until = until
        minutes.save()
    member = body.memberships.first()
    for text in ("Chybí host.", "Chybí závěr."):
        Objection.objects.create(minutes=disputed, membership=member, text=text)
    Objection.objects.create(minutes=over, membership=member, text="Jinak.", state="accepted")
    assert urls("zapisy") == [
        to("minutes_write", draft.meeting),
        to("minutes_course", disputed.meeting),
        to("minutes_course", over.meeting),
        to("minutes_course", approved.meeting),
    ]
    assert "2" in lines("zapisy", client_of("superuser"))[1].detail


def test_tasks_of_a_week_are_listed_by_their_day_and_late_ones_marked() -> None:
    body = calm_body()
    meeting = held(body)
    Minutes.objects.create(meeting=meeting, state="published")
    dues = [day(7), day(-1), day(8), None, day(0)]
    soon, late, _later, _ever, today = (
        Task.objects.create(body=body, meeting=meeting, number=number, what="Oslovit.", due=due)
        for number, due in enumerate(dues, start=1)
    )
    Task.objects.create(
        body=body, meeting=meeting, number=9, what="Hotovo.", due=day(-3), closed_on=day(-2)
    )
    found = lines("ukoly")
    assert [(line.url, line.is_late) for line in found] == [
        (to("task_close", late), True),
        (to("task_close", today), False),
        (to("task_close", soon), False),
    ]


def test_what_the_public_sent_waits_until_it_is_decided() -> None:
    body = calm_body()
    application, topic = make_application(body), make_topic(body)
    for state in ("unconfirmed", "accepted", "declined"):
        make_application(body, state=state)
        make_topic(body, state=state, decided_at=timezone.now())
    found = seen()
    assert [line.url for line in section(found, "prihlasky").lines] == [
        to("application_decide", application)
    ]
    assert [line.url for line in section(found, "temata").lines] == [to("topic_decide", topic)]


def test_who_was_accepted_waits_a_month_to_be_seated() -> None:
    body = calm_body()
    now = timezone.now()
    waiting = make_application(body, state="accepted", decided_at=now - timedelta(days=29))
    make_application(body, state="accepted", decided_at=now - timedelta(days=31))
    member = body.memberships.first()
    make_application(body, state="accepted", decided_at=now, membership=member)
    assert urls("prihlasky") == [to("application_decide", waiting)]


def test_what_breaks_the_balance_leads_to_the_seats() -> None:
    calm_body()
    body = calm_body()
    Membership.objects.filter(body=body, side="provider").update(term_to=day(20))
    assert urls("rovnovaha") == [reverse("kpss:seats", args=[body.slug])]


def comment_of(edition: Edition, organisation: Organisation, due: date | None) -> Handling:
    point = make_comment(item_of(edition, "A1.1")).points.get()
    return Handling.objects.create(point=point, assigned_to=organisation, due_on=due)


def test_comments_given_to_groups_are_told_of_a_fortnight_before(published: Edition) -> None:
    group = Organisation.objects.create(name="PS Senioři", kind="working_group")
    calm_body(organisation=group)
    office = Organisation.objects.create(name="Odbor", kind="department")
    late, soon = comment_of(published, group, day(-1)), comment_of(published, group, day(14))
    comment_of(published, group, day(15))
    comment_of(published, office, day(1))
    found = lines("pripominky")
    assert [(line.url, line.is_late) for line in found] == [
        (late.point.comment.get_absolute_url(), True),
        (soon.point.comment.get_absolute_url(), False),
    ]


def test_who_settles_for_the_group_is_led_to_the_desk(published: Edition) -> None:
    group = Organisation.objects.create(name="PS Senioři", kind="working_group")
    calm_body(organisation=group)
    handling = comment_of(published, group, day(1))
    client = client_of("coordinator")
    group.members.add(User.objects.get())
    (line,) = lines("pripominky", client)
    assert line.url == reverse("comments:desk_point", args=[handling.point_id])
    assert client.get(line.url).status_code == 200


@pytest.mark.parametrize("name", [*PEOPLE, "superuser", "nobody"])
def test_only_who_changes_meetings_sees_the_week(name: str) -> None:
    client = client_of(name)
    sees = name in {"coordinator", "superuser"}
    refused = 302 if name == "nobody" else 403
    assert client.get(ADDRESS).status_code == (200 if sees else refused)
    if name != "nobody":
        nav = client.get(reverse("admin:index")).context["office"]
        assert (ADDRESS in [page.url for page in nav]) == sees


def test_nobody_is_asked_for_what_they_may_not_do() -> None:
    client = client_of("nobody")
    user = User.objects.create_user("jana", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_meeting"))
    client.force_login(user)
    body = make_body()
    make_application(body)
    held(body)
    assert (seen(client).sections, seen(client).number) == ([], 0)


def busy(number: int, published: Edition) -> None:
    """So many things of every kind."""
    for one in range(1, number + 1):
        name = f"PS {one}"
        group = Organisation.objects.create(name=name, kind="working_group")
        body = make_body(name, organisation=group)
        make_member(body)
        comment_of(published, group, day(1))
        make_application(body)
        make_topic(body)
        make_meeting(body, day(one))
        held(body)
        given = held(body, 30)
        Minutes.objects.create(meeting=given, state="approved")
        member = body.memberships.first()
        Task.objects.create(
            body=body, meeting=given, number=1, what="Oslovit.", due=day(1), membership=member
        )


@pytest.mark.parametrize("number", [1, 3])
def test_a_busy_week_takes_no_more_queries(
    number: int, published: Edition, django_assert_num_queries: Any
) -> None:
    busy(number, published)
    client = client_of("superuser")
    with django_assert_num_queries(16):
        found = seen(client)
    assert len(found.ahead) == number
    assert all(len(one.lines) >= number for one in found.sections)


def test_every_line_leads_to_a_page_that_the_coordinator_may_open(published: Edition) -> None:
    busy(1, published)
    client = client_of("coordinator")
    found = seen(client)
    addresses = [line.url for one in found.sections for line in one.lines]
    assert len(addresses) >= 7
    assert {client.get(address).status_code for address in addresses} == {200}
