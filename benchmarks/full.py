"""The disk is full while people write: a small one in memory, filled to the last byte, and emptied.

`./run bench full`, as root, who alone may mount one. On SQLite the whole data folder lies on it, on
PostgreSQL its own too.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.ground import connection, report
from benchmarks.supervised import Postgres

MEGABYTES = 160


def run() -> list[bool]:
    if os.getuid() != 0:
        return [report("full: only root may mount a disk", 0, "exactly 1", ok=False)]
    with a_small_disk() as disk:
        postgres = Postgres(disk) if connection.vendor == "postgresql" else None
        try:
            own = {"BRNOPLAN_BENCH_DATA": str(disk / "data")}
            own |= {"DATABASE_URL": postgres.url if postgres else ""}
            command = [sys.executable, "-m", "benchmarks.filling", str(disk / "filler")]
            done = subprocess.run(
                command, env=os.environ | own, check=False, stdout=subprocess.PIPE, text=True
            )
        finally:
            if postgres:
                postgres.end()
    sys.stdout.write(done.stdout)
    beginnings = [line[:4] for line in done.stdout.splitlines()]
    found = [one == "ok  " for one in beginnings if one in {"ok  ", "OVER"}]
    ended = done.returncode == 0
    return [*found, report("full: the driver came to its end", ended, "exactly 1", ok=ended)]


@contextmanager
def a_small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="brnoplan-full-") as folder:
        size = f"size={MEGABYTES}m,mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=True)
        try:
            (Path(folder) / "data").mkdir()
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
