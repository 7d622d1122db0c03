"""What knows of no database proves it, and is left to SQLite aloud."""

import os
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from strategy.models import Plan
from tests import one_database


def test_whoever_asks_for_no_database_sees_none() -> None:
    for look in (lambda: connection.vendor, lambda: connections["default"], Plan.objects.first):
        with pytest.raises(pytest.fail.Exception, match="both_databases"):
            look()
    assert os.environ["DATABASE_URL"] == "refused://"
    assert Client().get("/zdravi/zije/").status_code == 200


@pytest.mark.both_databases
def test_whoever_bears_the_mark_sees_which_it_is() -> None:
    assert connection.vendor in ("sqlite", "postgresql")
    assert os.environ.get("DATABASE_URL") != "refused://"


def test_a_test_is_known_by_its_fixtures_and_marks(request: pytest.FixtureRequest) -> None:
    def known(*fixtures: str, mark: str = "") -> bool:
        find = {mark: object()}.get
        item: Any = SimpleNamespace(fixturenames=list(fixtures), get_closest_marker=find)
        return one_database.knows_of_a_database(item)

    assert not one_database.knows_of_a_database(request.node)
    assert not known("client", "settings", mark="browser")
    assert known("plan", "db", "_django_db_helper")
    assert known("django_db_setup")
    assert known(mark="both_databases")
    assert known(mark="django_db")
    assert known("db", "django_db_setup", mark="looks")


@pytest.mark.parametrize(
    ("mark", "says"),
    [("browser", True), ("looks", False), ("html_checker", False), ("same_on_both", False)],
)
def test_how_pages_look_says_nothing_of_the_database(mark: str, says: bool) -> None:
    item: Any = SimpleNamespace(
        fixturenames=["django_db_setup"], get_closest_marker={mark: object()}.get
    )
    assert one_database.says_something_of_it(item) is says


class Told(SimpleNamespace):
    """As much of pytest as the plugin asks for, and what it was told."""

    def __init__(self) -> None:
        super().__init__(stash=pytest.Stash(), hook=self, workeroutput={}, gone=[], lines=[])

    def pytest_deselected(self, items: list[Any]) -> None:
        self.gone += items

    def write_line(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.parametrize(("vendor", "left"), [("sqlite", 3), ("postgresql", 1)])
def test_postgresql_leaves_them_out_and_says_how_many(
    monkeypatch: pytest.MonkeyPatch, vendor: str, left: int
) -> None:
    told, above = Told(), Told()
    items: Any = ["pure", "with a database", "pure too"]
    monkeypatch.setattr(one_database, "connection", SimpleNamespace(vendor=vendor))
    monkeypatch.setattr(one_database, "says_something_of_it", lambda item: "with" in item)
    one_database.pytest_collection_modifyitems(told, items)
    one_database.pytest_testnodedown(SimpleNamespace(config=above, workeroutput=told.workeroutput))
    one_database.pytest_terminal_summary(above, above)
    assert len(items) == left
    assert len(told.gone) == 3 - left
    assert [line[0] for line in above.lines] == ["2"] * (vendor == "postgresql")


@pytest.mark.parametrize(
    ("elsewhere", "before", "after"), [(2, 5, 0), (0, 5, 5), (2, 1, 1), (2, 0, 0)]
)
def test_only_where_all_are_left_out_having_run_none_is_no_failure(
    elsewhere: int, before: int, after: int
) -> None:
    config = Told()
    config.stash[one_database.ELSEWHERE] = elsewhere
    session: Any = SimpleNamespace(config=config, exitstatus=before)
    one_database.pytest_sessionfinish(session)
    assert session.exitstatus == after
