"""The drill: a copy while people write, a new machine, one command, and what it then holds."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from brnoplan.backup import manifest
from comments.models import Comment
from comments.privacy import erasing
from strategy.ledger import keeping
from tests.comments.privacy.canaries import EMAIL, NAME
from tests.factories import item_of, make_comment, make_plan, open_consultation, publish
from tests.kpss.papers import make_filed
from tests.races import on_a_file

IS_SQLITE = connection.vendor == "sqlite"
NEXT_KEYS = (
    "SELECT t.name, s.seq FROM sqlite_master t LEFT JOIN sqlite_sequence s ON s.name = t.name"
    " WHERE t.type = 'table' AND t.sql LIKE '%AUTOINCREMENT%'"
    if IS_SQLITE
    else "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
)
# Each of these is written with every comment, in one transaction.
PARTS = {
    "comments_commentversion": "comment_id",
    "comments_contact": "comment_id",
    "comments_point": "comment_id",
    "comments_historicalcomment": "id",
}


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> Path:
    """The portal's data folder, where its files are its own."""
    data = tmp_path / "data"
    data.mkdir()
    settings.DATA_DIR, settings.MEDIA_ROOT = data, data / "files"
    settings.LEDGER_FILE = data / "erasures.jsonl"
    return tmp_path


@contextmanager
def an_empty_database(tmp_path: Path) -> Iterator[tuple[dict[str, str], str]]:
    """The environment of a new machine, and the address at which a test looks into its database."""
    data = tmp_path / "new"
    machine = {"BRNOPLAN_DATA": str(data), "SECRET_KEY": settings.SECRET_KEY, "BRNOPLAN_LEDGER": ""}
    if IS_SQLITE:
        yield machine | {"DATABASE_URL": ""}, str(data / "brnoplan.sqlite3")
        return
    given = connection.settings_dict
    name, host = f"{given['NAME']}_new", given["HOST"] or given["OPTIONS"].get("host", "")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        address = f"postgres://{given['USER']}@/{name}?host={host}"
        yield machine | {"DATABASE_URL": address}, address
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(machine: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | machine,
        capture_output=True,
        text=True,
        check=False,
    )


def asked(address: str, query: str) -> list[tuple[Any, ...]]:
    link: Any = sqlite3.connect(address) if IS_SQLITE else psycopg.connect(address)
    with closing(link):
        return list(link.execute(query).fetchall())


@contextmanager
def people_writing(item: Any) -> Iterator[None]:
    """Somebody comments all the time, in a thread and a connection of their own."""
    over, written = threading.Event(), threading.Event()

    def write() -> None:
        try:
            for number in count():
                if over.is_set():
                    return
                make_comment(item, published=False, text=f"Píše {number}. občanka.", email=EMAIL)
                written.set()
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        written.wait(30)
        yield
    finally:
        over.set()
        thread.join()


def in_thread(deed: Any) -> None:
    def done() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=done)
    thread.start()
    thread.join()


def test_out_of_a_copy_made_while_people_write_comes_a_whole_portal(
    committed: None, folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edition = publish(make_plan())
    open_consultation(edition)
    item = item_of(edition, "A1.1")
    document = make_filed()
    wanted = make_comment(item, text=f"Podepsán {NAME}", name=NAME, email=EMAIL)
    backups = folders / "backups"

    def erase() -> None:
        erasing.erase(Comment.objects.get(pk=wanted.pk), "Žádost.", None)
        keeping.keep()

    with on_a_file(folders / "live.sqlite3"):
        with people_writing(item):
            in_thread(lambda: call_command("backup", str(backups)))
        in_thread(erase)
        in_thread(lambda: call_command("backup", str(backups), "--keep", "2"))
    made = capsys.readouterr().out
    copy = sorted(backups.glob("brnoplan-*"))[0]
    told = manifest.read(copy)

    with an_empty_database(folders) as (machine, address):
        restored_at = int(time.time()) - 1_577_836_800
        first = run(machine, "restore", str(copy))
        assert (first.returncode, first.stderr.splitlines()[1:]) == (0, [])
        # All that was written when the copy was made, and of each comment every part.
        comments = told.rows["comments_comment"]
        assert comments > 1
        numbers = asked(address, "SELECT number FROM comments_comment ORDER BY number")
        assert numbers == [(number,) for number in range(1, comments + 1)]
        parts = {
            table: asked(address, f"SELECT count(DISTINCT {key}) FROM {table}")[0][0]  # noqa: S608
            for table, key in PARTS.items()
        }
        # The one who was erased since has no contact.
        assert parts == dict.fromkeys(PARTS, comments) | {"comments_contact": comments - 1}
        # What was erased after the copy is not back.
        texts = asked(address, "SELECT text FROM comments_commentversion ORDER BY comment_id")
        assert [NAME in text for (text,) in texts] == [False] * comments
        # The file is there, byte by byte.
        kept = Path(machine["BRNOPLAN_DATA"]) / "documents" / document.sha256[:2] / document.sha256
        assert manifest.measured(kept) == (document.file_size, document.sha256)
        # No new row gets the key of one that came after the copy, to which a link may lead.
        keys = asked(address, NEXT_KEYS)
        assert len(keys) > 100
        assert [name for name, last in keys if last is None or last < restored_at] == []
        # A second time it is refused, and replaces only when told.
        again = run(machine, "restore", str(copy))
        assert (again.returncode, again.stdout) == (1, first.stdout.splitlines(True)[0])
        # The files lie elsewhere, by a link, and another portal has left some there.
        files, elsewhere = Path(machine["BRNOPLAN_DATA"]) / "files", folders / "elsewhere"
        (elsewhere / "older").mkdir(parents=True)
        (elsewhere / "older/a.pdf").write_text("of another portal")
        if files.is_dir():
            shutil.rmtree(files)
        files.symlink_to(elsewhere)
        third = run(machine, "restore", str(copy), "--replace")
        assert (third.returncode, third.stdout.splitlines()[-1][10:]) == (
            0,
            first.stdout.splitlines()[-1][10:],
        )
        assert not (elsewhere / "older").exists()
    with capsys.disabled():
        sys.stdout.write(f"\n{made}{first.stdout}")


def test_a_copy_that_is_not_whole_is_none(committed: None, folders: Path) -> None:
    make_plan()
    backups = folders / "backups"
    call_command("backup", str(backups))
    (copy,) = backups.glob("brnoplan-*")
    assert {path.stat().st_mode & 0o077 for path in [backups, *backups.rglob("*")]} == {0}
    said = json.loads((copy / manifest.NAME).read_text())
    with an_empty_database(folders) as (machine, _address):
        (copy / manifest.DATABASE).write_bytes(b"")
        refused = run(machine, "restore", str(copy))
        (copy / manifest.NAME).unlink()
        none = run(machine, "restore", str(copy))
        data = Path(machine["BRNOPLAN_DATA"])
        assert (refused.returncode, none.returncode, sorted(data.glob("*"))) == (1, 1, [])
    assert said["rows"]["strategy_plan"] == 1
