"""What the office enters: with its true channel and day, numbered as any other."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from comments import publication, table
from comments.entering import entry
from comments.entering.entry import Entry, EntryRefused
from comments.models import Comment, Consultation, Invitation, Settlement
from comments.receiving import Said
from strategy.models import Edition, Letter, Organisation
from tests.factories import item_of, make_comment, open_consultation, root_of


@pytest.fixture
def consultation(published: Edition) -> Consultation:
    """One that opened ten days ago and closes in eleven."""
    with time_machine.travel(timezone.now() - timedelta(days=9), tick=False):
        return open_consultation(published)


def said(consultation: Consultation, code: str = "A1.1", text: str = "Doplnit.") -> Said:
    return Said(item_of(consultation.edition, code), text)


def enter(
    consultation: Consultation, *parts: Said, key: uuid.UUID | None = None, **given: Any
) -> Comment:
    fields: dict[str, Any] = {"channel": "paper", "received_on": localdate() - timedelta(days=2)}
    made = Entry(parts=parts or [said(consultation)], **(fields | given))
    return entry.enter(consultation, made, key=key or uuid.uuid4())


@pytest.mark.parametrize("channel", ["paper", "email", "hearing"])
def test_it_has_its_channel_and_day_and_waits_for_a_check(
    consultation: Consultation, channel: str
) -> None:
    make_comment(item_of(consultation.edition, "A1.1"))
    comment = enter(consultation, channel=channel)
    assert (comment.number, comment.channel, comment.state) == (2, channel, "received")
    assert localdate(comment.received_at) == localdate() - timedelta(days=2)
    assert (localtime(comment.received_at).hour, comment.received_on_day_only) == (12, True)
    assert publication.publish(comment).state == "published"


def test_several_points_are_settled_each_by_itself(consultation: Consultation) -> None:
    comment = enter(consultation, said(consultation), said(consultation, "A1.2", "Zkrátit."))
    points = comment.points.order_by("position").values_list("item__code", "text")
    assert list(points) == [("A1.1", "Doplnit."), ("A1.2", "Zkrátit.")]


def test_no_comments_on_paper_is_noted_by_itself(consultation: Consultation) -> None:
    part = Said(root_of(consultation.edition), "Bez připomínek.")
    comment = enter(consultation, part, kind="none", organisation="Spolek přátel")
    assert Settlement.objects.get().outcome == "noted"
    assert (comment.kind, comment.speaker) == ("none", "organisation")


@pytest.mark.parametrize("day", [0, -9])
def test_the_first_day_and_today_are_taken(consultation: Consultation, day: int) -> None:
    comment = enter(consultation, received_on=localdate() + timedelta(days=day))
    assert comment.received_at <= timezone.now()


@pytest.mark.parametrize("day", [1, -11])
def test_a_day_to_come_and_one_before_the_opening_are_refused(
    consultation: Consultation, day: int
) -> None:
    with pytest.raises(EntryRefused):
        enter(consultation, received_on=localdate() + timedelta(days=day))
    assert Comment.objects.count() == 0


def test_in_the_morning_what_came_today_came_before_now(consultation: Consultation) -> None:
    today = localdate() + timedelta(days=1)
    morning = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    with time_machine.travel(morning + timedelta(hours=8), tick=False):
        comment = enter(consultation, received_on=today)
    assert comment.received_at == morning + timedelta(hours=8)


@pytest.mark.parametrize(
    "given",
    [
        {"channel": "web"},
        {"channel": "import"},
        {"channel": ""},
        {"name_public": True},
        {"kind": "none", "parts": 2},
        {"weight": "essential"},
        {"weight": "essential", "organisation": "Nepozvaný spolek"},
    ],
)
def test_what_cannot_be_so_is_refused(consultation: Consultation, given: dict[str, Any]) -> None:
    part = said(consultation)._replace(weight=given.pop("weight", ""))
    with pytest.raises(EntryRefused):
        enter(consultation, *[part] * given.pop("parts", 1), **given)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("name", ["Kancelář ombudsmana", "KANCELÁŘ OMBUDSMANA", "KO"])
def test_what_an_invited_body_sent_is_its_answer(consultation: Consultation, name: str) -> None:
    body = Organisation.objects.create(name="Kancelář ombudsmana", abbreviation="KO")
    invitation = Invitation.objects.create(
        consultation=consultation, organisation=body, email="ko@example.cz"
    )
    part = said(consultation)._replace(weight="essential")
    comment = enter(consultation, part, organisation=name)
    assert (comment.invitation, comment.organisation) == (invitation, "Kancelář ombudsmana")
    assert (comment.speaker, comment.versions.get().weight) == ("department", "essential")


def test_the_same_key_makes_one_comment(consultation: Consultation) -> None:
    key = uuid.uuid4()
    assert enter(consultation, key=key) == enter(consultation, key=key)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("email", "letters"), [("k@example.cz", 1), ("", 0)])
def test_a_receipt_goes_where_an_address_was_given(
    consultation: Consultation, email: str, letters: int
) -> None:
    enter(consultation, email=email)
    assert Letter.objects.filter(to="k@example.cz", kind="comment_received").count() == letters


def test_a_name_is_shown_only_with_consent(consultation: Consultation) -> None:
    comments = [enter(consultation, name="Jana Malá", name_public=it) for it in (False, True)]
    assert [it.name_public for it in comments] == [False, True]


def test_what_came_after_the_last_day_is_taken_and_late(consultation: Consultation) -> None:
    last = consultation.last_day
    with time_machine.travel(consultation.closes_at + timedelta(days=3), tick=False):
        comments = [
            enter(consultation, received_on=day) for day in (last, last + timedelta(days=1))
        ]
    closes_at = consultation.closes_at
    late = [table.is_late(it.received_at, closes_at, day_only=True) for it in comments]
    assert late == [False, True]
