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
            data = disk / "data"
            own = {
                "BRNOPLAN_BENCH_DATA": str(data),
                "DATABASE_URL": postgres.url if postgres else "",
            }
            command = [sys.executable, "-m", "benchmarks.filling", str(disk / "filler")]
            done = subprocess.run(
                command, env=os.environ | own, check=False, stdout=subprocess.PIPE
            )
        finally:
            if postgres:
                postgres.end()
    sys.stdout.write(done.stdout.decode())
    found = [line[:4] == "ok  " for line in done.stdout.decode().splitlines() if line[:4].strip()]
    return [
        *found,
        report("full: the driver’s end", done.returncode, "exactly 0", ok=not done.returncode),
    ]


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
