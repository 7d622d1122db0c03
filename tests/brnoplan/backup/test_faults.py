"""What may go wrong while a copy is made or restored, and what is never thrown away for it."""

import os
import resource
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from brnoplan.backup import BackupRefused, copying, databases, manifest, restoring
from brnoplan.backup.questions import Told
from strategy.ledger import file as ledger
from strategy.ledger.file import Entry

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and a database that is quickly copied."""
    data = tmp_path / "data"
    data.mkdir()
    settings.DATA_DIR, settings.MEDIA_ROOT = data, data / "files"
    settings.LEDGER_FILE = data / "erasures.jsonl"
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setattr(databases, "dump", dumped)
    # Nothing here goes as far as to touch the database of the tests.
    monkeypatch.setattr(databases, "is_empty", lambda: False)
    return data


def dumped(path: Path) -> Told:
    path.write_bytes(b"rows")
    return Told({}, [], "", [])


def refused(copy: Path, **given: Any) -> str:
    with pytest.raises(BackupRefused) as refusal:
        restoring.restore(copy, **given)
    return str(refusal.value)


def with_documents(folder: Path, size: int) -> Path:
    """A copy with one file of that many bytes."""
    copy, told = copying.make(folder / "backups")
    file = copy / manifest.FILES / "documents/b"
    file.parent.mkdir(parents=True)
    file.write_bytes(bytes(size))
    manifest.write(told._replace(parts=manifest.parts_of(copy)), copy)
    return copy


def test_a_portal_keeps_its_key_where_another_one_is_not_restored_over_it(
    db: None, folder: Path, tmp_path: Path, settings: Any
) -> None:
    copy, _told = copying.make(tmp_path / "backups", with_key=True)
    settings.SECRET_KEY = "ours" * 20
    (folder / "secret_key").write_text(settings.SECRET_KEY)
    assert "--replace" in refused(copy)
    assert (folder / "secret_key").read_text() == "ours" * 20
    assert not (folder / "being-restored").exists()


def test_a_ledger_that_is_not_there_is_no_empty_one(db: None, tmp_path: Path) -> None:
    copy, _told = copying.make(tmp_path / "backups")
    missing = tmp_path / "eraures.jsonl"
    assert str(missing) in refused(copy, ledgers=[missing])


def test_what_finds_no_room_throws_nothing_away(
    db: None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = with_documents(tmp_path, 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1000))
    assert "--replace" not in refused(copy)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=2_000_000))
    assert "--replace" in refused(copy)


def test_room_is_looked_for_on_the_disk_that_the_files_lie_on(
    db: None, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = with_documents(tmp_path, 1_000_000)
    (folder / "documents").mkdir()
    (folder / "documents/old").write_bytes(bytes(300_000))
    monkeypatch.setattr(restoring, "_disk", lambda path: len(path.parts))
    free = {folder: 1000, folder / "documents": 800_000}
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free[path]))
    # What is thrown away there makes room for it.
    assert "--replace" in refused(copy)
    free.update({folder: 2_000_000, folder / "documents": 600_000})
    assert "--replace" not in refused(copy)


@pytest.mark.parametrize("failure", [sqlite3.OperationalError("disk is full"), OSError(28, "full")])
def test_a_copy_that_finds_no_room_is_told_in_words_and_leaves_nothing(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def full(_path: Path) -> Told:
        raise failure

    monkeypatch.setattr(databases, "dump", full)
    with pytest.raises(BackupRefused):
        copying.make(tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [".lock"]


def test_what_deleting_has_left_is_no_copy_and_is_swept(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = tmp_path / "backups"
    copying.make(backups)
    with monkeypatch.context() as cut_off:
        cut_off.setattr(shutil, "rmtree", lambda *_given, **_more: None)
        second, _told = copying.make(backups, keep=1)
    assert copying.copies(backups) == [second]
    third, _told = copying.make(backups)
    assert {path for path in backups.iterdir() if path.is_dir()} == {second, third}


def test_of_older_copies_that_cannot_be_deleted_it_is_told_that_there_is_a_new_one(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _told = copying.make(tmp_path)
    # Nothing can be put in the place of a folder that holds something.
    (tmp_path / f".unfinished-{first.name}").mkdir()
    monkeypatch.setattr(copying, "_sweep", lambda _folder: None)
    (tmp_path / f".unfinished-{first.name}/rest").touch()
    with pytest.raises(BackupRefused, match=r"^Záloha je hotová, ale starší nelze smazat: "):
        copying.make(tmp_path, keep=1)
    assert len(copying.copies(tmp_path)) == 2


def test_a_ledger_on_a_full_disk_holds_no_half_entry(folder: Path) -> None:
    from django.utils import timezone

    path = folder / "erasures.jsonl"
    entries = [
        Entry(str(number), "comment.erased", {"key": number}, timezone.now(), "key")
        for number in range(3)
    ]
    ledger.add(path, entries[:1])
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Room for a part of the next line, as a disk has that is nearly full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            ledger.add(path, entries)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    assert ledger.add(path, entries) == 2


def test_where_the_database_is_its_programs_are_told_as_the_portal_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "pool": True}
    given = {"HOST": "db", "PORT": 5433, "USER": "u", "PASSWORD": "", "OPTIONS": options}
    monkeypatch.setattr(databases, "connection", SimpleNamespace(settings_dict=given))
    assert databases._environment() == {
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGUSER": "u",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/etc/ca.pem",
    }


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def as_owner_of_nothing(db: None) -> Any:
    """Under a role that may see no other's sessions and make no tables; undone with the test."""
    sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    sql("CREATE ROLE brnoplan_nobody")
    sql("SET ROLE brnoplan_nobody")
    yield
    sql("RESET ROLE")


@postgresql
def test_a_portal_that_serves_under_another_role_is_seen(as_owner_of_nothing: None) -> None:
    databases._refuse_used_postgresql()
    # What a transaction has seen of other sessions once it sees for good.
    sql("SELECT pg_stat_clear_snapshot()")
    link = psycopg.connect(**connection.get_connection_params())
    with closing(link), pytest.raises(BackupRefused):
        databases._refuse_used_postgresql()


@postgresql
def test_a_role_that_may_make_no_tables_restores_nothing(as_owner_of_nothing: None) -> None:
    with pytest.raises(BackupRefused), transaction.atomic():
        databases.refuse_without_rights()


@postgresql
def test_nothing_stays_of_a_copy_that_breaks_off_while_it_is_read(
    committed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking = tmp_path / "pg_restore"
    breaking.write_text("#!/bin/sh\necho 'CREATE TABLE half ();'\necho torn >&2\nexit 1\n")
    breaking.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(BackupRefused, match=r"^pg_restore: torn$"):
        databases.load(tmp_path / "copy")
    try:
        assert "half" not in connection.introspection.table_names()
    finally:
        sql("DROP TABLE IF EXISTS half")
