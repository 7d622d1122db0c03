"""Tests that know of no database run on SQLite only: on PostgreSQL they would say the same again.

A test counts as one of them by its fixtures. That it is one is proved whenever it runs: it may not
even look at the connection, and a process that it starts finds an address that nobody can read.

A test with the mark `looks` or `html_checker` says how pages look in a browser, or how their HTML
is written; one with the mark `same_on_both` what views, templates or the press make of rows. They
read these from a database, but whatever that gives, other tests compare on both.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler
from django.template import engines
from django.urls import get_resolver

MADE_OF_ROWS = ("looks", "html_checker", "same_on_both")
MARKS = ("both_databases", "django_db")
FIXTURES = {"_django_db_helper", "django_db_setup"}
ELSEWHERE = pytest.StashKey[int]()


def knows_of_a_database(item: pytest.Item) -> bool:
    """Whether what a test says may be another on another database."""
    marked = any(item.get_closest_marker(name) for name in MARKS)
    return marked or not FIXTURES.isdisjoint(item.fixturenames)


def says_something_of_it(item: pytest.Item) -> bool:
    is_made_of_rows = any(item.get_closest_marker(name) for name in MADE_OF_ROWS)
    return knows_of_a_database(item) and not is_made_of_rows


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if connection.vendor != "postgresql":
        return
    elsewhere = [item for item in items if not says_something_of_it(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = filter(says_something_of_it, items)
    config.stash[ELSEWHERE] = len(elsewhere)
    # Of several workers each has the same tests, and none a voice: the process above them tells.
    getattr(config, "workeroutput", {})["elsewhere"] = len(elsewhere)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[ELSEWHERE] = getattr(node, "workeroutput", {}).get("elsewhere", 0)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where all that was asked for runs on SQLite only, nothing was amiss."""
    nothing = pytest.ExitCode.NO_TESTS_COLLECTED
    if session.config.stash.get(ELSEWHERE, 0) and session.exitstatus == nothing:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if number := config.stash.get(ELSEWHERE, 0):
        terminalreporter.write_line(
            f"{number} tests say nothing of the database: they run on SQLite only."
        )


@pytest.fixture(scope="session", autouse=True)
def everything_loaded() -> None:
    """What Django loads when it is first used is loaded before: queries made there ask for more."""
    engines.all()
    get_resolver().url_patterns  # noqa: B018


@pytest.fixture(autouse=True)
def no_database_unless_known(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse the connection, and the settings of it, to a test that knows of no database."""
    if knows_of_a_database(request.node):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ConnectionHandler, "__getitem__", _refused)
        # Asked at each request for those that are open, to forget their queries.
        patch.setattr(ConnectionHandler, "all", lambda self, initialized_only=False: [])
        patch.setitem(os.environ, "DATABASE_URL", "refused://")
        yield


def _refused(connections: ConnectionHandler, alias: str) -> Any:
    pytest.fail("whoever looks at the database asks for `db`, or bears the mark `both_databases`")
