"""Nothing acknowledged is lost: people comment while process after process is killed.

On a database of its own, which keeps what it confirms (./run's own PostgreSQL does not wait for the
disk). `./run bench loss`; LOSS_SEED and LOSS_KILLS choose another course.
"""

import os
import subprocess
import sys
import tempfile

from benchmarks.ground import connection, report
from benchmarks.supervised import Postgres


def run() -> list[bool]:
    postgres = Postgres() if connection.vendor == "postgresql" else None
    try:
        with tempfile.TemporaryDirectory(prefix="brnoplan-loss-") as data:
            own = {"BRNOPLAN_BENCH_DATA": data, "DATABASE_URL": postgres.url if postgres else ""}
            command = [sys.executable, "-m", "benchmarks.losing"]
            with subprocess.Popen(
                command, env=os.environ | own, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ) as driver:
                return _relayed(driver, postgres)
    finally:
        if postgres:
            postgres.end()


def _relayed(driver: "subprocess.Popen[bytes]", postgres: Postgres | None) -> list[bool]:
    """Show what the driver says; kill PostgreSQL, whose number we know, when it asks for it."""
    results = []
    for line in driver.stdout or ():
        said = line.decode().rstrip("\n")
        if said == "KILL POSTGRES" and postgres:
            postgres.server.kill()
        else:
            sys.stdout.write(f"{said}\n")
            results += [said.startswith("ok")] if said[:4] in {"ok  ", "OVER"} else []
    ended = driver.wait()
    return [*results, report("loss: the driver came to its end", ended, "exactly 0", ok=ended == 0)]
