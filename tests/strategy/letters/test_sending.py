"""Sending: each letter once, for as long as it takes, and no more than people can bear."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from strategy.letters import outbox, sending
from strategy.models import Letter
from tests import mails
from tests.races import at_once, needs_postgres
from tests.strategy.letters.conftest import NOON

AWAY = ConnectionRefusedError("away")
ANSWERS = [
    (smtplib.SMTPRecipientsRefused({"jana@example.cz": (550, b"<jana@example.cz> unknown")}), True),
    (smtplib.SMTPRecipientsRefused({"jana@example.cz": (450, b"greylisted")}), False),
    (smtplib.SMTPDataError(554, b"spam"), True),
    (smtplib.SMTPDataError(451, b"later"), False),
    (smtplib.SMTPServerDisconnected("gone"), False),
    (smtplib.SMTPSenderRefused(550, b"who", "portal@example.cz"), False),
    (TimeoutError("slow"), False),
]


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the server fail at `open` or `send_messages`, for addresses that hold some words."""

    def failing(step: str, error: Exception, to: str = "") -> None:
        known = getattr(EmailBackend, step)

        def failed(self: EmailBackend, *messages: list) -> object:
            if not messages or to in messages[0][0].to[0]:
                raise error
            return known(self, *messages)

        monkeypatch.setattr(EmailBackend, step, failed)

    return failing


