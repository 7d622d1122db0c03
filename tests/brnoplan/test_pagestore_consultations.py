"""Stored pages that tell of a consultation: true to the instant, by the clock alone.

No worker runs here, and nothing raises the revision of the plan.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from brnoplan import pagestore
from brnoplan.pagestore import Body, Page, PageStore, StoredPages
from strategy.models import Edition, PageRevision
from tests.factories import make_plan, open_consultation, publish

PRAGUE = ZoneInfo("Europe/Prague")
BEFORE = timedelta(milliseconds=1)
FORM = 'action="/pripominka/kontrola/"'
PAGES = ["/zkusebni-plan/", "/zkusebni-plan/A1/", "/zkusebni-plan/edice/1/A1.2/"]
TOLD = ["/", *PAGES, "/zkusebni-plan/formaty/", "/zkusebni-plan/rizeni/1/"]
# At the instant at which the clocks go forward, and in the hour that comes twice.
OPENS = datetime(2024, 3, 31, 1, tzinfo=UTC)
CLOSES = datetime(2024, 10, 27, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The revisions are read when first asked for, so that nothing but the clock tells."""
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", float("inf"))


@pytest.fixture
def consulted(published: Edition, time_machine: Any) -> Edition:
    time_machine.move_to(OPENS - timedelta(days=30), tick=False)
    open_consultation(
        published, opens_at=OPENS, closes_at=CLOSES, answers_promised_on=date(2024, 12, 31)
    )
    return published


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("turn", "before"), [(OPENS, False), (CLOSES, True)])
def test_the_form_comes_and_goes_at_the_very_instant(
    client: Client,
    consulted: Edition,
    time_machine: Any,
    django_assert_num_queries: Any,
    path: str,
    turn: datetime,
    before: bool,
) -> None:
    revision = PageRevision.objects.get(plan=consulted.plan).number
    time_machine.move_to(turn - BEFORE, tick=False)
    assert (FORM in shown(client, path)) is before
    with django_assert_num_queries(0):
        assert (FORM in shown(client, path)) is before
    time_machine.move_to(turn, tick=False)
    assert (FORM in shown(client, path)) is not before
    assert PageRevision.objects.get(plan=consulted.plan).number == revision


@pytest.mark.parametrize("path", TOLD)
def test_the_badge_is_not_served_from_the_closing_instant_on(
    client: Client, consulted: Edition, time_machine: Any, path: str
) -> None:
    told = []
    for instant in (CLOSES - BEFORE, CLOSES):
        time_machine.move_to(instant, tick=False)
        told.append("badge--open" in shown(client, path))
    assert told == [True, False]


@pytest.mark.parametrize("path", TOLD)
def test_days_are_one_less_from_midnight_of_prague(
    client: Client, consulted: Edition, time_machine: Any, path: str
) -> None:
    midnight = datetime(2024, 10, 22, tzinfo=PRAGUE)
    told = []
    for instant in (midnight - BEFORE, midnight):
        time_machine.move_to(instant, tick=False)
        told.append([bool(re.search(rf"\b{days} d", shown(client, path))) for days in (6, 5)])
    assert told == [[True, False], [False, True]]


def test_the_server_is_answered_from_the_store_until_the_instant_and_not_from_it_on(
    client: Client, consulted: Edition, time_machine: Any
) -> None:
    asked: list[str] = []

    def portal(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        return []

    stored = StoredPages(portal)
    environ = client.get("/").wsgi_request.META | {"PATH_INFO": PAGES[0], "HTTP_HOST": "testserver"}
    time_machine.move_to(CLOSES - BEFORE, tick=False)
    client.get(PAGES[0], headers={"host": "testserver"})
    assert FORM in b"".join(stored(environ, lambda *_given: None)).decode()
    time_machine.move_to(CLOSES, tick=False)
    assert (stored(environ, lambda *_given: None), asked) == ([], [PAGES[0]])


def test_without_a_consultation_a_page_is_kept_for_good(
    client: Client, published: Edition, time_machine: Any, django_assert_num_queries: Any
) -> None:
    for path in PAGES:
        client.get(path)
    time_machine.move_to(datetime(2100, 1, 1, tzinfo=PRAGUE), tick=False)
    for path in PAGES:
        with django_assert_num_queries(0):
            client.get(path)


def test_another_plan_is_kept_as_long_as_before(
    client: Client, consulted: Edition, time_machine: Any, django_assert_num_queries: Any
) -> None:
    publish(make_plan(slug="jiny", title="Jiný"))
    time_machine.move_to(CLOSES - BEFORE, tick=False)
    client.get("/jiny/")
    time_machine.move_to(CLOSES, tick=False)
    with django_assert_num_queries(0):
        client.get("/jiny/")


def test_a_page_is_true_until_an_instant_which_does_not_belong(
    plan: Any, time_machine: Any
) -> None:
    kept, key = PageStore(), (False, "testserver", "/plan/")
    revision = PageRevision.objects.filter(plan=plan).values_list("number", flat=True).first() or 0
    page = Page(plan.pk, revision, {"identity": Body(b"", "", {})}, until=CLOSES.timestamp())
    kept.put(key, page)
    found = []
    for instant in (CLOSES - BEFORE, CLOSES, CLOSES + timedelta(days=1)):
        time_machine.move_to(instant, tick=False)
        found.append(kept.get(key))
    assert found == [(page, kept.known().until), None, None]
