"""An upgrade as the README has it, from an older commit to this code, while people read and write.

    DATABASE_URL=… python -m benchmarks.upgrading COMMIT

The older code makes its demo in an empty database and serves it. At ten requests a second, reading
from the database and having comments checked, the new code's `prepare` migrates; then the portal is
started anew on the same socket, as systemd does. Told are faults, the longest waits for an answer,
which a busy machine makes longer, and on PostgreSQL the longest wait for a lock, which it does not.
"""

import http.client
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg

HERE = Path(__file__).parent.parent
PYTHON = HERE / ".venv/bin/python"
A_SECOND, LONGEST_LOCK = 10, 2.0
BEFORE, AFTER = 5.0, 8.0
# What the socket's number is for who is started by systemd.
HANDED_OVER = 3


class Visitors:
    """Ten requests a second: nine pages read past the page store, one comment checked."""

    def __init__(self, port: int) -> None:
        self.port, self.phase, self.locked = port, "before", 0.0
        self.waits: dict[str, list[float]] = {}
        self.faults: Counter[str] = Counter()
        self.paths, self.items = self._found()
        self.stopped = threading.Event()

    def _found(self) -> tuple[list[str], list[str]]:
        page = self._ask("GET", "/brno-2050/")[1]
        paths = sorted(set(re.findall(r'href="(/brno-2050/[A-Z][\w.]*/)"', page)))
        forms = [self._ask("GET", path)[1] for path in paths[:20]]
        items = re.findall(r'name="item" value="(\d+)"', "".join(forms))
        return ["/", "/brno-2050/", "/hledani/", *paths], items

    def run(self) -> None:
        begun = time.monotonic()
        with ThreadPoolExecutor(64) as people:
            for number in itertools.count():
                if self.stopped.is_set():
                    return
                time.sleep(max(0, begun + number / A_SECOND - time.monotonic()))
                people.submit(self.visit, number)

    def visit(self, number: int) -> None:
        phase, begun = self.phase, time.monotonic()
        try:
            status = (
                self._comment(number) if self.items and number % 10 == 9 else self._read(number)
            )
        except (OSError, http.client.HTTPException) as error:
            self.faults[f"{phase}: {error!r}"] += 1
            return
        self.waits.setdefault(phase, []).append(time.monotonic() - begun)
        if status >= 500:
            self.faults[f"{phase}: {status}"] += 1

    def _read(self, number: int) -> int:
        return self._ask("GET", f"{self.paths[number % len(self.paths)]}?cteni={number}")[0]

    def _comment(self, number: int) -> int:
        text = (
            f"item={self.items[number % len(self.items)]}&text=Doplnit+{number}.+lavicku&name=Jana"
        )
        return self._ask("POST", "/pripominka/kontrola/", text)[0]

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        link.request(method, path, body or None, headers)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, text


class Locks:
    """Looks twenty times a second who waits for a lock of PostgreSQL, and for how long."""

    ASKED = (
        "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)"
        " FROM pg_locks WHERE NOT granted"
    )

    def __init__(self, url: str) -> None:
        self.url, self.longest = url, 0.0
        self.stopped = threading.Event()

    def run(self) -> None:
        if not self.url.startswith("postgres"):
            return
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.stopped.wait(0.05):
                (waited,) = connection.execute(self.ASKED).fetchone()
                self.longest = max(self.longest, float(waited))


def main(commit: str) -> int:
    with tempfile.TemporaryDirectory(prefix="brnoplan-upgrade-") as folder, old_code(commit) as old:
        environment = os.environ | {"BRNOPLAN_DATA": f"{folder}/data", "BRNOPLAN_HTTPS": "0"}
        manage(old, environment, "prepare", "--demo")
        with socket.create_server(("127.0.0.1", 0), backlog=1024) as door:
            visitors = watched(old, door, environment)
        return told(visitors)


def watched(old: Path, door: socket.socket, environment: dict[str, str]) -> Visitors:
    """The upgrade itself, under load."""
    serving = serve(old, door, environment)
    visitors = Visitors(door.getsockname()[1])
    people = threading.Thread(target=visitors.run)
    people.start()
    try:
        time.sleep(BEFORE)
        visitors.phase, begun = "migrating", time.monotonic()
        visitors.locked = locked(lambda: manage(HERE, environment, "prepare"))
        print(f"prepare of the new code took {time.monotonic() - begun:.1f} s")
        print(f"longest wait for a lock meanwhile {visitors.locked:.3f} s")
        visitors.phase = "old code, new database"
        time.sleep(BEFORE)
        visitors.phase = "starting anew"
        stop(serving)
        serving = serve(HERE, door, environment)
        time.sleep(AFTER)
        visitors.phase = "after"
        time.sleep(BEFORE)
    finally:
        visitors.stopped.set()
        people.join()
        stop(serving)
    return visitors


def locked(deed: Callable[[], None]) -> float:
    """The longest that anybody waited for a lock while that was done, in seconds."""
    locks = Locks(os.environ.get("DATABASE_URL", ""))
    looking = threading.Thread(target=locks.run)
    looking.start()
    try:
        deed()
    finally:
        locks.stopped.set()
        looking.join()
    return locks.longest


def told(visitors: Visitors) -> int:
    """Print what was seen; 1 where it is not what is promised."""
    for phase, waits in visitors.waits.items():
        ordered = sorted(waits)
        middle = ordered[len(ordered) // 2]
        print(
            f"{phase:24} {len(waits):4} answers, median {middle:.3f} s, longest {max(waits):.3f} s"
        )
    for fault, times in visitors.faults.items():
        print(f"FAULT {times} times {fault}")
    return int(bool(visitors.faults) or visitors.locked > LONGEST_LOCK)


@contextmanager
def old_code(commit: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="brnoplan-old-") as folder:
        place = Path(folder) / "code"
        git = ["git", "-C", str(HERE), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(place), commit], check=True)
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True)


def manage(code: Path, environment: dict[str, str], *command: str) -> None:
    subprocess.run([PYTHON, "manage.py", *command], cwd=code, env=environment, check=True)


def serve(code: Path, door: socket.socket, environment: dict[str, str]) -> subprocess.Popen:
    """gunicorn on a socket that outlives it, as under systemd."""
    script = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
    gunicorn = [str(PYTHON), "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    return subprocess.Popen(
        ["sh", "-c", script, "sh", *gunicorn],
        cwd=code,
        env=environment,
        preexec_fn=lambda: os.dup2(door.fileno(), HANDED_OVER),
        pass_fds=(HANDED_OVER, door.fileno()),
    )


def stop(serving: subprocess.Popen) -> None:
    serving.send_signal(signal.SIGTERM)
    serving.wait()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
