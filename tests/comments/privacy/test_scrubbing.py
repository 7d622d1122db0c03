"""What was erased is not in the files of the database itself, either."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from comments.models import Erasure, Scrub
from comments.privacy import erasing, scrubbing
from strategy.models import Edition
from strategy.progress import hiding, reporting
from tests.comments.privacy import canaries
from tests.comments.privacy.canaries import EMAIL, NAME, PHONE
from tests.factories import item_of, make_comment, make_plan, publish
from tests.files import write_database

ROOT = Path(__file__).parents[3]
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite's files")


@only_sqlite
def test_the_raw_files_of_the_database_hold_nothing_of_who_was_erased(
    committed: None, tmp_path: Path
) -> None:
    write_database(tmp_path / "brnoplan.sqlite3")
    own = {"BRNOPLAN_DATA": str(tmp_path), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "tests.comments.privacy.raw_database"],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    database, all_three = "brnoplan.sqlite3", [NAME, EMAIL, PHONE]
    told = json.loads(done.stdout)
    assert told["written"][f"{database}-wal"] == all_three
    assert told == {
        "written": told["written"],
        "settled": {database: all_three, f"{database}-wal": []},
        "erased": {database: [], f"{database}-wal": []},
        "scrubbed": True,
        "others": 60,
    }


@pytest.fixture
def erased(committed: None) -> Erasure:
    item = item_of(publish(make_plan()), "A1.1")
    return erasing.erase(canaries.plant(item), "Žádost.", None)


def test_the_command_scrubs_what_was_erased(erased: Erasure) -> None:
    Erasure.objects.update(scrubbed_at=None)
    call_command("scrub")
    erased.refresh_from_db()
    assert erased.scrubbed_at is not None
    assert canaries.places() == set()


@only_sqlite
def test_the_worker_scrubs_where_that_came_to_nothing_at_first(
    erased: Erasure, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Erasure.objects.update(scrubbed_at=None)

    def busy(_cursor: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "_scrub_sqlite", busy)
        assert scrubbing.scrub_due() is False
    assert len(caplog.records) == 1
    assert scrubbing.scrub_due() is True
    assert scrubbing.scrub_due() is False


@only_sqlite
def test_the_worker_also_scrubs_after_what_is_no_erasure_of_a_comment(
    committed: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def busy(_cursor: object) -> None:
        raise OperationalError("database is locked")

    report = reporting.report(
        item_of(publish(make_plan(), "approved"), "A1.1"), "done", commentary=PHONE
    )
    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "_scrub_sqlite", busy)
        hiding.hide(report, ["commentary"], None)
    assert (Scrub.objects.count(), len(caplog.records)) == (1, 1)
    assert scrubbing.scrub_due() is True
    assert Scrub.objects.count() == 0
    assert scrubbing.scrub_due() is False


@only_sqlite
def test_what_is_rolled_back_is_not_scrubbed(committed: None) -> None:
    comment = make_comment(item_of(publish(make_plan()), "A1.1"))
    with transaction.atomic():
        erasing.erase(comment, "Žádost.", None)
        transaction.set_rollback(True)
    assert (Erasure.objects.count(), comment.contact.name) == (0, "Občan")


def test_every_table_with_words_of_people_is_scrubbed(published: Edition) -> None:
    canaries.plant(item_of(published, "A1.1"))
    holding = {place.partition(".")[0] for place in canaries.places()}
    assert holding - set(scrubbing.tables()) == set()
    assert {"strategy_reading", "strategy_historicalreading"} <= set(scrubbing.tables())


@only_sqlite
def test_what_is_deleted_is_overwritten_at_once(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
