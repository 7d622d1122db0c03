"""The cast and the ground of every test; `tests/environment.py` comes before it."""

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from django.test.testcases import _StaticFilesHandler as CollectedFiles
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from brnoplan import comparing, pagestore
from brnoplan.management.commands.prepare import collect_static
from comments.consulting import paper
from strategy.dashboards import counting
from strategy.explaining import matching
from strategy.models import Edition, Plan
from strategy.pdf import library
from tests import deeds, factories, pristine


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Collect the static files, hashed and compressed as in production; one worker for all."""
    with Path(settings.STATIC_ROOT).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect_static()


@pytest.fixture(scope="session", autouse=True)
def static_files_read_once(static_files: None) -> Iterator[None]:
    """Let WhiteNoise look at the collected files once, not anew for the client of each test."""
    known = WhiteNoiseMiddleware().files
    collected = f"{settings.STATIC_ROOT}/"
    read = WhiteNoiseMiddleware.update_files_dictionary

    def give(self: WhiteNoiseMiddleware, root: str, prefix: str) -> None:
        self.files.update(known) if root == collected else read(self, root, prefix)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "update_files_dictionary", give)
        yield


@pytest.fixture(scope="session", autouse=True)
def styled_live_server() -> Iterator[None]:
    """Let `live_server` serve what was collected; by itself it knows no hashed names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", CollectedFiles)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A password is made and tried at once; in production each takes long, as it should."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def deeds_are_entered() -> Iterator[set[str]]:
    """Whatever staff do in a test is one entry of the audit log; yields the deeds done so far."""
    done: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", deeds.held_to_the_log(Client.request, done))
        yield done


@pytest.fixture(autouse=True)
def patient_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a small PDF waits as long as a busy machine takes."""
    monkeypatch.setattr(library, "SECONDS_IN_REQUEST", 120)
    monkeypatch.setattr(paper, "SECONDS", 120)


@pytest.fixture(autouse=True)
def empty_page_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with no page, comparison or count kept from another's database.

    Revisions are read once: on a slow machine a second passes anywhere, and a query more is asked.
    """
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", float("inf"))
    pagestore.store.clear()
    comparing.compared.cache_clear()
    counting.counted.cache_clear()
    matching.matcher.cache_clear()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[], None]]:
    """Let tests that commit give back the database as migrating left it, instead of `flush`."""
    with django_db_blocker.unblock():
        give_back = pristine.remember()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: give_back())
        yield give_back
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            _end_other_sessions()


def _end_other_sessions() -> None:
    """Of threads of a server that end with the process: nobody may be in what is then dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database in which tests commit (threads, servers), what is frozen too."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's browser, for tests with the mark `browser`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def plan(db: None) -> Plan:
    """A small plan in draft: value > goal A > priority A1 > measures A1.1 … A1.3."""
    return factories.make_plan()


@pytest.fixture
def published(plan: Plan) -> Edition:
    """The same plan published for consultation, with a new draft beside it."""
    return factories.publish(plan)


@pytest.fixture
def data_folder() -> Path:
    return Path(settings.DATA_DIR)
