import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brnoplan import pagestore, working
from strategy import frozen
from strategy.models import Edition, Item, Job

HEALTH, ALIVE = "/zdravi/", "/zdravi/zije/"
ROOT = Path(__file__).parents[2]


def verified(hours_ago: float, state: str = Job.State.DONE, result: str = "") -> Job:
    ended = timezone.now() - timedelta(hours=hours_ago)
    kind = Job.Kind.VERIFICATION
    return Job.objects.create(kind=kind, state=state, result=result, finished_at=ended)


def ordered() -> int:
    return Job.objects.filter(kind=Job.Kind.VERIFICATION, state=Job.State.WAITING).count()


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
    paths = (HEALTH, ALIVE, "/", "/admin/login/")
    statuses = {path: Client().get(path).status_code for path in paths}
    assert statuses == {HEALTH: 200, ALIVE: 200, "/": 301, "/admin/login/": 301}


# Alive.


def test_the_portal_is_alive_though_its_database_is_away_and_a_file_is_wrong(
    client: Client, db: None, django_assert_num_queries: Any
) -> None:
    verified(1, result="Zkušební plán, znění 1, strategy_item: jinak")
    pagestore.store.clear()  # its revisions are to be read by whoever comes first
    with django_assert_num_queries(0):
        response = client.get(ALIVE)
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get(HEALTH).status_code == 503
    assert client.post(ALIVE).status_code == 405


def test_alive_is_told_under_whatever_name_it_is_asked(client: Client) -> None:
    assert client.get(ALIVE, headers={"host": "10.0.0.1"}).status_code == 200


def test_the_container_asks_whether_the_portal_is_alive() -> None:
    script = (ROOT / "deploy/health.py").read_text()
    assert re.findall(r"/zdravi/[a-z/]*", script) == [ALIVE]


# The verification of the editions.


def test_the_first_asking_orders_a_verification_and_those_after_it_no_other(
    client: Client, db: None
) -> None:
    for _asking in range(3):
        assert client.get(HEALTH).status_code == 200
        assert ordered() == 1


@pytest.mark.parametrize(("hours_ago", "orders"), [(23.9, 0), (24.1, 1)])
@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED])
def test_the_editions_are_verified_once_a_day(
    client: Client, db: None, hours_ago: float, orders: int, state: str
) -> None:
    verified(hours_ago, state)
    client.get(HEALTH)
    assert ordered() == orders


def test_the_portal_is_not_well_while_its_editions_are_not_as_published(
    client: Client, db: None
) -> None:
    verified(2)
    verified(1, result="Zkušební plán, znění 1, strategy_item: tajné")
    response = client.get(HEALTH)
    assert response.status_code == 503
    assert len(response.content.splitlines()) == 1
    assert "tajné" not in response.content.decode()
    verified(0)
    assert (client.get(HEALTH).status_code, client.get(HEALTH).content) == (200, b"ok\n")


def test_the_portal_is_not_well_when_the_verification_itself_failed(
    client: Client, db: None
) -> None:
    verified(1, Job.State.FAILED)
    assert client.get(HEALTH).status_code == 503


def test_what_the_worker_finds_is_what_health_tells(client: Client, published: Edition) -> None:
    client.get(HEALTH)
    working.work(once=True)
    assert client.get(HEALTH).status_code == 200
    Job.objects.all().delete()
    frozen.uninstall(connection)
    Item.objects.filter(edition=published, code="A1.1").update(text="Jinak.")
    frozen.install(connection)
    client.get(HEALTH)
    working.work(once=True)
    assert client.get(HEALTH).status_code == 503
    assert "A1.1" in Job.objects.get().result
