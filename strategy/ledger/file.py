"""The ledger as a file of one line of JSON for each entry, only ever added to."""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BufferedRandom
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac

from strategy.writing import keep_name


class Entry(NamedTuple):
    """An entry as the file has it; `key` tells under which SECRET_KEY its hashes were made."""

    id: str
    kind: str
    what: dict[str, Any]
    done_at: datetime
    key: str


def key_mark() -> str:
    """By which our own SECRET_KEY is known again; nothing can be made with it."""
    return salted_hmac("strategy.ledger.key", "", algorithm="sha256").hexdigest()[:16]


def read(path: Path) -> list[Entry]:
    """The entries of a file, none where there is no file. A line that was cut off is left out."""
    if not path.exists():
        return []
    with path.open("rb") as file:
        return list(_entries(file))


def add(path: Path, entries: Iterable[Entry]) -> int:
    """Add those entries that the file does not hold yet, for good; returns how many."""
    with _held(path) as file:
        known = {entry.id for entry in _entries(file)}
        new = [entry for entry in entries if entry.id not in known]
        if new:
            _write(file, new)
    return len(new)


def _write(file: BufferedRandom, new: list[Entry]) -> None:
    size = file.seek(0, os.SEEK_END)
    cut_off = size and _last_byte(file) != b"\n"
    lines = b"".join(_line(entry) for entry in new)
    try:
        _write_all(file.fileno(), (b"\n" if cut_off else b"") + lines)
        os.fsync(file.fileno())
    except OSError:
        # Nothing half stays where the disk is full.
        os.ftruncate(file.fileno(), size)
        raise


def _write_all(descriptor: int, content: bytes) -> None:
    """At its end, past the file's buffer: that would write its rest once more when it is closed."""
    os.lseek(descriptor, 0, os.SEEK_END)
    while content:
        content = content[os.write(descriptor, content) :]


def _last_byte(file: BufferedRandom) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


@contextmanager
def _held(path: Path) -> Iterator[BufferedRandom]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_new:
            keep_name(path.parent)
        yield file


def _entries(file: Iterable[bytes]) -> Iterator[Entry]:
    for line in file:
        try:
            said = json.loads(line)
            done_at = datetime.fromisoformat(said["done_at"])
            yield Entry(said["id"], said["kind"], said["what"], done_at, said["key"])
        except (ValueError, KeyError, TypeError):
            continue


def _line(entry: Entry) -> bytes:
    said = entry._asdict() | {"done_at": entry.done_at.isoformat()}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
