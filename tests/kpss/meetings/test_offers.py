"""The agenda that builds itself: what is offered, what is ticked, and who may tick."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from comments.models import Handling
from kpss.meetings import offers
from kpss.meetings.holding import MeetingRefused
from kpss.models import (
    AgendaPoint,
    Body,
    BodyWork,
    HiddenPassage,
    Meeting,
    Minutes,
    PlanningRevision,
    Task,
    Topic,
)
from strategy.models import Edition, Item, MeasureState, Organisation
from tests.factories import make_comment, make_plan, publish
from tests.kpss.factories import make_body, make_meeting, make_member
from tests.kpss.joining.test_deciding import make_topic
from tests.kpss.meetings.cast import officer
from tests.races import at_once, on_a_file
from tests.strategy.cast import PEOPLE, client_of

DAY = date(2018, 10, 25)
ALL = ["task", "comment", "item", "term", "topic"]


def make_task(body: Body, number: int, **fields: Any) -> Task:
    """An open task of the meeting before."""
    given = Meeting.objects.filter(body=body, day=date(2018, 8, 30)).first() or make_meeting(body)
    return Task.objects.create(
        body=body, meeting=given, number=number, **({"what": f"Oslovit {number}."} | fields)
    )


def waiting_comment(item: Item, organisation: Organisation) -> Handling:
    """A published comment that the body is to settle."""
    point = make_comment(item).points.get()
    return Handling.objects.create(point=point, assigned_to=organisation)


def late_edition(number: int = 1, due: str = "31. 8. 2018") -> Edition:
    """A published plan, so many of whose measures were due, by default in summer."""
    plan = make_plan(measures=number)
    Item.objects.filter(edition__plan=plan, tier__is_measure=True).update(due=due)
    return publish(plan, Edition.State.APPROVED)


def next_meeting(number: int = 1, **measures: str) -> Meeting:
    """A meeting to which so many of each kind are offered."""
    organisation = Organisation.objects.create(name="PS Senioři", kind="working_group")
    body, edition = make_body(organisation=organisation), late_edition(number, **measures)
    BodyWork.objects.create(body=body, plan=edition.plan)
    item = edition.items.get(code="A1.1")
    for one in range(1, number + 1):
        make_task(body, one)
        waiting_comment(item, organisation)
        make_member(body, term_to=DAY + timedelta(days=one))
        make_topic(body, state="accepted", decided_at=timezone.now())
    return make_meeting(body, DAY)


def kinds(meeting: Meeting) -> list[str]:
    return [offer.key.partition(":")[0] for offer in offers.offers(meeting)]


def page(meeting: Meeting) -> str:
    return reverse("kpss:meeting_offers", args=[meeting.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_however_much_waits_it_is_offered_in_eight_queries(
    number: int, django_assert_num_queries: Any
) -> None:
    meeting = next_meeting(number)
    # Hidden passages are looked for where there are minutes.
    written = Meeting.objects.get(day=date(2018, 8, 30))
    Minutes.objects.create(meeting=written, state=Minutes.State.SENT)
    with django_assert_num_queries(8):
        found = kinds(meeting)
    assert found == [kind for kind in ALL for _ in range(number)]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_no_more_for_more_offers(number: int, django_assert_num_queries: Any) -> None:
    meeting, client = next_meeting(number), client_of("superuser")
    with django_assert_num_queries(11):
        offered = client.get(page(meeting)).context["offers"]
    assert len(offered) == 5 * number


@pytest.mark.django_db
def test_what_is_ticked_stands_on_the_agenda_with_what_it_is_for_and_is_offered_no_more() -> None:
    meeting, client = next_meeting(), client_of("coordinator")
    task, topic, item = Task.objects.get(), Topic.objects.get(), Item.objects.filter(code="A1.1")
    ticked = [offer.key for offer in offers.offers(meeting)]
    before = PlanningRevision.objects.get().number if PlanningRevision.objects.exists() else 0
    answer = client.post(page(meeting), {"offer": ticked})
    assert (answer.status_code, answer["Location"]) == (
        303, reverse("kpss:meeting_agenda", args=[meeting.pk]),
    )  # fmt: skip
    by_task, by_comment, by_item, by_term, by_topic = AgendaPoint.objects.order_by("position")
    assert (by_task.task, by_topic.topic, by_topic.title) == (task, topic, "Noclehárny")
    assert by_comment.comment_point == Handling.objects.get().point
    assert (by_item.plan, by_item.item_key) == (item[0].edition.plan, item[0].key)
    assert by_term.membership.body == meeting.body
    assert PlanningRevision.objects.get().number > before
    assert offers.offers(meeting) == []


@pytest.mark.django_db
def test_only_what_is_ticked_is_put_there_after_what_stands_there() -> None:
    meeting = next_meeting()
    AgendaPoint.objects.create(meeting=meeting, position=1, title="Zahájení")
    task = Task.objects.get()
    assert offers.take(meeting, [f"task:{task.pk}", "topic:0", "nesmysl"]) == 1
    placed = AgendaPoint.objects.order_by("position").values_list("position", "task")
    assert list(placed) == [(1, None), (2, task.pk)]
    assert kinds(meeting) == ALL[1:]


@pytest.mark.django_db
def test_a_comment_or_a_term_of_another_body_is_not_offered() -> None:
    meeting = next_meeting()
    other = make_meeting(make_body("PS Rodiny"), DAY)
    assert (kinds(meeting), kinds(other)) == (ALL, [])


@pytest.mark.django_db
def test_what_is_done_or_far_away_or_said_in_time_is_not_offered() -> None:
    meeting = next_meeting(due="31. 12. 2030")
    Task.objects.update(closed_on=DAY)
    Handling.objects.update(assigned_to=None)
    meeting.body.memberships.update(term_to=DAY + timedelta(days=61))
    Topic.objects.update(state="declined")
    assert kinds(meeting) == []


@pytest.mark.django_db
def test_the_measures_offered_are_those_that_the_body_works_on_as_they_now_read() -> None:
    edition = late_edition(3)
    body, item = make_body(), edition.items.get(code="A1.2")
    BodyWork.objects.create(body=body, plan=edition.plan, item_key=item.key)
    (offer,) = offers.offers(make_meeting(body, DAY))
    assert (offer.key, offer.url) == (f"item:{item.key}", item.get_absolute_url())


@pytest.mark.django_db
def test_a_term_is_offered_without_the_name() -> None:
    body = make_body()
    member = make_member(body, side="service_user", term_to=DAY)
    (offer,) = offers.offers(make_meeting(body, DAY))
    assert member.person.name not in offer.title + offer.detail


@pytest.mark.django_db
def test_whose_term_ends_is_told_to_the_coordinator_and_stands_on_no_agenda() -> None:
    body = make_body()
    member = make_member(body, side="service_user", term_to=DAY)
    meeting, client = make_meeting(body, DAY), client_of("coordinator")
    told = [client.get(page(meeting)), officer("change_meeting").get(page(meeting))]
    assert [member.person.name in one.content.decode() for one in told] == [True, False]
    client.post(page(meeting), {"offer": [f"term:{member.pk}"]})
    assert AgendaPoint.objects.get().membership == member
    public = client.get(meeting.get_absolute_url()).content.decode()
    assert member.person.name not in AgendaPoint.objects.get().title + public


@pytest.mark.django_db
def test_a_task_is_offered_in_the_words_that_everyone_reads() -> None:
    body = make_body()
    task = make_task(body, 1, what="Zavolat paní Novákové.")
    minutes = Minutes.objects.create(meeting=task.meeting, state=Minutes.State.SENT)
    HiddenPassage.objects.create(minutes=minutes, text="paní Novákové")
    (offer,) = offers.offers(make_meeting(body, DAY))
    assert "Novákové" not in offer.title
    assert "Zavolat" in offer.title


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "offered"), [("draft", 0), ("sent", 1), ("published", 1)])
def test_a_task_is_offered_once_members_have_the_minutes(state: str, offered: int) -> None:
    body = make_body()
    Minutes.objects.create(meeting=make_task(body, 1).meeting, state=state)
    assert kinds(make_meeting(body, DAY)) == ["task"] * offered


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_a_measure_that_has_ended_is_late_no_more(status: str) -> None:
    edition = late_edition(2)
    body, ended = make_body(), edition.items.get(code="A1.1")
    BodyWork.objects.create(body=body, plan=edition.plan)
    MeasureState.objects.filter(item_key=ended.key).update(status=status)
    late = [offer.key for offer in offers.offers(make_meeting(body, DAY))]
    assert late == [f"item:{edition.items.get(code='A1.2').key}"]


@pytest.mark.django_db
def test_a_long_task_fits_on_the_agenda() -> None:
    body = make_body()
    task = make_task(body, 1, what="Oslovit poskytovatele. " * 40)
    meeting = make_meeting(body, DAY)
    assert offers.take(meeting, [f"task:{task.pk}"]) == 1
    assert len(AgendaPoint.objects.get().title) == 300


@pytest.mark.django_db
def test_the_agenda_is_in_czech_whatever_the_coordinator_reads() -> None:
    body = make_body()
    task, meeting = make_task(body, 1), make_meeting(body, DAY)
    with translation.override("en"):
        assert offers.take(meeting, [f"task:{task.pk}"]) == 1
    assert AgendaPoint.objects.get().title == "Úkol: Oslovit 1."


def called_off(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        cancelled_at=timezone.now(), cancelled_reason="Nemoc."
    )


def closed(meeting: Meeting) -> None:
    Minutes.objects.create(meeting=meeting, state=Minutes.State.APPROVED)


@pytest.mark.django_db
@pytest.mark.parametrize("shut", [called_off, closed])
@pytest.mark.parametrize("ticks", [True, False])
def test_nothing_is_put_on_a_closed_agenda_and_the_page_says_so(shut: Any, ticks: bool) -> None:
    meeting, client = next_meeting(), client_of("coordinator")
    shut(meeting)
    ticked = [f"task:{Task.objects.get().pk}"] if ticks else []
    with pytest.raises(MeetingRefused):
        offers.take(meeting, ticked)
    answer = client.post(page(meeting), {"offer": ticked})
    assert (answer.status_code, answer.context["ticked"]) == (200, ticked)
    assert len(answer.context["messages"]) == 1
    assert not AgendaPoint.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*PEOPLE, "superuser", "nobody"])
def test_only_the_coordinator_sees_and_ticks(name: str) -> None:
    meeting, client = next_meeting(), client_of(name)
    ticks = name in {"coordinator", "superuser"}
    refused = 302 if name == "nobody" else 403
    assert client.get(page(meeting)).status_code == (200 if ticks else refused)
    client.post(page(meeting), {"offer": [f"task:{Task.objects.get().pk}"]})
    assert AgendaPoint.objects.exists() == ticks


@pytest.mark.django_db
def test_looking_puts_nothing_on_the_agenda() -> None:
    meeting = next_meeting()
    task = Task.objects.get()
    client_of("coordinator").get(page(meeting), {"offer": f"task:{task.pk}"})
    assert not AgendaPoint.objects.exists()


@pytest.mark.django_db
def test_the_page_of_the_agenda_leads_there_with_how_much_waits() -> None:
    meeting, client = next_meeting(), client_of("coordinator")
    agenda = reverse("kpss:meeting_agenda", args=[meeting.pk])
    answer = client.get(agenda)
    assert (answer.context["offered"], page(meeting) in answer.content.decode()) == (5, True)
    closed(meeting)
    answer = client.get(agenda)
    assert (answer.context["offered"], page(meeting) in answer.content.decode()) == (0, False)


@pytest.fixture
def shared(committed: None, tmp_path: Path) -> Iterator[Meeting]:
    meeting = next_meeting()
    with on_a_file(tmp_path / "portal.sqlite3"):
        yield meeting


def test_of_two_who_tick_the_same_at_once_the_second_finds_it_there(shared: Meeting) -> None:
    ticked, begin = at_once([lambda: [one.key for one in offers.offers(shared)]])[0], Barrier(2)

    def take() -> int:
        begin.wait(timeout=10)
        return offers.take(shared, ticked)

    assert sorted(at_once([take, take])) == [0, 5]
    assert at_once([AgendaPoint.objects.count]) == [5]
