"""Sending to a real mail server on this machine, which goes away and comes back."""

import email
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from strategy.letters import sending
from strategy.models import Letter


class Post:
    """What a server was given; it may say something else than yes."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


class Server:
    """A server on one port, which can be switched off and on."""

    def __init__(self, post: Post) -> None:
        self.post = post
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller: Controller | None = None

    def on(self) -> None:
        self.controller = Controller(self.post, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def off(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def server(post: Post, settings: Any) -> Iterator[Server]:
    server = Server(post)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.off()


def due_now() -> None:
    """As if all the time had passed that letters wait for."""
    Letter.objects.waiting().update(send_after=timezone.now())


def test_letters_reach_the_server_over_one_connection(write, server, post, monkeypatch) -> None:
    server.on()
    letters = [write(f"{name}@example.cz") for name in "abc"]
    calls, connect = [], socket.create_connection

    def counted(*args: Any, **given: Any) -> socket.socket:
        calls.append(args)
        return connect(*args, **given)

    monkeypatch.setattr(socket, "create_connection", counted)
    assert sending.send_waiting() is True
    assert [mail["Message-ID"] for mail in post.taken] == [one.message_id for one in letters]
    assert [mail["To"] for mail in post.taken] == ["a@example.cz", "b@example.cz", "c@example.cz"]
    assert len(calls) == 1


def test_a_server_that_is_off_loses_and_doubles_nothing(write, server, post) -> None:
    letters = [write(f"o{number}@example.cz") for number in range(5)]
    for _attempt in range(5):
        due_now()
        assert sending.send_waiting() is True
    server.on()
    due_now()
    while sending.send_waiting():
        pass
    server.off()
    due_now()
    assert sending.send_waiting() is False
    assert sorted(mail["Message-ID"] for mail in post.taken) == sorted(
        letter.message_id for letter in letters
    )


def test_a_server_that_says_later_gets_the_same_letter_later(write, server, post) -> None:
    server.on()
    letter = write()
    post.answer = "451 later"
    sending.send_waiting()
    letter.refresh_from_db()
    assert (letter.state, letter.error.split(":")[0]) == ("waiting", "SMTPDataError")
    assert timedelta(0) < letter.send_after - timezone.now() <= sending.DELAYS[0]
    post.answer = "250 OK"
    due_now()
    sending.send_waiting()
    assert {mail["Message-ID"] for mail in post.taken} == {letter.message_id}
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_a_server_that_goes_away_in_the_middle_gets_the_rest_when_it_is_back(
    write, server, post, monkeypatch
) -> None:
    server.on()
    for name in "abc":
        write(f"{name}@example.cz")
    known = sending.message_of

    def message_of(letter: Letter) -> Any:
        if letter.to.startswith("b") and letter.attempts == 1:
            server.off()
        return known(letter)

    monkeypatch.setattr(sending, "message_of", message_of)
    sending.send_waiting()
    assert [mail["To"] for mail in post.taken] == ["a@example.cz"]
    server.on()
    due_now()
    while sending.send_waiting():
        pass
    assert sorted(mail["To"] for mail in post.taken) == [
        "a@example.cz",
        "b@example.cz",
        "c@example.cz",
    ]
