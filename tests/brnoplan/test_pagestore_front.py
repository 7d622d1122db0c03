"""Stored pages go out before Django is called."""

from unittest.mock import patch

import pytest
from django.test import Client, RequestFactory

from brnoplan import pagestore
from tests.brnoplan.stored_pages import made

pytestmark = [
    pytest.mark.urls("tests.brnoplan.stored_pages"),
    pytest.mark.usefixtures("counted"),
]


def through_the_front(rf: RequestFactory, method: str = "GET", **headers: str) -> list[object]:
    """What a server gets for /plan/ from a portal that must not be called."""
    started: list[object] = []

    def portal(environ: dict, start_response) -> list[bytes]:
        started.append("Django")
        return []

    request = rf.generic(method, "/plan/", headers=headers)
    with patch.object(pagestore, "close_old_connections"):  # the test's own is open
        content = pagestore.StoredPages(portal)(request.META, lambda *head: started.extend(head))
    return [*started, b"".join(content)]


def test_a_stored_page_goes_out_without_django(
    client: Client, rf: RequestFactory, clock, django_assert_num_queries
) -> None:
    assert through_the_front(rf) == ["Django", b""]
    page = client.get("/plan/")
    with django_assert_num_queries(0):
        assert through_the_front(rf) == ["200 OK", list(page.headers.items()), page.content]
        status, headers, content = through_the_front(rf, "HEAD")
    assert [status, dict(headers)["Content-Length"], content] == [
        "200 OK",
        str(len(page.content)),
        b"",
    ]
    status, headers, content = through_the_front(rf, **{"if-none-match": page.headers["ETag"]})
    assert [status, "Content-Length" in dict(headers), content] == ["304 Not Modified", False, b""]
    assert through_the_front(rf, "POST") == ["Django", b""]


def test_the_front_believes_the_proxy_as_django_does(
    client: Client, rf: RequestFactory, settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    client.get("/plan/", headers={"x-forwarded-proto": "https"})
    assert made == ["/plan/"]
    said = {
        proto: through_the_front(rf, **{"x-forwarded-proto": proto})[0]
        for proto in ("https", "https, http", "http")
    }
    assert said == {"https": "200 OK", "https, http": "200 OK", "http": "Django"}
    assert through_the_front(rf) == ["Django", b""]


def test_a_connection_that_broke_is_let_go_before_the_revisions_are_read_again(
    client: Client, rf: RequestFactory, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/plan/")
    told: list[float] = []
    monkeypatch.setattr(pagestore, "close_old_connections", lambda: told.append(clock.now))
    front = pagestore.StoredPages(lambda environ, start_response: [])
    for step in (0.5, 0.5, 0.5):
        clock.now += step
        front(rf.get("/plan/").META, lambda *head: None)
    assert told == [1001.0]


def test_the_server_is_given_the_front() -> None:
    from brnoplan.wsgi import application, django_application

    assert isinstance(application, pagestore.StoredPages)
    assert application.portal is django_application


def test_no_content_is_sent_of_what_was_asked_for_by_head(rf: RequestFactory, db: None) -> None:
    closed = []

    class Content(list):
        def close(self) -> None:
            closed.append(True)

    front = pagestore.StoredPages(lambda _environ, _start: Content([b"content"]))
    sent = {
        method: list(front(rf.generic(method, "/nic/").META, print)) for method in ("GET", "HEAD")
    }
    assert (sent, closed) == ({"GET": [b"content"], "HEAD": []}, [True])
