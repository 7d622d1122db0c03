import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brnoplan import pagestore, working
from brnoplan.health import parts, room
from strategy import frozen
from strategy.models import Edition, Item, Job, Letter

HEALTH, ALIVE = "/zdravi/", "/zdravi/zije/"
ROOT = Path(__file__).parents[2]


def verified(hours_ago: float, state: str = Job.State.DONE, result: str = "") -> Job:
    ended = timezone.now() - timedelta(hours=hours_ago)
    kind = Job.Kind.VERIFICATION
    return Job.objects.create(kind=kind, state=state, result=result, finished_at=ended)


def ordered() -> int:
    return Job.objects.filter(kind=Job.Kind.VERIFICATION, state=Job.State.WAITING).count()


def told(client: Client, **asked: Any) -> dict[str, str]:
    """What is said of each part, by its name for programs."""
    return client.get(HEALTH, headers={"accept": "application/json"}, **asked).json()["parts"]


@pytest.fixture(autouse=True)
def trees_looked_at_anew() -> Iterator[None]:
    """What one test found in the trees is nothing to the next."""
    parts.forget_trees()
    yield
    parts.forget_trees()


ALL_OK = dict.fromkeys(
    ["database", "migrations", "letters", "jobs", "disk", "tree", "editions"], "ok"
)
# Whoever asks from elsewhere.
FAR = {"REMOTE_ADDR": "192.0.2.7"}


def test_the_portal_is_well_when_all_its_parts_are(client: Client, published: Edition) -> None:
    response = client.get(HEALTH)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert [line.partition(": ")[2] for line in response.content.decode().splitlines()] == [
        "ok"
    ] * 7
    assert "no-store" in response.headers["Cache-Control"]
    assert told(client) == ALL_OK


def test_health_costs_few_queries(client: Client, published: Edition) -> None:
    client.get(HEALTH)
    with CaptureQueriesContext(connection) as captured:
        client.get(HEALTH)
    # Nor can anybody have the trees looked at, which takes longest, over and over.
    assert len(captured) == 6
    torn_tree()
    assert told(client)["tree"] == "ok"
    parts.forget_trees()
    assert told(client)["tree"] != "ok"


def test_without_a_database_the_rest_is_told_and_nobody_is_asked_who_they_are(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def cursor(self) -> None:
            raise OperationalError("password of brnoplan_web")

    monkeypatch.setattr("brnoplan.health.parts.connection", Away())
    client.cookies["sessionid"] = "x"
    response = client.get(HEALTH)
    assert response.status_code == 503
    assert "password" not in response.content.decode()
    parts = told(client)
    assert (parts["database"], parts["disk"]) == ("OperationalError", "ok")
    assert len({parts[name] for name in ALL_OK if name not in {"database", "disk"}} - {"ok"}) == 1
    with CaptureQueriesContext(connection) as captured:
        assert told(client, **FAR)["database"] != "OperationalError"
    assert len(captured) == 0


def late_letter() -> None:
    Letter.objects.create(
        kind="receipt",
        to="jana@example.org",
        message_id="<1@x>",
        written_at=timezone.now() - timedelta(minutes=31),
    )


def late_job() -> None:
    job = Job.objects.create(kind=Job.Kind.PACKET)
    Job.objects.filter(pk=job.pk).update(ordered_at=timezone.now() - timedelta(minutes=31))


def unknown_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kpss' AND name LIKE '0001%'")


def torn_tree() -> None:
    item = Item.objects.filter(edition__state=Edition.State.DRAFT, code="A1.1")
    item.update(rght=F("rght") + 1)


def wrong_edition() -> None:
    verified(1, result="Zkušební plán, znění 1, strategy_item: tajné")


BROKEN = {
    "letters": late_letter,
    "jobs": late_job,
    "migrations": unknown_migration,
    "tree": torn_tree,
    "editions": wrong_edition,
}


@pytest.mark.parametrize("part", BROKEN)
def test_a_part_that_is_broken_is_told_and_no_other(
    client: Client, published: Edition, part: str
) -> None:
    BROKEN[part]()
    assert client.get(HEALTH).status_code == 503
    parts = told(client)
    assert parts | {part: "ok"} == ALL_OK
    assert parts[part] != "ok"


def test_a_disk_that_is_nearly_full_is_told(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = SimpleNamespace(free=900_000_000)
    monkeypatch.setattr("brnoplan.health.room.shutil.disk_usage", lambda _folder: few)
    assert client.get(HEALTH).status_code == 503
    assert [part for part, wrong in told(client).items() if wrong != "ok"] == ["disk"]


def test_a_letter_that_waits_for_its_recipients_sake_is_no_fault(client: Client, db: None) -> None:
    late_letter()
    Letter.objects.update(send_after=timezone.now() + timedelta(hours=20))
    assert told(client)["letters"] == "ok"
    Letter.objects.update(attempts=5)
    assert told(client)["letters"] != "ok"


def test_what_is_wrong_is_told_to_staff_and_to_the_monitoring_alone(
    client: Client, admin_client: Client, published: Edition, settings: Any, django_user_model: Any
) -> None:
    settings.METRICS_TOKEN = "t" * 20
    late_job()
    reader = Client()
    reader.force_login(django_user_model.objects.create_user("ctenar"))
    token = {"HTTP_AUTHORIZATION": f"Bearer {settings.METRICS_TOKEN}"}
    wrong_token = {"HTTP_AUTHORIZATION": "Bearer " + "u" * 20}
    behind_proxy = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    askers = {
        "anybody": told(client, **FAR),
        "through a proxy": told(client, **behind_proxy),
        "reader": told(reader, **FAR),
        "wrong token": told(client, **FAR, **wrong_token),
        "staff": told(admin_client, **FAR),
        "token": told(client, **FAR, **token),
        "this machine": told(client),
    }
    assert [who for who, parts in askers.items() if "31" in parts["jobs"]] == [
        "staff",
        "token",
        "this machine",
    ]


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
    assert "tajné" not in response.content.decode()
    verified(0)
    assert client.get(HEALTH).status_code == 200


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


def test_each_disk_that_the_portal_writes_on_is_looked_at(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LEDGER_FILE = tmp_path / "ledger/erasures.jsonl"
    database = {"ENGINE": "brnoplan.sqlite", "NAME": str(tmp_path / "base/brnoplan.sqlite3")}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    left = {"data": 50, "files": 40, "files/documents": 30, "ledger": 20, "base": 10}

    def usage(folder: Path) -> SimpleNamespace:
        return SimpleNamespace(free=left[str(folder.relative_to(tmp_path))])

    monkeypatch.setattr("brnoplan.health.room.shutil.disk_usage", usage)
    found = []
    for folder in left:
        (tmp_path / folder).mkdir()
        left["base"] = 10 if folder == "base" else 60
        found.append(room.free())
    assert found == [50, 40, 30, 20, 10]
