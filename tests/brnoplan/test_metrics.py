"""What Prometheus is told, by whom it is counted, and who may ask."""

import os
import re
import runpy
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.db import OperationalError
from django.test import Client

from brnoplan.health import counting
from brnoplan.health.counting import BOUNDS, SUM, Counters
from brnoplan.pagestore import StoredPages
from strategy.models import Edition, Job
from tests.brnoplan.test_health import late_letter

METRICS = "/zdravi/metriky/"


@pytest.fixture(autouse=True)
def counters(monkeypatch: pytest.MonkeyPatch) -> Counters:
    """Nothing was counted yet."""
    fresh = Counters()
    for place in ("health.counting", "health.observing", "health.metrics", "pagestore"):
        monkeypatch.setattr(f"brnoplan.{place}.counters", fresh)
    return fresh


def told(client: Client, **asked: Any) -> dict[str, float]:
    """Each sample under its name and labels."""
    lines = client.get(METRICS, **asked).content.decode().splitlines()
    samples = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(value) for name, _space, value in samples}


def test_requests_are_counted_by_view_and_class_of_status(
    client: Client, published: Edition
) -> None:
    for path in ("/srovnani.x", "/robots.txt", "/zdravi/", "/zdravi/", "/admin/login/", "/admin/"):
        client.get(path)
    samples = told(client)
    asked = {name: times for name, times in samples.items() if "requests_total" in name}
    assert asked == {
        'brnoplan_requests_total{view="health",status="2xx"}': 2,
        'brnoplan_requests_total{view="other",status="2xx"}': 1,
        'brnoplan_requests_total{view="other",status="4xx"}': 1,
        'brnoplan_requests_total{view="admin",status="2xx"}': 1,
        'brnoplan_requests_total{view="admin",status="3xx"}': 1,
    }
    assert samples["brnoplan_request_seconds_count"] == 6


def test_how_long_requests_take_is_a_histogram(
    client: Client, db: None, counters: Counters
) -> None:
    for seconds in (0.001, 0.005, 0.3, 60):
        counters.made("about", 200, seconds)
    total = counters.sum(SUM)
    samples = told(client)
    names = [f'brnoplan_request_seconds_bucket{{le="{bound}"}}' for bound in (*BOUNDS, "+Inf")]
    assert [samples[name] for name in names] == [2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4]
    assert (total, samples["brnoplan_request_seconds_sum"]) == (60_306_000, 60.306)


def test_stored_pages_are_counted_apart(client: Client, published: Edition) -> None:
    path = published.plan.get_absolute_url()
    etag = client.get(path, headers={"host": "testserver"}).headers["ETag"]
    portal = StoredPages(lambda *_asked: [])
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "testserver"}
    environ |= {"wsgi.url_scheme": "http"}
    for more in ({}, {}, {"HTTP_IF_NONE_MATCH": etag}):
        portal(environ | more, lambda *_answer: None)
    samples = told(client)
    answers = {name: times for name, times in samples.items() if "stored_pages" in name}
    assert answers == {
        'brnoplan_stored_pages_total{answer="whole"}': 2,
        'brnoplan_stored_pages_total{answer="not modified"}': 1,
    }


def test_letters_jobs_and_the_disk_are_told_as_they_are_now(client: Client, db: None) -> None:
    late_letter()
    Job.objects.create(kind=Job.Kind.PACKET)
    samples = told(client)
    assert samples['brnoplan_letters{state="waiting"}'] == 1
    assert 31 * 60 <= samples["brnoplan_letters_oldest_seconds"] < 32 * 60
    assert samples['brnoplan_jobs{state="waiting"}'] == 1
    assert samples["brnoplan_disk_free_bytes"] > 0
    assert samples["brnoplan_database_up"] == 1


def test_without_a_database_the_rest_is_told(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_asked: object) -> None:
        raise OperationalError

    monkeypatch.setattr("brnoplan.health.metrics.Letter.objects.aggregate", away)
    samples = told(client)
    assert samples["brnoplan_database_up"] == 0
    assert "brnoplan_request_seconds_count" in samples


def test_every_line_is_as_prometheus_reads_it(client: Client, db: None) -> None:
    client.get("/o-portalu/")
    response = client.get(METRICS)
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    label = r'\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\}'
    sample = rf"(# (HELP|TYPE) brnoplan_\w+ .+|brnoplan_\w+({label})? [\d.e+-]+)"
    assert [x for x in response.content.decode().splitlines() if not re.fullmatch(sample, x)] == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": ""}, 200),
        ({"REMOTE_ADDR": "192.0.2.7"}, 403),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer " + "t" * 20}, 200),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer " + "t" * 19}, 403),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "}, 403),
    ],
)
def test_only_this_machine_and_who_has_the_token_may_read_metrics(
    client: Client, db: None, settings: Any, asked: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = "t" * 20
    assert client.get(METRICS, **asked).status_code == status


def test_without_a_token_set_none_opens(client: Client, db: None) -> None:
    asked = {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "}
    assert client.get(METRICS, **asked).status_code == 403


def test_processes_count_in_memory_that_they_share_and_sums_never_fall(
    counters: Counters,
) -> None:
    for place in (1, 2, 1):
        process = os.fork()
        if not process:
            counters.take(place)
            counters.stored("200 OK")
            os._exit(0)
        os.waitpid(process, 0)
    assert counters.sum(counting.STORED) == 3


def test_a_new_process_takes_the_place_of_one_that_has_gone() -> None:
    path = portal_settings.BASE_DIR / "deploy/gunicorn.conf.py"
    give = runpy.run_path(str(path))["pre_fork"]
    server = SimpleNamespace(WORKERS={})
    for pid in range(3):
        worker = SimpleNamespace()
        give(server, worker)
        server.WORKERS[pid] = worker
    assert [worker.place for worker in server.WORKERS.values()] == [0, 1, 2]
    del server.WORKERS[1]
    give(server, worker := SimpleNamespace())
    assert worker.place == 1
