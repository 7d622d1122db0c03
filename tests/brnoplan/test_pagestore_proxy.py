"""What tells our own proxy for how long it may give out a page by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from brnoplan import pagestore
from brnoplan.pagestore import Body, Page, StoredPages
from strategy.models import PageRevision, Plan
from tests.brnoplan.stored_pages import made

pytestmark = [
    pytest.mark.urls("tests.brnoplan.stored_pages"),
    pytest.mark.usefixtures("counted"),
]
NOW = datetime(2026, 5, 4, 12, 0, 0, 700_000, tzinfo=UTC)
HOST = {"host": "testserver"}
SECOND = int(NOW.timestamp())


@pytest.fixture
def behind(settings: Any, time_machine: Any) -> Any:
    settings.BEHIND_PROXY = True
    time_machine.move_to(NOW, tick=False)
    return time_machine


def answered(path: str) -> dict[str, str]:
    """The headers of a stored page, from before Django; nothing where it is not in store."""
    sent: list[tuple[str, str]] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": HOST["host"]}
    environ["wsgi.url_scheme"] = "http"
    StoredPages(lambda *_asked: [])(environ, lambda _status, headers: sent.extend(headers))
    return dict(sent)


def test_a_page_may_be_given_out_to_the_end_of_the_next_second(behind: Any, client: Client) -> None:
    marks = {client.get("/plan/", headers=HOST).headers["X-Accel-Expires"] for _time in range(2)}
    assert marks | {answered("/plan/")["X-Accel-Expires"]} == {f"@{SECOND + 1}"}


def test_the_mark_speaks_of_the_instant_at_which_the_revisions_were_read(
    behind: Any, client: Client, clock: Any
) -> None:
    client.get("/plan/", headers=HOST)
    clock.now += 0.9
    behind.move_to(NOW + timedelta(seconds=0.9), tick=False)
    assert answered("/plan/")["X-Accel-Expires"] == f"@{SECOND + 1}"
    clock.now += 0.1
    behind.move_to(NOW + timedelta(seconds=1), tick=False)
    assert answered("/plan/")["X-Accel-Expires"] == f"@{SECOND + 2}"


def test_a_page_that_ends_by_itself_is_not_given_out_past_its_end(behind: Any, plan: Plan) -> None:
    revision = PageRevision.objects.filter(plan=plan).values_list("number", flat=True).first() or 0
    body = {"identity": Body(b"", "", {})}
    pagestore.store.known()
    ends = {SECOND + 1.0: SECOND, SECOND + 1.5: SECOND + 1, SECOND + 60.0: SECOND + 1}
    marks = {}
    for until in ends:
        page = Page(plan.pk, revision, body, until=until)
        pagestore.store.put((False, "testserver", "/konec/"), page)
        marks[until] = int(answered("/konec/")["X-Accel-Expires"][1:])
    assert marks == ends


@pytest.mark.parametrize("path", ["/jine/", "/susenka/", "/chybi/", "/plan/?strana=2"])
def test_what_is_not_the_same_for_everyone_bears_no_mark(
    behind: Any, client: Client, path: str
) -> None:
    assert "X-Accel-Expires" not in client.get(path).headers
    assert made == [path.partition("?")[0]]


def test_without_a_proxy_of_ours_nothing_is_marked(client: Client) -> None:
    assert "X-Accel-Expires" not in client.get("/plan/", headers=HOST).headers
    assert "X-Accel-Expires" not in answered("/plan/")
