"""Making a copy while the portal goes on: whole or not at all, for its owner alone."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext as _

from brnoplan.backup import BackupRefused, databases, manifest
from brnoplan.backup.manifest import Manifest
from brnoplan.backup.questions import Told, in_data_folder
from strategy.ledger import file as ledger
from strategy.ledger import keeping
from strategy.writing import keep_name

BEGINNING = "brnoplan-"
_UNFINISHED = ".unfinished-"
# A file that is replaced between the database's moment and its turn is of another moment.
_MOST_ATTEMPTS = 3


def make(folder: Path, *, with_key: bool = False, keep: int | None = None) -> tuple[Path, Manifest]:
    """Copy database and files into a new folder of that folder; returns it and its manifest.

    Then all copies but `keep` of the newest are deleted. Raises BackupRefused.
    """
    try:
        os.umask(0o077)
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _sweep(folder)
            made = _make(folder, with_key=with_key)
            if keep:
                prune(folder, keep)
            return made
    except (OSError, sqlite3.Error, Error) as error:
        raise BackupRefused(
            _("The backup cannot be written: %(reason)s") % {"reason": error}
        ) from error


def _make(folder: Path, *, with_key: bool) -> tuple[Path, Manifest]:
    made_at = datetime.now(UTC)
    copy = folder / f"{BEGINNING}{made_at:%Y%m%dT%H%M%S.%fZ}"
    unfinished = folder / f"{_UNFINISHED}{copy.name}"
    try:
        told = _fill(unfinished, folder, made_at, with_key=with_key)
        unfinished.rename(copy)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    keep_name(folder)
    return copy, told


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One copying at a time; whoever is cut off lets the lock go.

    On a file, opened for writing: NFS locks nothing else.
    """
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(_("Another backup into the same folder is under way.")) from None
        yield


def copies(folder: Path) -> list[Path]:
    """Whole copies of a folder, the oldest first."""
    return sorted(path for path in folder.glob(f"{BEGINNING}*") if (path / manifest.NAME).exists())


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete all copies but so many of the newest; returns those. Raises BackupRefused."""
    over = copies(folder)[:-keep]
    try:
        for copy in over:
            # Under that name nobody takes what is left for a copy, and the next copying sweeps it.
            left = copy.rename(folder / f"{_UNFINISHED}{copy.name}")
            shutil.rmtree(left, ignore_errors=True)
    except OSError as error:
        told = _("The backup is made, but older ones cannot be deleted: %(reason)s")
        raise BackupRefused(told % {"reason": error}) from error
    return over


def _sweep(folder: Path) -> None:
    """Delete what copying or deleting has left that was cut off."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)


def _fill(copy: Path, folder: Path, made_at: datetime, *, with_key: bool) -> Manifest:
    for attempt in range(1, _MOST_ATTEMPTS + 1):
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        told = databases.dump(copy / manifest.DATABASE)
        missing = _copy_files(told, copy)
        if not missing or attempt == _MOST_ATTEMPTS:
            break
    _copy_ledger(copy, folder)
    if with_key:
        (copy / manifest.SECRET_KEY).write_text(settings.SECRET_KEY)
    whole = Manifest(
        format=manifest.FORMAT,
        made_at=made_at.isoformat(),
        database=connection.vendor,
        server=databases.server(),
        migrations=told.migrations,
        rows=told.rows,
        seals=told.seals,
        parts=manifest.parts_of(copy),
        missing=missing,
        key=ledger.key_mark(),
    )
    _keep_on_disk(copy)
    manifest.write(whole, copy)
    return whole


def _copy_files(told: Told, copy: Path) -> list[str]:
    """Copy all files that the database named at its moment; returns those that are not there."""
    missing = []
    for name in told.files:
        target = copy / manifest.FILES / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(in_data_folder(name), target)
        except FileNotFoundError:
            missing.append(name)
    return missing


def _copy_ledger(copy: Path, folder: Path) -> None:
    """Into the copy, and beside all copies, where it outlives each of them."""
    keeping.keep()
    told = ledger.read(settings.LEDGER_FILE)
    for path in (copy / manifest.LEDGER, folder / manifest.LEDGER):
        ledger.add(path, told)


def _keep_on_disk(copy: Path) -> None:
    for path in copy.rglob("*"):
        keep_name(path)
