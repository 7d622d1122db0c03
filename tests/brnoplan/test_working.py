"""The worker: what it does in a round, and as a process that is stopped, killed and begun again."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core.management import CommandError, call_command
from django.db import (
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
)

from brnoplan import working
from strategy import jobs, slots
from strategy.models import ArchivedPdf, Edition, Job, Rendition
from strategy.pdf import library
from tests import factories
from tests.files import write_database

PDF = Job.Kind.EDITION_PDF
# Seconds in which a process does its work even on a machine that is busy otherwise.
PATIENCE = 120


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def deeds(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The deeds of the worker, for a test to replace."""
    monkeypatch.setattr(working, "DEEDS", dict(working.DEEDS))
    return working.DEEDS


def test_what_is_ordered_is_done_in_turn_and_kept_with_what_came_of_it(published, deeds) -> None:
    done: list[str] = []

    def deed(job: Job) -> None:
        done.append(job.variant)
        job.result = f"hotovo {job.variant}"

    deeds[Job.Kind.PACKET] = deed
    for variant in "ab":
        jobs.order(Job.Kind.PACKET, published, variant)
    call_command("work", once=True)
    assert done == ["a", "b"]
    assert list(Job.objects.values_list("state", "result")) == [
        ("done", "hotovo a"),
        ("done", "hotovo b"),
    ]


def test_the_deed_is_done_in_the_slot_that_the_job_names(published, deeds) -> None:
    held: list[tuple[int | None, bool]] = []

    def deed(job: Job) -> None:
        with slots.held(job.slot) as is_free:
            held.append((job.slot, is_free))

    deeds[PDF] = deed
    jobs.order(PDF, published)
    assert working.do_next_job() is True
    assert held == [(1, False)]


def test_a_third_work_waits_until_one_of_two_slots_is_free(published, deeds) -> None:
    done: list[Job] = []
    deeds[PDF] = done.append
    job = jobs.order(PDF, published)
    with slots.held(1):
        with slots.held(2):
            assert (working.do_next_job(), done) == (False, [])
        assert (working.do_next_job(), done) == (True, [job])


def test_a_job_cut_off_in_the_second_slot_is_found_there(published, deeds) -> None:
    done: list[Job] = []
    deeds[PDF] = done.append
    job = jobs.order(PDF, published)
    jobs.take(2)
    assert (working.do_next_job(), done) == (True, [job])


