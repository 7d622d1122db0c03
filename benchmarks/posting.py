"""Sending comments as a browser does, many at a time, each from an address of its own."""

import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode

CHECK, SEND = "/pripominka/kontrola/", "/pripominka/odeslat/"
# Behind a proxy the portal takes the sender's address from it, and so the limits stay on.
BEHIND_PROXY = {"BRNOPLAN_BEHIND_PROXY": "1"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Nobody is asked once more who reads the check page for that long.
READING_SECONDS = 2.1
# For an answer; nobody waits longer.
MOST_SECONDS = 60.0


class Failed(Exception):
    """An answer that is not what the next step needs."""


class Checked(NamedTuple):
    """What a check page sends on: its hidden fields, and the cookie that came with it."""

    fields: dict[str, str]
    cookie: str
    address: str


def address(number: int) -> str:
    """An address in a network of its own, for the first 65,536 numbers."""
    return f"10.{number // 256 % 256}.{number % 256}.7"


def typed(item_id: int, number: int) -> dict[str, str]:
    """What somebody types, each in other words."""
    return {
        "item": str(item_id),
        "text": f"Doplnit {number}. přehled komunit ve čtvrti č. {number * 7919 % 100_003}.",
        "name": f"Občanka {number}",
        "email": f"obcanka{number}@example.cz",
    }


def check(port: int, item_id: int, number: int) -> Checked:
    """Have the check page shown. Raises Failed."""
    own = address(number)
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=MOST_SECONDS, source_address=_sender(own)
    )
    answer, body = _post(connection, CHECK, typed(item_id, number), {"X-Forwarded-For": own})
    cookie = re.match(r"csrftoken=\w+", answer.getheader("Set-Cookie") or "")
    if answer.status != HTTPStatus.OK or cookie is None:
        raise Failed(f"check: {answer.status}")
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', body)
    if "ticket" not in dict(found):
        raise Failed("check: no ticket")
    return Checked({name: _plain(value) for name, value in found}, cookie[0], own)


def request(path: str, checked: Checked) -> bytes:
    """What a browser sends through the proxy: the fields, with cookie and token, as one segment.

    The proxy of deploy/ opens a connection for each request, and so does every sender here.
    """
    body = urlencode(checked.fields).encode()
    headers = {
        "Host": "127.0.0.1",
        "X-Forwarded-For": checked.address,
        "Cookie": checked.cookie,
        "Content-Length": str(len(body)),
        "Connection": "close",
        **FORM,
    }
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(port: int, wanted: bytes, status: HTTPStatus, own: str = "") -> None:
    """One request over a connection of its own. Raises Failed where the answer is another."""
    sender = _sender(own) if own else None
    with socket.create_connection(("127.0.0.1", port), MOST_SECONDS, sender) as connection:
        connection.sendall(wanted)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    if answer.split(b" ", 2)[1:2] != [str(status.value).encode()]:
        raise Failed(f"{status}: {answer[:60]!r}")


def send(port: int, checked: Checked) -> None:
    """Send what was checked. Raises Failed."""
    ask(port, request(SEND, checked), HTTPStatus.SEE_OTHER, checked.address)


def _sender(own: str) -> tuple[str, int]:
    """The same among this machine's own addresses, for a proxy that looks at them."""
    return f"127{own.removeprefix('10')}", 0


def a_second(port: int, wanted: list[bytes], status: HTTPStatus, clients: int = 4) -> float:
    """How many requests are answered in a second, by that many clients at once."""
    queue: Iterator[bytes] = iter(wanted)
    lock = threading.Lock()

    def take() -> bytes | None:
        with lock:
            return next(queue, None)

    def work() -> None:
        while one := take():
            ask(port, one, status)

    begun = time.monotonic()
    with ThreadPoolExecutor(clients) as senders:
        for sender in [senders.submit(work) for _client in range(clients)]:
            sender.result()
    return len(wanted) / (time.monotonic() - begun)


def _post(
    connection: http.client.HTTPConnection,
    path: str,
    fields: dict[str, str],
    headers: dict[str, str],
) -> tuple[http.client.HTTPResponse, str]:
    connection.request("POST", path, urlencode(fields), FORM | headers)
    answer = connection.getresponse()
    return answer, answer.read().decode()


def _plain(value: str) -> str:
    for code, character in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'"}.items():
        value = value.replace(code, character)
    return value.replace("&amp;", "&")
