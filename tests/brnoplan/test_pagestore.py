import gzip
import threading

import brotli
import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from brnoplan import pagestore
from kpss.models import PlanningRevision
from strategy.models import PageRevision, Plan
from tests.brnoplan.stored_pages import BOOK, made, padding, storable

pytestmark = [
    pytest.mark.urls("tests.brnoplan.stored_pages"),
    pytest.mark.usefixtures("counted"),
]


def test_a_page_is_made_once_and_then_costs_no_query(
    client: Client, clock, django_assert_num_queries
) -> None:
    first = client.get("/plan/")
    with django_assert_num_queries(0):
        second = client.get("/plan/")
    assert made == ["/plan/"]
    assert second.content == first.content == "<p>Připomínky: 1</p>".encode()
    assert dict(second.headers) == dict(first.headers)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("address", ["/plan/", "/domu/"])
def test_a_change_shows_within_a_second(client: Client, clock, plan: Plan, address: str) -> None:
    client.get(address)
    PageRevision.raise_for(plan.pk)
    clock.now += 0.9
    assert client.get(address).content == "<p>Připomínky: 1</p>".encode()
    clock.now += 0.1
    assert client.get(address).content == "<p>Připomínky: 2</p>".encode()


def test_a_page_that_grew_old_while_it_was_made_is_made_again(
    rf: RequestFactory, clock, plan: Plan
) -> None:
    def slow(request: HttpRequest) -> HttpResponse:
        response = storable(request)
        PageRevision.raise_for(plan.pk)
        clock.now += 5
        return response

    answer = pagestore.PageStoreMiddleware(slow)
    for _time in range(2):
        answer(rf.get("/plan/"))
    assert made == ["/plan/", "/plan/"]


def test_another_plans_change_leaves_the_page_in_store(client: Client, clock) -> None:
    client.get("/plan/")
    PageRevision.raise_for(Plan.objects.create(slug="jiny", title="Jiný").pk)
    clock.now += 5
    client.get("/plan/")
    assert made == ["/plan/"]


@pytest.mark.parametrize("address", ["/jine/", "/susenka/", "/chybi/", "/plan/?strana=2"])
def test_what_is_not_the_same_for_everyone_is_not_stored(client: Client, address: str) -> None:
    client.get(address)
    client.get(address)
    assert len(made) == 2


def test_a_post_is_never_answered_from_store(client: Client) -> None:
    client.get("/plan/")
    client.post("/plan/")
    assert len(made) == 2


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0, br;q=0", "gzip", gzip.decompress),
        ("deflate", None, bytes),
        ("", None, bytes),
    ],
)
def test_the_bytes_come_as_the_client_takes_them(
    client: Client, accepted, encoding, unpack
) -> None:
    for _time in range(2):
        response = client.get("/plan/", headers={"accept-encoding": accepted})
        assert response.headers.get("Content-Encoding") == encoding
        assert response.headers["Vary"] == "Accept-Encoding"
        assert int(response.headers["Content-Length"]) == len(response.content)
        assert unpack(response.content) == "<p>Připomínky: 1</p>".encode()


