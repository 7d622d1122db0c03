"""Invitations and reminders: each once, only to those who have not answered."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from comments import amending, consultation, receiving
from comments.inviting import invite
from comments.inviting.invite import InvitingRefused
from comments.models import Comment, Consultation, Invitation
from comments.receiving import Said
from strategy.models import Letter
from tests.comments.inviting.conftest import make_body
from tests.factories import item_of, open_consultation, put_out_of_force
from tests.races import at_once, needs_postgres

PRAGUE = ZoneInfo("Europe/Prague")
# The last Sunday of October 2027, on which the clocks go back.
NIGHT_OF_CHANGE = date(2027, 10, 31)


def answer(invitation: Invitation, **given: object) -> Comment:
    item = item_of(invitation.consultation.edition, "A1.1")
    said = [Said(item, "Zásadně nesouhlasíme.", weight="essential")]
    return receiving.receive(said, name="Úřad", invitation=invitation, **given)  # type: ignore[arg-type]


def reminded() -> list[str]:
    """To whom reminders were written, in their order."""
    while invite.remind_next():
        pass
    letters = Letter.objects.filter(kind="invitation_reminder").order_by("pk")
    return list(letters.values_list("to", flat=True))


def at(consulted: Consultation, days_before: int, hour: int = 9) -> datetime:
    """That hour in Prague, so many days before the last day."""
    day = consulted.last_day - timedelta(days=days_before)
    return datetime.combine(day, time(hour), PRAGUE)


def test_bodies_on_the_list_are_written_to_once(consulted) -> None:
    bodies = [make_body("Odbor A"), make_body("Odbor B")]
    assert invite.choose(consulted, bodies) == 2
    assert not Letter.objects.exists()
    assert [invite.invite(consulted), invite.invite(consulted)] == [2, 0]
    assert list(Letter.objects.values_list("to", "wanted")) == [
        ("odbor.a@example.cz", False),
        ("odbor.b@example.cz", False),
    ]
    assert not consulted.invitations.filter(invited_at=None).exists()


def test_who_stands_on_the_list_is_not_put_there_again(consulted) -> None:
    body = make_body("Odbor A")
    assert [invite.choose(consulted, [body]) for _twice in range(2)] == [1, 0]


@pytest.mark.parametrize("number", [1, 3])
def test_inviting_takes_the_same_queries_however_many(
    consulted, number: int, django_assert_num_queries
) -> None:
    invite.choose(consulted, [make_body(f"Odbor {at}") for at in range(number)])
    # Two of them a savepoint.
    with django_assert_num_queries(5):
        invite.invite(consulted)


def test_a_body_without_an_e_mail_is_refused_and_nobody_else_is_chosen(consulted) -> None:
    bodies = [make_body("Odbor A"), make_body("Odbor B", email="")]
    with pytest.raises(InvitingRefused, match="Odbor B"):
        invite.choose(consulted, bodies)
    assert not consulted.invitations.exists()


@pytest.mark.parametrize("deed", [invite.choose, lambda one, _bodies: invite.invite(one)])
def test_nobody_is_invited_to_what_is_over(consulted, deed, time_machine) -> None:
    body = make_body("Odbor A")
    time_machine.move_to(consulted.closes_at)
    with pytest.raises(InvitingRefused):
        deed(consulted, [body])


def test_only_who_was_not_invited_yet_can_be_left_out(consulted, invited) -> None:
    invite.choose(consulted, [make_body("Odbor A")])
    invite.leave_out(consulted.invitations.get())
    assert not consulted.invitations.exists()
    (asked,) = invited("Odbor B")
    with pytest.raises(InvitingRefused):
        invite.leave_out(asked)
    assert consulted.invitations.get() == asked


def test_an_invitation_that_was_lost_goes_out_again_to_a_mended_address(invited) -> None:
    (asked,) = invited("Odbor A")
    invite.invite_again(asked, "jina@example.cz")
    assert list(Letter.objects.values_list("to", "state")) == [
        ("", "dropped"),
        ("jina@example.cz", "waiting"),
    ]
    with pytest.raises(InvitingRefused):
        invite.invite_again(asked, "jina@example.cz\nBcc: x@example.cz")
    assert Letter.objects.count() == 2


def test_sent_anew_to_the_same_address_nothing_is_dropped(invited) -> None:
    (asked,) = invited("Odbor A")
    invite.invite_again(asked, asked.email)
    assert list(Letter.objects.values_list("to", "state")) == [
        ("odbor.a@example.cz", "waiting"),
        ("odbor.a@example.cz", "waiting"),
    ]


def test_reminders_come_seven_days_before_the_last_day_and_on_it(
    consulted, invited, time_machine
) -> None:
    invited("Odbor A")
    counts = []
    for days_before in range(10, -1, -1):
        time_machine.move_to(at(consulted, days_before))
        counts.append(len(reminded()))
    assert counts == [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2]
    time_machine.move_to(consulted.closes_at)
    assert len(reminded()) == 2


@pytest.mark.parametrize(("hour", "count"), [(0, 1), (23, 0)])
def test_a_day_begins_at_midnight_in_prague(
    consulted, invited, time_machine, hour: int, count: int
) -> None:
    invited("Odbor A")
    time_machine.move_to(at(consulted, 7 if hour == 0 else 8, hour) + timedelta(minutes=1))
    assert len(reminded()) == count


def test_a_day_begins_at_midnight_in_prague_in_the_night_of_the_change_too(
    published, time_machine
) -> None:
    time_machine.move_to(datetime(2027, 10, 1, 9, tzinfo=PRAGUE))
    closes_at = datetime.combine(NIGHT_OF_CHANGE + timedelta(days=1), time(0), PRAGUE)
    consulted = open_consultation(published, closes_at=closes_at)
    assert consulted.last_day == NIGHT_OF_CHANGE
    invite.choose(consulted, [make_body("Odbor A")])
    invite.invite(consulted)
    counts = []
    # The last day has 25 hours.
    for before in (timedelta(hours=25, microseconds=1), timedelta(hours=25)):
        time_machine.move_to(closes_at.astimezone(UTC) - before, tick=False)
        counts.append(len(reminded()))
    assert counts == [1, 2]


def test_who_has_answered_is_not_reminded(consulted, invited, time_machine) -> None:
    answered, _silent, withdrew = invited("Odbor A", "Odbor B", "Odbor C")
    answer(answered)
    amending.withdraw(answer(withdrew))
    time_machine.move_to(at(consulted, 7))
    assert reminded() == ["odbor.b@example.cz", "odbor.c@example.cz"]
    assert list(consulted.invitations.answered()) == [answered]


def test_no_comments_is_an_answer(consulted, invited, time_machine) -> None:
    (asked,) = invited("Odbor A")
    answer(asked, kind="none")
    time_machine.move_to(at(consulted, 7))
    assert reminded() == []


def test_who_was_invited_less_than_a_week_before_is_reminded_on_the_last_day_only(
    consulted, invited, time_machine
) -> None:
    time_machine.move_to(at(consulted, 6))
    invited("Odbor A")
    assert reminded() == []
    time_machine.move_to(at(consulted, 0))
    assert reminded() == ["odbor.a@example.cz"]


def test_who_is_on_the_list_without_a_letter_is_not_reminded(consulted, time_machine) -> None:
    invite.choose(consulted, [make_body("Odbor A")])
    time_machine.move_to(at(consulted, 0))
    assert reminded() == []


def test_a_worker_that_slept_on_the_day_reminds_on_the_next(
    consulted, invited, time_machine
) -> None:
    invited("Odbor A")
    time_machine.move_to(at(consulted, 5))
    assert len(reminded()) == 1


def test_more_time_reminds_anew(consulted, invited, time_machine) -> None:
    invited("Odbor A")
    time_machine.move_to(at(consulted, 7))
    assert len(reminded()) == 1
    consultation.extend(
        consulted,
        closes_at=consulted.closes_at + timedelta(days=10),
        answers_promised_on=consulted.answers_promised_on + timedelta(days=10),
        reason="Na žádost.",
    )
    consulted.refresh_from_db()
    time_machine.move_to(at(consulted, 8))
    assert len(reminded()) == 1
    time_machine.move_to(at(consulted, 7))
    assert len(reminded()) == 2
    time_machine.move_to(at(consulted, 0))
    assert len(reminded()) == 3


def test_nobody_is_reminded_of_a_text_that_is_withdrawn(consulted, invited, time_machine) -> None:
    invited("Odbor A")
    put_out_of_force(consulted.edition, "withdrawn")
    time_machine.move_to(at(consulted, 7))
    assert reminded() == []


def test_where_nobody_is_to_be_reminded_it_costs_one_query(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert invite.remind_next() is False


@needs_postgres
def test_two_workers_remind_once(committed, published) -> None:
    consulted = open_consultation(
        published,
        opens_at=timezone.now() - timedelta(days=20),
        closes_at=timezone.now() + timedelta(hours=1),
    )
    invite.choose(consulted, [make_body("Odbor A")])
    invite.invite(consulted)
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=19))
    at_once([invite.remind_next] * 4)
    assert Letter.objects.filter(kind="invitation_reminder").count() == 1


@needs_postgres
def test_two_officers_invite_once(committed, published) -> None:
    consulted = open_consultation(published)
    invite.choose(consulted, [make_body("Odbor A")])
    at_once([lambda: invite.invite(consulted)] * 4)
    assert Letter.objects.count() == 1
