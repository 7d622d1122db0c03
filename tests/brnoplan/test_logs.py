"""No token of a secret link in a log, whoever writes it."""

import io
import json
import logging
import re
import runpy
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from brnoplan.logs import JsonFormatter, SecretLinksFilter, discreet, masked

TOKEN = "12:1xV5Hk:KAglV0E9FhvhOyyq2YIZqbRd4o5WGhxC186NH8l7dJY"
SECRET = f"/odkaz/moje/{TOKEN}/"
DEPLOY = Path(settings.BASE_DIR) / "deploy"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What goes to the console as the settings say."""
    (handler,) = (
        handler
        for handler in logging.getLogger().handlers
        if any(isinstance(one, SecretLinksFilter) for one in handler.filters)
    )
    written, console = io.StringIO(), handler.stream
    handler.stream = written
    yield written
    handler.stream = console


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Not Found: {SECRET}", "Not Found: /odkaz/…"),
        (f'"GET {SECRET}?x=1 HTTP/1.1" 404', '"GET /odkaz/… HTTP/1.1" 404'),
        (f"https://plan.example.org{SECRET}e-mail/, and", "https://plan.example.org/odkaz/… and"),
        (f"Not Found: /a.example{SECRET}", "Not Found: /a.example/odkaz/…"),
        (f"Not Found: /odkaz%2Fmoje%2F{TOKEN}/", "Not Found: /odkaz/…"),
        ("Not Found: /brno-2050/E9/", "Not Found: /brno-2050/E9/"),
    ],
)
def test_what_follows_the_beginning_of_a_secret_link_is_left_out(text: str, left: str) -> None:
    assert masked(text) == left


def test_a_missing_page_is_logged_without_its_token(
    client: Client, db: None, logged: io.StringIO
) -> None:
    client.get(SECRET.replace("moje", "nic"))
    client.get("/nic/tady/neni/")
    assert logged.getvalue().splitlines() == [
        "Not Found: /odkaz/…",
        "Not Found: /nic/tady/neni/",
    ]


def test_a_fault_is_logged_with_a_traceback_that_keeps_the_secret(
    client: Client, db: None, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_purpose: object, token: str) -> int:
        raise RuntimeError(f"/odkaz/prijato/{token}/ failed")

    monkeypatch.setattr("strategy.secret_links.read", fail)
    client.raise_request_exception = False
    assert client.get(f"/odkaz/prijato/{TOKEN}/").status_code == 500
    assert "RuntimeError: /odkaz/… failed" in logged.getvalue()
    assert TOKEN not in logged.getvalue()


def test_a_request_that_is_too_large_is_logged_in_one_line(
    client: Client, db: None, logged: io.StringIO
) -> None:
    body = b"x=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    kind = "application/x-www-form-urlencoded"
    assert client.post("/pripominka/kontrola/", body, content_type=kind).status_code == 400
    assert len(logged.getvalue().splitlines()) == 1


def test_the_proxy_lets_through_what_the_portal_takes() -> None:
    text = (DEPLOY / "nginx/brnoplan/portal.conf").read_text()
    (most,) = re.findall(r"^client_max_body_size (\d+)m;", text, re.MULTILINE)
    assert int(most) * 2**20 == settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_without_the_filter_the_token_would_stand_there(
    client: Client, db: None, logged: io.StringIO
) -> None:
    (handler,) = (
        one for one in logging.getLogger().handlers if getattr(one, "stream", None) is logged
    )
    (secret,) = (one for one in handler.filters if isinstance(one, SecretLinksFilter))
    handler.removeFilter(secret)
    client.get(SECRET.replace("moje", "nic"))
    handler.addFilter(secret)
    assert TOKEN in logged.getvalue()


def test_gunicorn_logs_no_token_either_and_by_default_no_request() -> None:
    configuration = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    logs = {name: logging.Logger(name) for name in ("error_log", "access_log")}
    written = io.StringIO()
    for log in logs.values():
        log.addHandler(logging.StreamHandler(written))
    configuration["on_starting"](SimpleNamespace(log=SimpleNamespace(**logs)))
    logs["error_log"].error("Error handling request %s", SECRET)
    logs["access_log"].info('"%(r)s" "%(f)s"', {"r": f"GET {SECRET} HTTP/1.1", "f": SECRET})
    assert written.getvalue().splitlines() == [
        "Error handling request /odkaz/…",
        '"GET /odkaz/… HTTP/1.1" "/odkaz/…"',
    ]
    assert "accesslog" not in configuration


def test_gunicorn_logs_as_the_portal_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRNOPLAN_LOG", "json")
    configuration = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    log, written = logging.Logger("gunicorn.error"), io.StringIO()
    log.addHandler(logging.StreamHandler(written))
    configuration["on_starting"](
        SimpleNamespace(log=SimpleNamespace(error_log=log, access_log=log))
    )
    log.warning("Invalid request from ip=192.0.2.7: Invalid HTTP header name: 'Jana'")
    assert json.loads(written.getvalue())["says"] == "Invalid request"


# As lines of JSON.


@pytest.fixture
def lines(logged: io.StringIO) -> Iterator[Callable[[], list[dict]]]:
    """What is logged under BRNOPLAN_LOG=json, each line read."""
    (handler,) = (
        one for one in logging.getLogger().handlers if getattr(one, "stream", None) is logged
    )
    before = handler.formatter
    handler.setFormatter(JsonFormatter())
    yield lambda: [json.loads(line) for line in logged.getvalue().splitlines()]
    handler.setFormatter(before)


def fault_of(path: str, client: Client, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fail(*_asked: object, **_given: object) -> None:
        raise fault

    monkeypatch.setattr("strategy.secret_links.read", fail)
    client.raise_request_exception = False
    client.get(path, headers={"x-request-id": "a1b2"})


def test_a_fault_is_one_line_that_says_where_and_nothing_of_anybody(
    client: Client, db: None, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ValueError(f"Jana Nováková <jana@example.org> at /odkaz/prijato/{TOKEN}/")
    fault_of(f"/odkaz/prijato/{TOKEN}/?heslo=abc", client, monkeypatch, said)
    (line,) = lines()
    assert {
        name: line[name] for name in ("level", "log", "says", "id", "view", "fault", "words")
    } == {
        "level": "error",
        "log": "django.request",
        "says": "Internal Server Error",
        "id": "a1b2",
        "view": "comments:comment_received",
        "fault": "ValueError",
        "words": "",
    }
    assert line["where"][-1].endswith(" fail")
    told = json.dumps(line, ensure_ascii=False)
    assert not re.search(r"Jana|example\.org|heslo|abc|12:1xV5Hk", told)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(28, "No space left on device", "/data/jana.pdf"), "No space left on device"),
        (sqlite3.OperationalError("database is locked"), "database is locked"),
        (psycopg.errors.UniqueViolation("Key (to)=(jana@example.org) already exists."), "23505"),
    ],
)
def test_of_a_fault_of_the_machine_the_reason_is_told(
    client: Client,
    db: None,
    lines: Any,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    words: str,
) -> None:
    fault_of(f"/odkaz/prijato/{TOKEN}/", client, monkeypatch, fault)
    assert lines()[0]["words"] == words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Not Found: /hledani/?q=jana+novakova", "Not Found: /hledani/?…"),
        ("to jana.novakova@example.org: refused", "to …@…: refused"),
        (f"https://a.example{SECRET}?a=1", "https://a.example/odkaz/…"),
        ("Why? Nothing.", "Why? Nothing."),
    ],
)
def test_a_line_holds_no_mailbox_and_no_question(text: str, left: str) -> None:
    assert discreet(text) == left


def test_a_request_is_logged_where_it_is_wanted_by_its_view_alone(
    client: Client, db: None, lines: Any, settings: Any
) -> None:
    client.get("/hledani/?q=jana")
    assert lines() == []
    settings.LOG_REQUESTS = True
    client.get("/hledani/?q=jana", headers={"x-request-id": "a1b2"})
    (line,) = lines()
    assert line["seconds"] >= 0
    told = {name: value for name, value in line.items() if name not in {"time", "seconds"}}
    assert told == {
        "level": "info",
        "log": "brnoplan.requests",
        "says": "request",
        "method": "GET",
        "view": "strategy:search",
        "status": 200,
        "id": "a1b2",
    }


def test_who_could_not_sign_in_is_not_named(client: Client, db: None, lines: Any) -> None:
    client.post("/admin/login/", {"username": "jana", "password": "x"})
    assert lines() == []
