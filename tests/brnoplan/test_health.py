from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

HEALTH = "/zdravi/"


def test_the_portal_is_well_when_its_database_answers(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(HEALTH)
    assert "SELECT 1" in [query["sql"] for query in captured]
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_the_portal_is_not_well_when_its_database_is_away(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def cursor(self) -> None:
            raise DatabaseError("away")

    client.raise_request_exception = False
    monkeypatch.setattr("brnoplan.health.connection", Away())
    assert client.get(HEALTH).status_code == 500


def test_health_is_only_asked_for(client: Client, db: None) -> None:
    assert client.post(HEALTH).status_code == 405


def test_health_is_told_without_https_and_nothing_else_is(
    client: Client, db: None, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    statuses = {path: Client().get(path).status_code for path in (HEALTH, "/", "/admin/login/")}
    assert statuses == {HEALTH: 200, "/": 301, "/admin/login/": 301}
