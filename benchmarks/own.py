"""A driver in a process of its own, on a database of its own that keeps what it confirms.

`./run bench` starts a PostgreSQL that does not wait for the disk; there a kill would lose comments.
"""

import os
import subprocess
import sys
import tempfile

from benchmarks.ground import connection, report
from benchmarks.supervised import Postgres

# What a driver says to have PostgreSQL killed, whose number it does not know.
KILL_POSTGRES = "KILL POSTGRES"


def driven(module: str, **more: str) -> list[bool]:
    """Run a driver and show what it says; which of its bounds held, and that it came to its end.

    It has `more` in its environment besides ours.
    """
    postgres = Postgres() if connection.vendor == "postgresql" else None
    try:
        with tempfile.TemporaryDirectory(prefix="brnoplan-own-") as data:
            own = {"BRNOPLAN_BENCH_DATA": data, "DATABASE_URL": postgres.url if postgres else ""}
            own |= more
            with subprocess.Popen(
                [sys.executable, "-m", module], env=os.environ | own, stdout=subprocess.PIPE
            ) as driver:
                return _relayed(driver, postgres)
    finally:
        if postgres:
            postgres.end()


def _relayed(driver: "subprocess.Popen[bytes]", postgres: Postgres | None) -> list[bool]:
    results = []
    for line in driver.stdout or ():
        said = line.decode().rstrip("\n")
        if said == KILL_POSTGRES and postgres:
            postgres.server.kill()
        else:
            sys.stdout.write(f"{said}\n")
            results += [said.startswith("ok")] if said[:4] in {"ok  ", "OVER"} else []
    # What it measured is in its lines; a fault of its own is another matter.
    ended = driver.wait() == 0
    return [*results, report("the driver came to its end", ended, "exactly 1", ok=ended)]