def test_an_empty_queue_costs_one_query_and_no_lock(
    db, folder: Path, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        assert working.do_next_job() is False
    assert not folder.exists()


def test_a_failure_is_logged_and_after_the_third_time_told(
    published, deeds, caplog: pytest.LogCaptureFixture
) -> None:
    def deed(_job: Job) -> None:
        raise ValueError("vnitřní důvod")

    deeds[PDF] = deed
    job = jobs.order(PDF, published)
    call_command("work", once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("failed", 3, "vnitřní důvod")
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 3


def test_a_kind_that_nobody_does_fails_by_name(published, deeds) -> None:
    deeds.clear()
    job = jobs.order(PDF, published)
    call_command("work", once=True)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "'edition_pdf'")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_goes_away_leaves_the_job_to_be_taken_up_again(
    published, deeds, caplog: pytest.LogCaptureFixture, error: type[Error]
) -> None:
    def away(_job: Job) -> None:
        deeds[PDF] = lambda _job: None
        raise error("away")

    deeds[PDF] = away
    job = jobs.order(PDF, published)
    with pytest.raises(CommandError, match="away"):
        call_command("work", once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 1)
    assert caplog.records == []
    working.work(once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


@pytest.mark.parametrize("error", [IntegrityError, DataError, ProgrammingError])
def test_what_the_database_refuses_is_a_failure_of_the_job(
    published, deeds, error: type[Error]
) -> None:
    def refused(_job: Job) -> None:
        raise error("jedno dvakrát")

    deeds[PDF] = refused
    job = jobs.order(PDF, published)
    call_command("work", once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("failed", 3, "jedno dvakrát")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_worker_that_stays_waits_for_a_database_to_come_back(
    db, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Error]
) -> None:
    class Awake(Exception):
        pass

    def away() -> bool:
        raise error("away")

    def sleep(_seconds: float) -> None:
        if len(caplog.records) == 2:
            raise Awake

    monkeypatch.setattr(working, "CHORES", [away])
    monkeypatch.setattr(working.time, "sleep", sleep)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    with pytest.raises(Awake):
        working.work()
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 2


def test_a_worker_that_stays_has_the_editions_verified_and_one_for_once_does_not(
    db, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Awake(Exception):
        pass

    def sleep(_seconds: float) -> None:
        raise Awake

    working.work(once=True)
    assert Job.objects.count() == 0
    monkeypatch.setattr(working.time, "sleep", sleep)
    with pytest.raises(Awake):
        working.work()
    assert Job.objects.get().kind == Job.Kind.VERIFICATION


def test_a_worker_that_is_told_to_end_puts_its_job_back(published, deeds) -> None:
    def told_to_end(_job: Job) -> None:
        sys.exit(0)

    deeds[PDF] = told_to_end
    job = jobs.order(PDF, published)
    with pytest.raises(SystemExit):
        working.work()
    job.refresh_from_db()
    assert (job.state, job.slot, job.attempts) == ("waiting", None, 0)


def test_without_work_the_worker_sleeps(db, monkeypatch: pytest.MonkeyPatch) -> None:
    class Awake(Exception):
        pass

    rounds: list[object] = []

    def sleep(seconds: float) -> None:
        if len(rounds) == 4:
            raise Awake
        rounds.append(seconds)

    monkeypatch.setattr(working.time, "sleep", sleep)
    monkeypatch.setattr(working, "close_old_connections", lambda: rounds.append("old ones closed"))
    with pytest.raises(Awake):
        working.work()
    assert rounds == [working.POLL_SECONDS, "old ones closed"] * 2
    assert 0.5 <= working.POLL_SECONDS <= 2


def test_every_chore_has_its_turn_while_another_is_busy(
    db, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []

    def busy() -> bool:
        turns.append("busy")
        return len(turns) < 4

    def idle() -> bool:
        turns.append("idle")
        return False

    monkeypatch.setattr(working, "CHORES", [busy, idle])
    working.work(once=True)
    assert turns == ["busy", "idle"] * 3


# As a process of its own, with the real press.


@pytest.fixture
def portal(committed, tmp_path: Path) -> dict[str, str]:
    """The surroundings of a worker whose queue holds the PDF of an approved edition."""
    factories.publish(factories.make_plan(), Edition.State.APPROVED)
    environment = os.environ | {"BRNOPLAN_DATA": str(tmp_path)}
    if connection.vendor == "sqlite":
        # The tests' own database lives in memory, where no other process finds it.
        environment.pop("DATABASE_URL", None)
        write_database(tmp_path / "brnoplan.sqlite3")
        return environment
    given = connection.settings_dict
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    environment["DATABASE_URL"] = (
        f"postgres://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={host}"
    )
    return environment


@contextmanager
def start(portal: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "manage.py", "work", *arguments]
    with subprocess.Popen(command, cwd=portal_settings.BASE_DIR, env=portal) as worker:
        try:
            yield worker
        finally:
            worker.kill()


def found(portal: dict[str, str]) -> list[object]:
    """State and attempts of the one job, and how many originals the archive has."""
    ask = "SELECT state, attempts, (SELECT COUNT(*) FROM strategy_archivedpdf) FROM strategy_job"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(Path(portal["BRNOPLAN_DATA"]) / "brnoplan.sqlite3")) as file:
            (job,) = file.execute(ask)
    else:
        with connection.cursor() as cursor:
            cursor.execute(ask)
            (job,) = cursor
    return list(job)


def until(what: Callable[[], object]) -> Any:
    """What comes true in the end."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := what():
            return answer
        time.sleep(0.01)
    raise AssertionError("It did not come true.")


def press_of(worker: subprocess.Popen[bytes]) -> list[int]:
    """The rendering process of a worker, once there is one."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    return [int(child) for child in children if b"strategy.pdf.press" in command_of(int(child))]


def command_of(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@pytest.mark.parametrize(
    ("number", "status", "left"),
    [(signal.SIGKILL, -9, ["running", 1, 0]), (signal.SIGTERM, 0, ["waiting", 0, 0])],
)
def test_a_worker_ended_in_the_middle_of_a_rendering_is_followed_by_another(
    portal: dict[str, str], tmp_path: Path, number: signal.Signals, status: int, left: list[object]
) -> None:
    with start(portal) as worker:
        (press,) = until(lambda: press_of(worker))
        worker.send_signal(number)
        assert worker.wait(PATIENCE) == status
    until(lambda: not command_of(press))  # nobody would take what it makes
    assert found(portal) == left
    assert list(tmp_path.glob("files/**/*.pdf")) == []
    with start(portal, "--once") as another:
        assert another.wait(PATIENCE) == 0
    assert found(portal) == ["done", left[1] + 1, 1]
    (pdf,) = tmp_path.glob("files/**/*.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-1.7")


def test_a_worker_beside_the_portal_ends_when_the_portal_is_gone(portal: dict[str, str]) -> None:
    sitter = subprocess.Popen(["sleep", "60"])
    with start(portal, "--beside", str(sitter.pid)) as worker:
        (press,) = until(lambda: press_of(worker))
        sitter.kill()
        sitter.wait()
        assert worker.wait(PATIENCE) == 0
    assert not command_of(press)


# What the jobs make.


def test_an_ordered_edition_is_made_whatever_its_size(published, monkeypatch) -> None:
    monkeypatch.setattr(library, "MOST_IN_REQUEST", 0)
    monkeypatch.setattr(library, "render", lambda _html, **_limits: b"%PDF-")
    jobs.order(PDF, published)
    call_command("work", once=True)
    assert Rendition.objects.get().edition == published


def test_an_approved_edition_is_rendered_once_though_its_job_is_begun_again(
    plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = factories.publish(plan, Edition.State.APPROVED)
    made: list[str] = []

    def press(html: str) -> bytes:
        made.append(html)
        return b"%PDF-" + str(len(made)).encode()

    monkeypatch.setattr(library, "render", press)
    job = jobs.take(1)
    library.archive_ordered(job)  # and then the worker is killed
    call_command("work", once=True)
    job.refresh_from_db()
    assert (job.state, job.attempts, len(made)) == ("done", 2, 1)
    original = ArchivedPdf.objects.get(edition=edition)
    assert Path(original.file.path).read_bytes() == b"%PDF-1"