def test_letters_go_out_in_the_order_they_were_written(write) -> None:
    for name in "abc":
        write(f"{name}@example.cz")
    assert sending.send_waiting() is True
    assert [message.to for message in mail.outbox] == [[f"{name}@example.cz"] for name in "abc"]
    assert set(Letter.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert sending.send_waiting() is False


def test_nothing_to_send_costs_one_query(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert sending.send_waiting() is False


def test_a_batch_leaves_the_rest_to_the_next_round(write) -> None:
    for _letter in range(sending.BATCH + 1):
        write()
    sending.send_waiting()
    assert Letter.objects.waiting().count() == 1


def test_a_letter_of_later_waits_until_then(write, clock) -> None:
    write(send_after=timezone.now() + timedelta(hours=1))
    assert sending.send_waiting() is False
    clock.shift(3600)
    assert sending.send_waiting() is True


def test_where_the_server_is_away_the_others_wait_a_minute(write, clock, fails) -> None:
    letters = [write(f"{name}@example.cz") for name in "abc"]
    fails("open", AWAY)
    assert (sending.send_waiting(), sending.send_waiting()) == (True, False)
    clock.shift(sending.PAUSE)
    assert sending.send_waiting() is True
    attempts = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
    assert sum(attempts.values_list("attempts", flat=True)) == 2


def test_half_an_hour_without_a_server_loses_and_doubles_nothing(
    write, clock, fails, monkeypatch
) -> None:
    letters = [write(f"o{number}@example.cz") for number in range(30)]
    fails("open", AWAY)
    for _minute in range(30):
        sending.send_waiting()
        clock.shift(60)
    monkeypatch.undo()
    for _minute in range(30):
        while sending.send_waiting():
            pass
        clock.shift(60)
    numbers = [message.message()["Message-ID"] for message in mail.outbox]
    assert sorted(numbers) == sorted(letter.message_id for letter in letters)


def test_an_attempt_is_repeated_less_and_less_often_for_two_days_and_then_given_up(
    write, clock, fails
) -> None:
    letter = write()
    fails("send_messages", smtplib.SMTPDataError(451, b"later"))
    times = []
    while Letter.objects.waiting().exists():
        if sending.send_waiting():
            times.append(timezone.now())
        clock.shift(60)
    gaps = [after - before for before, after in pairwise(times)]
    assert gaps == sending.DELAYS
    assert times[-1] - times[0] > timedelta(days=2)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("failed", len(gaps) + 1)


@pytest.mark.parametrize(("answer", "for_good"), ANSWERS)
def test_what_a_server_refuses_for_ever_is_not_tried_again(
    write, fails, caplog, answer: Exception, for_good: bool
) -> None:
    letter = write()
    fails("send_messages", answer)
    sending.send_waiting()
    letter.refresh_from_db()
    assert letter.state == ("failed" if for_good else "waiting")
    assert type(answer).__name__ in letter.error
    assert "jana@example.cz" not in letter.error + caplog.text


def test_a_letter_that_cannot_be_sent_keeps_nobody_else_waiting(write, fails) -> None:
    write("otrava@example.cz")
    for name in "abc":
        write(f"{name}@example.cz")
    fails("send_messages", smtplib.SMTPServerDisconnected("gone"), to="otrava")
    sending.send_waiting()
    assert [message.to[0][0] for message in mail.outbox] == ["a", "b", "c"]


def test_a_retry_is_the_same_mail_with_the_same_number(write, clock, fails, monkeypatch) -> None:
    letter = write()
    before = mails.read(sending.message_of(letter)).parsed
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", lambda _self: (_ for _ in ()).throw(AWAY))
        sending.send_waiting()
    clock.shift(60)
    (after,) = mails.sent()
    for name in ("Message-ID", "Date", "Subject"):
        assert after.parsed[name] == before[name]


def test_a_worker_killed_after_the_server_took_the_letter_sends_it_again_under_its_number(
    write, clock, monkeypatch
) -> None:
    letter = write()

    def killed(*_given: object) -> bool:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_send", killed)
        with pytest.raises(SystemExit):
            sending.send_waiting()
    assert sending.claim() is None
    clock.shift(sending.LEASE)
    assert [found.parsed["Message-ID"] for found in mails.sent()] == [letter.message_id]


def test_of_an_address_nobody_confirmed_three_letters_a_day_go_out(write, clock) -> None:
    for _letter in range(5):
        write("Jana@example.cz", wanted=False)
    for name in "abc":
        write(f"{name}@example.cz", wanted=False)
    sending.send_waiting()
    counted = [message.to[0] for message in mail.outbox]
    assert counted == ["Jana@example.cz"] * 3 + ["a@example.cz", "b@example.cz", "c@example.cz"]
    clock.shift(timedelta(hours=23, minutes=59))
    assert sending.send_waiting() is False
    clock.shift(timedelta(minutes=2))
    sending.send_waiting()
    assert len(mail.outbox) == 8


def test_it_is_known_when_a_letter_that_waits_goes_out(write, clock) -> None:
    letters = [write(wanted=False) for _letter in range(7)]
    first = timezone.now()
    days = [(sending.expected_at(letter) - first) / sending.DAY for letter in letters]
    assert [round(day, 3) for day in days] == [0, 0, 0, 1, 1, 1, 2]
    sending.send_waiting()
    clock.shift(timedelta(hours=1))
    waits = [sending.expected_at(letter) - timezone.now() for letter in letters[3:]]
    assert [round(wait / timedelta(hours=1)) for wait in waits] == [23, 23, 23, 47]
    clock.shift(timedelta(hours=23, minutes=1))
    assert sending.expected_at(letters[3]) <= timezone.now()
    sending.send_waiting()
    assert len(mail.outbox) == 6


def test_what_its_owner_asks_for_goes_out_at_once(write) -> None:
    for _letter in range(4):
        write("Jana+brno@example.cz", wanted=False)
    write("petr@example.cz", wanted=False)
    sending.send_waiting()
    outbox.want("jana@example.cz")
    sending.send_waiting()
    assert len(mail.outbox) == 5
    assert list(Letter.objects.order_by("pk").values_list("wanted", flat=True)) == [
        *([False] * 3),
        *(True, False),
    ]


@pytest.mark.parametrize("spelling", ["JANA@EXAMPLE.CZ", "jana+2@example.cz"])
def test_another_spelling_makes_no_more_room(write, spelling: str) -> None:
    for _letter in range(3):
        write(wanted=False)
    write(spelling, wanted=False)
    sending.send_waiting()
    assert len(mail.outbox) == 3


def test_letters_that_were_asked_for_neither_wait_nor_count(write) -> None:
    for _letter in range(4):
        write(wanted=True)
        write(wanted=False)
    sending.send_waiting()
    assert len(mail.outbox) == 7


def test_what_others_keep_back_for_two_days_is_dropped(write, clock) -> None:
    for _letter in range(100):
        write(wanted=False)
    for _day in range(4):
        while sending.send_waiting():
            pass
        clock.shift(timedelta(days=1, minutes=1))
    assert len(mail.outbox) == 6
    assert Letter.objects.filter(state="dropped").exclude(error="").count() == 94


def test_a_letter_between_two_attempts_takes_a_place(write, clock, fails, monkeypatch) -> None:
    for _letter in range(3):
        write(wanted=False)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_send", lambda *_given: True)
        sending.send_waiting()
    write(wanted=False)
    assert sending.claim() is None


@needs_postgres
def test_two_workers_never_take_the_same_letter(committed, write) -> None:
    for _letter in range(12):
        write()
    taken = [letter.pk for letter in at_once([sending.claim] * 12) if letter]
    assert sorted(taken) == sorted(Letter.objects.values_list("pk", flat=True))


@needs_postgres
@pytest.mark.parametrize("_time", range(5))
def test_two_workers_together_send_no_more_than_three(committed, write, _time: int) -> None:
    for _letter in range(8):
        write(wanted=False)
    taken = at_once([sending.claim] * 8)
    assert len([letter for letter in taken if letter]) == 3


def test_what_failed_can_be_sent_again(write, fails, monkeypatch) -> None:
    letter = write()
    fails("send_messages", smtplib.SMTPDataError(554, b"spam"))
    sending.send_waiting()
    assert sending.send_again(letter) is True
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.error) == ("waiting", 0, "")
    monkeypatch.undo()
    assert [found.parsed["Message-ID"] for found in mails.sent()] == [letter.message_id]


def test_what_was_sent_or_emptied_is_not_sent_again(write) -> None:
    sent, emptied = write(), write()
    sending.send_waiting()
    Letter.objects.filter(pk=emptied.pk).update(state="dropped", plain="", to="")
    assert [sending.send_again(letter) for letter in (sent, emptied)] == [False, False]


def test_what_was_dropped_while_it_waited_does_not_go_out(write) -> None:
    write()
    Letter.objects.update(state="dropped")
    assert (sending.send_waiting(), mail.outbox) == (False, [])
