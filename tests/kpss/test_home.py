"""The first page of community planning, and the meetings on the first page of the portal."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from brnoplan import pagestore
from kpss.home import Home
from kpss.models import (
    Body,
    Cycle,
    Decision,
    Meeting,
    Minutes,
    News,
    Phase,
    TargetGroup,
    TargetGroupName,
)
from strategy.models import Plan
from tests.kpss.factories import coordination_group, make_body, make_meeting, make_member

pytestmark = pytest.mark.django_db


def day(days: int) -> date:
    return localdate() + timedelta(days=days)


def seen(client: Client) -> Home:
    pagestore.store.clear()
    return client.get("/kpss/").context["home"]


def with_minutes(body: Body, days_ago: int, **fields: Any) -> Minutes:
    """Published minutes with one decision."""
    meeting = make_meeting(body, day(-days_ago))
    Decision.objects.create(meeting=meeting, number=1, text=f"Doporučuje se ({days_ago}).")
    given = {"state": "published", "published_at": timezone.now() - timedelta(days=days_ago)}
    return Minutes.objects.create(meeting=meeting, **(given | fields))


def make_news(number: int, **fields: Any) -> News:
    given = {"title": f"Zpráva {number}", "slug": f"zprava-{number}", "text": "Text."}
    given |= {"published_at": timezone.now() - timedelta(days=number)}
    return News.objects.create(**(given | fields))


def make_target_group(number: int) -> TargetGroup:
    group = TargetGroup.objects.create(position=number)
    name = f"Skupina {number}"
    TargetGroupName.objects.create(group=group, number=1, name=name, slug=f"cilova-{number}")
    return group


def make_cycle(slug: str, **fields: Any) -> Cycle:
    plan = Plan.objects.create(slug=slug, title=slug.capitalize(), **fields)
    return Cycle.objects.create(plan=plan)


def a_lot(number: int) -> None:
    """So many of everything that the page tells."""
    for one in range(1, number + 1):
        body = make_body(f"PS {one}")
        make_member(body)
        make_meeting(body, day(one))
        with_minutes(body, one)
        make_news(one, body=body)
        make_target_group(one)
        cycle = make_cycle(f"plan-{one}", period_to=localdate().year)
        Phase.objects.create(cycle=cycle, kind=Phase.Kind.DRAFT, begins=f"{day(-one)}")


@pytest.mark.parametrize("number", [1, 3])
def test_however_much_it_tells_it_takes_thirteen_queries(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    a_lot(number)
    with django_assert_num_queries(13):
        found = client.get("/kpss/").context["home"]
    counted = (found.upcoming, found.minutes, found.decisions, found.news, found.running)
    assert [len(one) for one in counted] == [number] * 5
    assert (found.listing.bodies, len(found.target_groups)) == (number, number)


def test_it_is_kept_until_something_of_planning_changes(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/kpss/")
    with django_assert_num_queries(0):
        client.get("/kpss/")


def test_before_anything_is_planned_it_stands_and_says_so(client: Client) -> None:
    found = seen(client)
    assert (found.listing.bodies, found.coordination, found.joinable) == (0, None, 0)
    assert (found.running, found.newest, found.target_groups) == ([], None, [])


def test_the_coordination_group_stands_there_with_its_balance(client: Client) -> None:
    make_body()
    body = coordination_group()
    for side in ("commissioner", "provider", "provider"):
        make_member(body, side)
    found = seen(client).coordination
    assert found is not None
    assert (found.body, [number for _side, number in found.sides]) == (body, [1, 2, 0])


def test_only_groups_that_work_and_take_applications_can_be_joined(client: Client) -> None:
    make_body("PS 1")
    make_body("PS 2", takes_applications=False)
    make_body("PS 3", valid_to="2015")
    found = seen(client)
    assert (found.listing.bodies, found.joinable) == (2, 1)


def test_the_next_four_meetings_stand_there_soonest_first(client: Client) -> None:
    body = make_body()
    for days in (5, 4, 3, 2, 1, 0, -1):
        make_meeting(body, day(days), time_to=None)
    assert [one.day for one in seen(client).upcoming] == [day(days) for days in (0, 1, 2, 3)]


def test_only_published_minutes_and_their_decisions_are_told_the_newest_first(
    client: Client,
) -> None:
    body = make_body()
    for days_ago in (4, 3, 2, 1):
        with_minutes(body, days_ago)
    with_minutes(body, 0, state="approved", published_at=None)
    found = seen(client)
    assert [one.meeting.day for one in found.minutes] == [day(-1), day(-2), day(-3)]
    assert [one.meeting.day for one in found.decisions] == [day(-1), day(-2), day(-3)]


def test_only_published_news_is_told(client: Client) -> None:
    for number in (1, 2, 3, 4):
        make_news(number)
    make_news(9, published_at=None)
    assert [one.title for one in seen(client).news] == ["Zpráva 1", "Zpráva 2", "Zpráva 3"]


def phase(kind: str, begins: str, ends: str = "", **plan: Any) -> Phase:
    cycle = make_cycle(f"plan-{Plan.objects.count() + 1}", **plan)
    return Phase.objects.create(cycle=cycle, kind=kind, begins=begins, ends=ends)


@pytest.mark.parametrize(
    ("begins", "ends", "period_to", "runs"),
    [
        (-1, 1, None, True),
        (0, 0, None, True),
        (1, 2, None, False),
        (-2, -1, None, False),
        (-1, None, localdate().year, True),
        (-1, None, localdate().year - 1, False),
        (-1, None, None, False),
    ],
)
def test_a_phase_is_going_on_between_its_days_or_until_the_plan_is_over(
    client: Client, begins: int, ends: int | None, period_to: int | None, runs: bool
) -> None:
    given = {} if period_to is None else {"period_to": period_to}
    last = "" if ends is None else str(day(ends))
    made = phase(Phase.Kind.DRAFT, str(day(begins)), last, **given)
    assert [one.phase for one in seen(client).running] == ([made] if runs else [])


def test_where_nothing_is_known_to_go_on_the_plan_that_reaches_furthest_is_named(
    client: Client,
) -> None:
    make_cycle("prvni", period_to=2009)
    newest = make_cycle("druhy", period_to=2015)
    yearly = make_cycle("akcni", period_to=2019)
    yearly.carries_out = newest
    yearly.save()
    assert seen(client).newest == newest


def test_of_service_users_the_page_tells_no_name(client: Client) -> None:
    body = coordination_group()
    member = make_member(body, "service_user")
    assert member.person.name not in client.get("/kpss/").content.decode()


def test_the_first_page_of_the_portal_tells_of_three_meetings_where_there_are_any(
    client: Client, django_assert_num_queries: Any
) -> None:
    assert 'class="meetings"' not in client.get("/").content.decode()
    body = make_body()
    made = [make_meeting(body, day(days), time_to=None) for days in range(4)]
    pagestore.store.clear()
    page = client.get("/").content.decode()
    assert [one.get_absolute_url() in page for one in made] == [True, True, True, False]
    with django_assert_num_queries(0):
        assert client.get("/").content.decode() == page


def test_meetings_on_the_first_page_hold_until_the_day_is_over(client: Client) -> None:
    make_meeting(make_body(), localdate(), time_to=None)
    request = client.get("/").wsgi_request
    assert request.page_store_until.date() <= day(1)
    assert Meeting.objects.count() == 1
