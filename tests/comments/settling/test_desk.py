"""The desk: what lies on it, for whom, and what is done with many points at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from comments import settlement
from comments.models import Comment, Handling, Point, Settlement
from comments.settling import assigning, grouping, queues
from comments.settling.queues import Queue
from strategy.models import Edition, Organisation
from tests.comments.settling.conftest import COORDINATES, member_of_staff
from tests.factories import (
    item_of,
    make_comment,
    open_consultation,
    publish,
    root_of,
    settle,
)

DESK = "/pripominky/vyporadani/"
MANY = f"{DESK}najednou/"
ACCESS_QUERIES = 4  # session, account, its own rights, its groups' rights


def labels(user: User, queue: str = Queue.ALL) -> list[str]:
    rows, _has_next = queues.page(user, queue, 1)
    return [row.label for row in rows]


def ticked(*points: Point) -> list[str]:
    """What the boxes of points carry, as they stand now."""
    found = Point.objects.select_related("comment").filter(pk__in=[point.pk for point in points])
    return [f"{it.pk}:{settlement.mark(it, settlement.in_work(it))}" for it in found]


def said(response: Any) -> list[str]:
    return [f"{it.level_tag}: {it.message}" for it in response.context["messages"]]


def received_before(days: int, item_edition: Edition) -> Point:
    moment = timezone.now() - timedelta(days=days)
    return make_comment(item_of(item_edition, "A1.1"), received_at=moment).points.get()


# What lies on it.


def test_the_desk_holds_what_is_published_and_not_answered(published: Edition) -> None:
    item = item_of(published, "A1.1")
    waiting, drafted, answered, reopened = (make_comment(item).points.get() for _ in range(4))
    settle(drafted, published=False)
    settle(answered)
    settle(reopened)
    settlement.reopen(reopened, "Proto.")
    make_comment(item, published=False)
    make_comment(root_of(published), kind="none")
    assert list(Point.objects.on_desk().order_by("pk")) == [waiting, drafted, reopened]


def test_each_queue_holds_its_own(
    published: Edition, officer: User, department: Organisation
) -> None:
    plain, late, drafted, checked, assigned, follower = (
        received_before(62 if number == 1 else 1, published) for number in range(6)
    )
    settle(drafted, published=False)
    settlement.check(settle(checked, published=False))
    assigning.assign([assigned], department, None)
    department.members.add(officer)
    grouping.settle_together(plain, [follower])
    assert labels(officer, Queue.MINE) == ["5"]
    assert sorted(labels(officer)) == ["1", "2", "3", "4", "5", "6"]
    assert sorted(labels(officer, Queue.UNASSIGNED)) == ["1", "2", "3", "4"]
    assert labels(officer, Queue.OVERDUE) == ["2"]
    assert labels(officer, Queue.DRAFTED) == ["3"]
    assert labels(officer, Queue.CHECKED) == ["4"]
    assert queues.counts(officer) == {
        "moje": 1,
        "vse": 6,
        "neprirazene": 4,
        "po-terminu": 1,
        "rozepsane": 1,
        "ke-zverejneni": 1,
    }
    assert late.pk


def test_points_come_by_deadline_the_offices_or_the_laws(
    published: Edition, officer: User, department: Organisation
) -> None:
    old, new, urgent = (received_before(days, published) for days in (30, 1, 1))
    assigning.assign([urgent], department, localdate() + timedelta(days=2))
    assigning.assign([new], department, localdate() + timedelta(days=400))
    rows, _has_next = queues.page(officer, Queue.ALL, 1)
    assert [row.label for row in rows] == ["3", "1", "2"]
    assert [row.deadline for row in rows] == [
        localdate() + timedelta(days=2),
        localdate(old.comment.received_at) + timedelta(days=60),
        localdate(new.comment.received_at) + timedelta(days=60),
    ]


def test_the_council_has_ninety_days(published: Edition, officer: User) -> None:
    open_consultation(published, statutory_days=90)
    point = received_before(61, published)
    (row,), _has_next = queues.page(officer, Queue.ALL, 1)
    assert row.deadline == localdate(point.comment.received_at) + timedelta(days=90)
    assert not row.is_overdue


@pytest.mark.parametrize("moment", ["2026-03-01T23:30", "2026-09-30T22:30", "2026-10-01T00:10"])
def test_days_are_counted_from_the_day_in_prague(
    published: Edition, officer: User, moment: str
) -> None:
    received_at = timezone.datetime.fromisoformat(f"{moment}+00:00")
    make_comment(item_of(published, "A1.1"), received_at=received_at)
    (row,), _has_next = queues.page(officer, Queue.ALL, 1)
    assert row.deadline == localdate(received_at) + timedelta(days=60)


def test_a_reopened_answer_is_late_by_our_own_deadline_only(
    published: Edition, officer: User, department: Organisation
) -> None:
    point = received_before(100, published)
    settle(point)
    settlement.reopen(point, "Proto.")
    (row,), _has_next = queues.page(officer, Queue.ALL, 1)
    assert (row.deadline, row.is_overdue, row.is_reopened) == (None, False, True)
    Handling.objects.create(
        point=point, assigned_to=department, due_on=localdate() - timedelta(days=1)
    )
    assert labels(officer, Queue.OVERDUE) == ["1"]


def test_who_settles_for_a_department_sees_its_points_only(
    three: list[Point], settler: User, officer: User, department: Organisation
) -> None:
    assigning.assign(three[:1], department, None)
    assert (labels(settler), len(labels(officer))) == (["1"], 3)


def test_a_point_says_whom_it_follows_and_how_many_follow_it(
    three: list[Point], officer: User
) -> None:
    grouping.settle_together(three[0], three)
    rows, _has_next = queues.page(officer, Queue.ALL, 1)
    assert [(row.together, row.followers) for row in rows] == [("", 2), ("1", 0), ("1", 0)]


def test_after_a_point_comes_the_next_one_of_its_queue(three: list[Point], officer: User) -> None:
    one, two, three_ = three
    assert queues.following(officer, Queue.ALL, one) == two.pk
    assert queues.following(officer, Queue.ALL, three_) == one.pk
    settle(two)
    assert queues.following(officer, Queue.ALL, one) == three_.pk
    assert queues.following(officer, Queue.ALL, two) == one.pk
    Comment.objects.exclude(pk=one.comment_id).update(state="held")
    assert queues.following(officer, Queue.ALL, one) is None


# The page.


def test_strangers_log_in_and_who_may_not_settle_is_refused(client: Client, db: None) -> None:
    for address in (DESK, MANY, f"{DESK}1/", f"{DESK}1/rozdelit/", f"{DESK}1/spojit/"):
        response = client.get(address)
        assert (response.status_code, response.url) == (302, f"/admin/login/?next={address}")
    client.force_login(member_of_staff("eva", "publish_settlement", "change_handling"))
    for address in (DESK, MANY, f"{DESK}1/", f"{DESK}1/rozdelit/", f"{DESK}1/spojit/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("number", [1, 3, 200])
def test_the_page_takes_as_many_queries_for_two_hundred_points_as_for_one(
    client: Client,
    published: Edition,
    officer: User,
    department: Organisation,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    points = [received_before(1, published) for _ in range(number)]
    assigning.assign(points[::2], department, None)
    for point in points[::3]:
        settle(point, published=False)
    client.force_login(officer)
    with django_assert_num_queries(ACCESS_QUERIES + 3):  # counts, rows, organisations
        page = client.get(DESK, {"fronta": "vse"}).content.decode()
    assert page.count('name="point"') == number


def test_two_hundred_points_are_a_page(client: Client, three: list[Point], officer: User) -> None:
    client.force_login(officer)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queues, "PAGE_SIZE", 2)
        first = client.get(DESK, {"fronta": "vse"}).context
        second = client.get(DESK, {"fronta": "vse", "strana": "2"}).context
    assert queues.PAGE_SIZE == 200
    assert [row.label for row in first["rows"]] == ["1", "2"]
    assert [row.label for row in second["rows"]] == ["3"]
    assert (first["has_next"], second["has_next"]) == (True, False)


@pytest.mark.parametrize("strana", ["0", "-1", "x", "²", "99999999999999999999"])
def test_a_page_that_is_none_is_the_first(
    client: Client, point: Point, officer: User, strana: str
) -> None:
    client.force_login(officer)
    found = client.get(DESK, {"fronta": "jina", "strana": strana}).context
    assert (found["number"], found["queue"], len(found["rows"])) == (1, Queue.ALL, 1)


def test_ones_own_points_come_first_where_there_are_any(
    client: Client, three: list[Point], officer: User, department: Organisation
) -> None:
    department.members.add(officer)
    assigning.assign(three[:1], department, None)
    client.force_login(officer)
    assert client.get(DESK).context["queue"] == Queue.MINE


# Many at once.


def many(client: Client, deed: str, points: list[str], **given: object) -> Any:
    sent = {"deed": deed, "point": points, "fronta": "vse"} | given
    return client.post(MANY, sent, follow=True)


def test_ticked_points_are_assigned(
    client: Client, three: list[Point], officer: User, department: Organisation
) -> None:
    client.force_login(officer)
    due_on = localdate() + timedelta(days=7)
    response = many(
        client,
        "assign",
        ticked(*three[:2]),
        assigned_to=department.pk,
        due_on=due_on.isoformat(),
    )
    assert response.redirect_chain == [(f"{DESK}?fronta=vse", 302)]
    found = Handling.objects.order_by("point").values_list("point", "assigned_to", "due_on")
    assert list(found) == [(point.pk, department.pk, due_on) for point in three[:2]]


def test_ticked_points_are_settled_together(
    client: Client, three: list[Point], officer: User
) -> None:
    client.force_login(officer)
    many(client, "together", ticked(*three))
    follow = Point.objects.order_by("pk").values_list("together_with", flat=True)
    assert list(follow) == [None, three[0].pk, three[0].pk]


def test_ticked_answers_are_checked_but_ones_own(
    client: Client, three: list[Point], officer: User
) -> None:
    for point, author in zip(three, (None, None, officer), strict=True):
        settlement.draft(point, outcome="noted", reasoning="Děkujeme.", by=author)
    client.force_login(officer)
    told = said(many(client, "check", ticked(*three)))
    assert [line.split(":")[0] for line in told] == ["error", "success"]
    states = Settlement.objects.order_by("point").values_list("state", flat=True)
    assert list(states) == ["checked", "checked", "draft"]


def test_ticked_answers_are_published_all_at_once_with_those_that_follow(
    client: Client, three: list[Point], officer: User
) -> None:
    grouping.settle_together(three[0], three[1:2])
    for point in (three[0], three[2]):
        settlement.check(settle(point, published=False))
    client.force_login(officer)
    many(client, "publish", ticked(*three))
    published = Settlement.objects.published().order_by("point")
    assert list(published.values_list("outcome", "settled_by")) == [
        ("partly", "Jana"),
        ("together", "Jana"),
        ("partly", "Jana"),
    ]


def test_one_that_is_not_ready_keeps_all_back(
    client: Client, three: list[Point], officer: User
) -> None:
    settlement.check(settle(three[0], published=False))
    settle(three[1], published=False)
    client.force_login(officer)
    for points in (three, three[:2]):
        (told,) = said(many(client, "publish", ticked(*points)))
        assert told.startswith("error")
    assert not Settlement.objects.published().exists()


def test_what_was_changed_since_it_was_ticked_is_neither_checked_nor_published(
    client: Client, point: Point, officer: User
) -> None:
    settle(point, published=False)
    client.force_login(officer)
    seen = ticked(point)
    settlement.draft(point, outcome="noted", reasoning="Jinak.")
    many(client, "check", seen)
    assert Settlement.objects.get().state == "draft"
    settlement.check(Settlement.objects.get())
    many(client, "publish", seen)
    assert Settlement.objects.get().state == "checked"


@pytest.mark.parametrize("deed", ["assign", "together", "check", "publish"])
def test_nothing_ticked_is_nothing_done(
    client: Client, point: Point, officer: User, deed: str
) -> None:
    client.force_login(officer)
    for points in ([], ["x:1", "99999999999999999999:1", "0:0"]):
        (told,) = said(many(client, deed, points))
        assert told.startswith("error")


RIGHTS = {
    "assign": "change_handling",
    "check": "publish_settlement",
    "publish": "publish_settlement",
}


@pytest.mark.parametrize(("deed", "right"), RIGHTS.items())
def test_each_deed_asks_for_its_right(
    client: Client, point: Point, department: Organisation, deed: str, right: str
) -> None:
    user = member_of_staff("petr", *(set(COORDINATES) - {right}))
    settle(point, published=False)
    client.force_login(user)
    page = client.get(DESK, {"fronta": "vse"}).content.decode()
    assert f'name="deed" value="{deed}"' not in page
    response = many(client, deed, ticked(point), assigned_to=department.pk)
    assert response.status_code == 403
    assert (Handling.objects.count(), Settlement.objects.get().state) == (0, "draft")


def test_nobody_does_anything_with_the_points_of_others(
    client: Client, three: list[Point], settler: User, department: Organisation
) -> None:
    assigning.assign(three[:1], department, None)
    client.force_login(settler)
    (told,) = said(many(client, "together", ticked(*three)))
    assert told.startswith("error")
    assert not Point.objects.filter(together_with__isnull=False).exists()


def test_a_get_and_an_unknown_deed_do_nothing(client: Client, point: Point, officer: User) -> None:
    client.force_login(officer)
    assert client.get(MANY).status_code == 405
    assert client.post(MANY, {"deed": "delete", "point": ticked(point)}).status_code == 404
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(officer)
    assert forger.post(MANY, {"deed": "together", "point": ticked(point)}).status_code == 403


def test_a_comment_on_an_earlier_edition_stays_on_the_desk(
    published: Edition, officer: User
) -> None:
    received_before(1, published)
    publish(published.plan)
    assert labels(officer) == ["1"]
