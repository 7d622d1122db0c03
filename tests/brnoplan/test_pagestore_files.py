"""Files that never change, answered by the page store before Django is called."""

import io
from pathlib import Path
from unittest.mock import patch

import pytest
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import path

from brnoplan import pagestore
from brnoplan import urls as portal
from strategy.models import PageRevision, Plan
from strategy.pages import storable, storable_file

pytestmark = pytest.mark.urls(__name__)
ETAG, MADE = '"0123"', "Tue, 04 Sep 2018 10:00:00 GMT"
CONTENT = b"%PDF-1.7 whole"
folder = Path()
made: list[str] = []


def answer(request: HttpRequest) -> FileResponse:
    made.append(request.path)
    response = FileResponse((folder / "plan.pdf").open("rb"), filename="plan.pdf")
    response.headers["ETag"], response.headers["Last-Modified"] = ETAG, MADE
    return response


def marked(request: HttpRequest) -> HttpResponseBase:
    return storable_file(answer(request), Plan.objects.get().pk, str(folder / "plan.pdf"))


def with_cookie(request: HttpRequest) -> HttpResponseBase:
    response = marked(request)
    response.set_cookie("kdo", "já")
    return response


def of_a_part(request: HttpRequest) -> HttpResponseBase:
    response = marked(request)
    response.status_code = 206
    return response


urlpatterns = [
    path("plan.pdf", marked),
    path("jine.pdf", answer),
    path("susenka.pdf", with_cookie),
    path("cast.pdf", of_a_part),
    *portal.urlpatterns,
]


@pytest.fixture(autouse=True)
def file(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made.clear()
    monkeypatch.setattr(f"{__name__}.folder", tmp_path)
    (tmp_path / "plan.pdf").write_bytes(CONTENT)
    return tmp_path / "plan.pdf"


class Wrapped(io.BytesIO):
    """What a server makes of a file, to send it by itself."""


def fetch(client: Client, path: str = "/plan.pdf") -> HttpResponseBase:
    """The answer, read to its end; to close it unread would close the test's connection, too."""
    response = client.get(path)
    list(response.streaming_content)
    return response


def front(rf: RequestFactory, method: str = "GET", path: str = "/plan.pdf", **headers: str):
    """Status, headers and body that a server gets; None where it went on to Django."""
    started: list = []

    def portal(environ: dict, start_response) -> list[bytes]:
        return []

    environ = rf.generic(method, path, headers=headers).META
    environ["wsgi.file_wrapper"] = lambda file: Wrapped(file.read())
    with patch.object(pagestore, "close_old_connections"):  # the test's own is open
        content = pagestore.StoredPages(portal)(environ, lambda *head: started.extend(head))
    if not started:
        return None
    return started[0], dict(started[1]), content


def test_the_file_goes_out_without_django_and_with_the_same_headers(
    client: Client, rf: RequestFactory, clock, django_assert_num_queries
) -> None:
    assert front(rf) is None
    response = client.get("/plan.pdf")
    assert b"".join(response.streaming_content) == CONTENT
    with django_assert_num_queries(0):
        status, headers, content = front(rf)
    assert (status, headers) == ("200 OK", dict(response.headers))
    assert headers["Content-Length"] == str(len(CONTENT))
    assert (type(content), content.read()) == (Wrapped, CONTENT)
    assert made == ["/plan.pdf"]


def test_head_tells_the_size_and_opens_no_file(
    client: Client, rf: RequestFactory, clock, file: Path
) -> None:
    full = fetch(client)
    file.unlink()
    assert front(rf, "HEAD") == ("200 OK", dict(full.headers), [])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"if-none-match": ETAG}, "304 Not Modified"),
        ({"if-none-match": f'W/"x", {ETAG}'}, "304 Not Modified"),
        ({"if-none-match": '"other"'}, "200 OK"),
        ({"if-modified-since": MADE}, "304 Not Modified"),
        ({"if-modified-since": "Wed, 05 Sep 2018 10:00:00 GMT"}, "304 Not Modified"),
        ({"if-modified-since": "Mon, 03 Sep 2018 10:00:00 GMT"}, "200 OK"),
        ({"if-modified-since": "včera"}, "200 OK"),
        ({"if-modified-since": MADE, "if-none-match": '"other"'}, "200 OK"),
    ],
)
def test_who_has_the_file_is_told_that_nothing_changed(
    client: Client, rf: RequestFactory, clock, asked: dict[str, str], status: str
) -> None:
    fetch(client)
    said, headers, content = front(rf, **asked)
    assert said == status
    whole = status == "200 OK"
    assert ("Content-Length" in headers, content != []) == (whole, whole)
    assert headers["ETag"] == ETAG


@pytest.mark.parametrize("path", ["/jine.pdf", "/susenka.pdf", "/cast.pdf", "/plan.pdf?a=1"])
def test_no_other_file_is_ever_so_served(
    client: Client, rf: RequestFactory, clock, path: str
) -> None:
    fetch(client, path)
    assert front(rf, path=path) is None


def test_a_page_cannot_be_marked_as_a_file() -> None:
    page = storable_file(storable(pagestore.HttpResponse("strana"), 1), 1, "/etc/passwd")
    assert not hasattr(page, "page_store_file")


def test_a_change_of_the_plan_asks_django_again(
    client: Client, rf: RequestFactory, clock, plan: Plan
) -> None:
    fetch(client)
    PageRevision.raise_for(plan.pk)
    clock.now += 1
    assert front(rf) is None


def test_a_file_that_is_gone_is_for_django_to_tell(
    client: Client, rf: RequestFactory, clock, file: Path
) -> None:
    fetch(client)
    file.unlink()
    assert front(rf) is None


def test_django_itself_answers_as_before_though_the_file_is_in_store(client: Client, clock) -> None:
    for _time in range(2):
        assert b"".join(client.get("/plan.pdf").streaming_content) == CONTENT
    assert made == ["/plan.pdf"] * 2


def test_what_is_kept_of_a_file_is_small(client: Client, clock, file: Path) -> None:
    file.write_bytes(CONTENT * 100_000)
    fetch(client)
    assert 0 < pagestore.store._size < 5_000
