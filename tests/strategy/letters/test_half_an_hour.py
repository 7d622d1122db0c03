"""Half an hour of a mail server that refuses, hangs, hangs up and says later: all arrives once."""

import asyncio
import email
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.db.models import F

from strategy.letters import sending
from strategy.models import Letter

# Every five minutes something else is wrong.
FAULTS = ["off", "421 too busy", "451 mailbox", "hangs", "452 no room", "hangs up"]
LETTERS = 12


class Moody(SMTP):
    """A server that turns people away at the door where that is its fault."""

    async def push(self, status: Any) -> None:
        handler: Server = self.event_handler
        if handler.fault == "421 too busy" and str(status).startswith("220"):
            status = "421 too busy"
        await super().push(status)


class Server:
    """Takes letters in as its fault of the moment lets it; counts those that it said yes to."""

    def __init__(self) -> None:
        self.fault = ""
        self.taken: list[str] = []
        self.asked = dict.fromkeys(FAULTS, 0)
        self.controller: Controller | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    async def handle_RCPT(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        self.asked[self.fault or "off"] += 1
        if self.fault == "451 mailbox":
            return self.fault
        if self.fault == "hangs":
            await asyncio.sleep(1)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.fault == "hangs up":
            server.transport.abort()
        if self.fault:
            return "452 no room"
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append(str(message["Message-ID"]))
        return "250 OK"

    def behave(self, fault: str) -> None:
        if fault == "off" and self.controller:
            self.controller.stop()
            self.controller = None
        elif fault != "off" and self.controller is None:
            self.controller = Door(self, hostname="127.0.0.1", port=self.port)
            self.controller.start()
        self.fault = fault


class Door(Controller):
    def factory(self) -> SMTP:
        return Moody(self.handler)


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    server = Server()
    server.behave("")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 0.3
    yield server
    server.behave("off")


def a_minute_passes() -> None:
    Letter.objects.waiting().update(send_after=F("send_after") - timedelta(minutes=1))
    while sending.send_waiting():
        pass


def test_half_an_hour_of_faults_loses_and_doubles_nothing(write: Any, server: Server) -> None:
    letters = []
    for fault in FAULTS:
        server.behave(fault)
        letters += [write(f"{fault[:3]}{number}@example.cz") for number in range(LETTERS // 6)]
        for _minute in range(5):
            a_minute_passes()
    assert server.taken == []
    assert [fault for fault, times in server.asked.items() if not times] == FAULTS[:2]
    server.behave("")
    for _minute in range(70):
        a_minute_passes()
    assert sorted(server.taken) == sorted(letter.message_id for letter in letters)
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
