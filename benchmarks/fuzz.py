"""Requests as nobody's browser sends them, by the thousand: none may end in a fault of ours.

The same seed makes the same requests, so what is found can be asked again.
"""

import random
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from benchmarks.ground import at_most, told

MANY, SEED = 20_000, 2018
METHODS = (
    ["GET"] * 8 + ["POST"] * 8 + ["HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "ŽÁDAT"]
)
PIECES = [
    *(b"brno-2050", b"E3", b"A1.2", b"1", b"0", b"-1", b"99999999999999999999", b"edice", b".."),
    *(
        b"%00",
        b"%FF%FE",
        b"\xff\xfe",
        b"\xc5\x99",
        b"%C5%99",
        b"%2e%2e%2f",
        b"a" * 3000,
        b"'",
        b'"',
    ),
    *(
        b"<script>",
        b"{{7*7}}",
        b"${x}",
        b";ls",
        b"%0d%0aSet-Cookie:%20a=b",
        b"\x00",
        b" ",
        b"2026-02-30",
    ),
    *(
        "\u202ecod".encode(),
        "😀".encode(),
        "İ".encode(),
        "ﬁ".encode(),
        b"1e999",
        b"nan",
        b"[]",
        b"a[b]=c",
    ),
]
NAMES = [
    *(
        b"q",
        b"od",
        b"strana",
        b"druh",
        b"plan",
        b"rok",
        b"text",
        b"item",
        b"email",
        b"name",
        b"ticket",
    ),
    *(
        b"next",
        b"csrfmiddlewaretoken",
        b"point-0-text",
        b"form-TOTAL_FORMS",
        b"file",
        b"action",
        b"_popup",
    ),
]
TYPES = [
    *(
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
    ),
    *("application/json", "text/plain; charset=utf-7", "multipart/form-data; boundary=\xff", ""),
    *("application/x-www-form-urlencoded; charset=neni", "multipart/mixed; boundary=" + "b" * 300),
]
HEADERS = [
    *("HTTP_COOKIE", "HTTP_REFERER", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT"),
    *(
        "HTTP_IF_NONE_MATCH",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_RANGE",
        "HTTP_ORIGIN",
        "HTTP_X_REQUEST_ID",
    ),
    *(
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_AUTHORIZATION",
    ),
    *("HTTP_TRANSFER_ENCODING", "HTTP_X_REQUESTED_WITH", "HTTP_HOST"),
]
MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n%s\r\n\r\n%s\r\n--x--'
)


def run() -> list[bool]:
    found = faults(requests(MANY, SEED))
    for request, times in found.most_common(10):
        print(f"     {times} times {request}")
    told("fuzz: requests", MANY)
    return [at_most("fuzz: answers 5xx", sum(found.values()), 0)]


def faults(asked: Iterator[dict[str, Any]]) -> Counter[str]:
    """How often a request ended in a fault of ours, by its method and address."""
    portal, found = WSGIHandler(), Counter[str]()
    # Each is taken back, so that the next finds the portal as the first did; that needs the
    # connection, which Django would close between requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        for environ in asked:
            with transaction.atomic():
                status = answer(portal, environ)
                transaction.set_rollback(True)
            if status >= 500:
                found[f"{environ['REQUEST_METHOD']} {environ['PATH_INFO'][:200]!r}"] += 1
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return found


def answer(portal: WSGIHandler, environ: dict[str, Any]) -> int:
    """The status of the answer, which is read to its end."""
    statuses: list[int] = []
    body = portal(environ, lambda status, _headers: statuses.append(int(status[:3])))
    for _part in body:
        pass
    body.close()
    return statuses[0]


def requests(number: int, seed: int) -> Iterator[dict[str, Any]]:
    """So many requests, as a server hands them to the portal."""
    chance, routes = random.Random(seed), list(paths(get_resolver().url_patterns))
    for _each in range(number):
        yield _request(chance, routes)


def paths(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Every address of the portal, with `<…>` where it takes something."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from paths(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path


def _request(chance: random.Random, routes: list[str]) -> dict[str, Any]:
    method = chance.choice(METHODS)
    body = _body(chance) if method in {"POST", "PUT", "PATCH"} else b""
    # Sometimes less comes than was said, sometimes more.
    length = max(0, len(body) + chance.choice([0, 0, 0, 0, 5, -5]))
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method.encode().decode("latin-1"),
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(chance, routes).decode("latin-1"),
        "QUERY_STRING": _fields(chance).decode("latin-1") if chance.random() < 0.5 else "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": f"192.0.2.{chance.randrange(1, 250)}",
        "CONTENT_TYPE": chance.choice(TYPES),
        "CONTENT_LENGTH": chance.choice([str(length)] * 9 + ["", "-1", "mnoho"]),
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": BytesIO(),
    }
    for name in chance.sample(HEADERS, chance.choice([0, 0, 1, 2, 4])):
        environ[name] = _words(chance).replace(b"\r", b"").replace(b"\n", b"").decode("latin-1")
    return environ


def _path(chance: random.Random, routes: list[str]) -> bytes:
    """An address of the portal whose places are filled with anything, or none at all."""
    if chance.random() < 0.1:
        return b"/" + b"/".join(chance.choices(PIECES, k=chance.randrange(12)))
    path = b"/en/" if chance.random() < 0.2 else b"/"
    route = chance.choice(routes).replace("^", "").replace("$", "").replace("\\", "")
    for number, part in enumerate(route.replace(">", "<").split("<")):
        path += chance.choice(PIECES) if number % 2 else part.encode()
    return path.replace(b"//", b"/") if chance.random() < 0.9 else path


def _fields(chance: random.Random) -> bytes:
    pairs = [
        chance.choice(NAMES) + b"=" + chance.choice(PIECES) for _each in range(chance.randrange(8))
    ]
    return b"&".join(pairs)


def _body(chance: random.Random) -> bytes:
    kind = chance.randrange(6)
    if kind == 0:
        return chance.randbytes(chance.randrange(2000))
    if kind == 1:
        piece, name = chance.choice(PIECES), chance.choice(NAMES)
        whole = MULTIPART % (name, chance.choice(PIECES), _words(chance), piece)
        return whole[: chance.randrange(len(whole) + 1)]
    if kind == 2:
        return b"&".join([_fields(chance)] * chance.choice([1, 400]))
    return _fields(chance)


def _words(chance: random.Random) -> bytes:
    return b" ".join(chance.choices(PIECES, k=chance.randrange(1, 4)))