def test_a_reader_who_has_the_page_gets_304(client: Client) -> None:
    etag = client.get("/plan/").headers["ETag"]
    again = client.get("/plan/", headers={"if-none-match": f'W/"x", {etag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert "Content-Length" not in again.headers
    assert client.get("/plan/", headers={"if-none-match": "*"}).status_code == 304
    other = client.get("/plan/", headers={"if-none-match": etag, "accept-encoding": "gzip"})
    assert other.status_code == 200


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    full, head = client.get("/plan/"), client.head("/plan/")
    assert head.content == b""
    assert head.headers["Content-Length"] == full.headers["Content-Length"]


def test_the_store_itself_sends_no_body_to_head(rf: RequestFactory) -> None:
    """Django's test client would take it off."""
    answer = pagestore.PageStoreMiddleware(storable)
    assert [answer(rf.head("/plan/")).content for _time in range(2)] == [b"", b""]
    assert made == ["/plan/"]


def test_a_page_over_http_is_not_the_one_over_https(client: Client) -> None:
    for secure in (True, False, True, False):
        client.get("/plan/", secure=secure)
    assert made == ["/plan/", "/plan/"]


def test_a_page_made_anew_takes_the_room_of_the_old_one(client: Client, clock, plan: Plan) -> None:
    client.get("/plan/")
    before = pagestore.store._size
    PageRevision.raise_for(plan.pk)
    clock.now += 1
    client.get("/plan/")
    assert (len(made), pagestore.store._size) == (2, before)


def finishes(deed) -> threading.Thread:
    """Run a deed in a thread, which may wait for a lock that this one holds."""
    thread = threading.Thread(target=deed, daemon=True)
    thread.start()
    thread.join(0.5)
    return thread


def test_while_one_thread_reads_the_revisions_the_others_go_on_with_what_is_known(
    client: Client, clock
) -> None:
    client.get("/plan/")
    clock.now += 5
    known: list[dict] = []
    with pagestore.store._reading:
        assert not finishes(lambda: known.append(pagestore.store.revisions())).is_alive()
    assert known == [pagestore.store._known.revisions]


def test_nobody_goes_on_before_the_revisions_are_read_for_the_first_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pagestore.store, "_read_revisions", lambda: None)
    with pagestore.store._reading:
        waiting = finishes(pagestore.store.revisions)
        assert waiting.is_alive()
    waiting.join(5)
    assert not waiting.is_alive()


def test_one_thread_at_a_time_writes_to_the_store() -> None:
    key, page = (False, "testserver", "/plan/"), pagestore.Page(1, 1, {})
    with pagestore.store._writing:
        waiting = finishes(lambda: pagestore.store.put(key, page))
        assert (waiting.is_alive(), pagestore.store._pages) == (True, {})
    waiting.join(5)
    assert pagestore.store._pages == {key: page}


def test_an_unknown_host_is_refused_although_the_page_is_in_store(client: Client) -> None:
    client.get("/plan/")
    assert client.get("/plan/", headers={"host": "podvrh.example"}).status_code == 400
    assert made == ["/plan/"]


def test_plain_http_is_sent_to_https_although_the_page_is_in_store(
    client: Client, settings
) -> None:
    client.get("/plan/")
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/plan/")
    assert (response.status_code, response.url) == (301, "https://testserver/plan/")


def test_stored_pages_are_served_while_the_database_is_away(
    client: Client, clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/plan/")

    def away(*_args: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(PageRevision.objects, "values_list", away)
    clock.now += 5
    assert client.get("/plan/").status_code == 200
    assert made == ["/plan/"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_the_store_stays_within_its_bytes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/plan/")
    one = pagestore.store._size
    assert one > 0
    monkeypatch.setattr(pagestore, "MOST_BYTES", one + one // 2)
    client.get("/domu/")
    assert pagestore.store._size <= one + one // 2
    client.get("/plan/")
    assert made == ["/plan/", "/domu/", "/plan/"]


def test_a_page_too_large_for_the_store_leaves_the_others_in_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/domu/")
    one = pagestore.store._size
    monkeypatch.setattr(pagestore, "MOST_BYTES", one)
    padding["long"] = " " + "a" * one
    assert client.get("/plan/").content.endswith(b"aaa")
    assert (pagestore.store._size, len(pagestore.store._pages)) == (one, 1)
    client.get("/domu/")
    assert made == ["/domu/", "/plan/"]


def test_what_is_compressed_already_is_kept_as_it_is(client: Client) -> None:
    for _time in range(2):
        response = client.get("/kniha/", headers={"accept-encoding": "br, gzip"})
        assert (response.content, "Content-Encoding" in response.headers) == (BOOK, False)
        assert response.headers["Content-Length"] == str(len(BOOK))
    assert (made, pagestore.store._size) == (["/kniha/"], len(BOOK))


def test_a_page_of_the_whole_portal_follows_community_planning(client: Client, clock) -> None:
    client.get("/domu/")
    PlanningRevision.raise_it()
    clock.now += 1
    assert client.get("/domu/").content == "<p>Připomínky: 2</p>".encode()


def test_a_page_of_a_plan_does_not_follow_community_planning(client: Client, clock) -> None:
    client.get("/plan/")
    PlanningRevision.raise_it()
    clock.now += 1
    client.get("/plan/")
    assert made == ["/plan/"]
