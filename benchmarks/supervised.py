"""Processes of a portal as an operating system keeps them: started again when they are gone.

Only processes that were started here are ever ended, and their children, by their numbers.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

# As deploy/brnoplan-worker.service has it would be 5; a second makes more kills of the time.
RESTART_SECONDS = 1.0


class Supervised:
    """A process that is started again a second after it ended, as systemd does.

    Before that whatever it has left behind is ended too, as systemd does with a control group.
    """

    def __init__(
        self, name: str, command: Sequence[str], *, env: dict[str, str], user: str | None = None
    ) -> None:
        self.name, self.command, self.env, self.user = name, command, env, user
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the process)
        self.family: set[int] = set()
        self.is_over = threading.Event()
        self.process = self._start()
        self.keeper = threading.Thread(target=self._keep, daemon=True)
        self.keeper.start()

    def kill(self) -> None:
        """Kill the process itself."""
        self.process.kill()

    def kill_child(self, choose: Callable[[Sequence[int]], int]) -> bool:
        """Kill one of its children; False where it has none at the moment."""
        if children := sorted(children_of(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(choose(children), signal.SIGKILL)
        return bool(children)

    def end(self, how: int = signal.SIGTERM) -> None:
        """End it and all that is left of it, for good."""
        self.is_over.set()
        with suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.keeper.join()
        self._end_family()
        self.log.close()

    def told(self) -> str:
        """The end of what it wrote."""
        self.log.seek(0)
        return self.log.read()[-4000:].decode(errors="replace")

    def _start(self) -> subprocess.Popen[bytes]:
        self.family = set()
        return subprocess.Popen(
            self.command,
            env=self.env,
            user=self.user,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def _keep(self) -> None:
        while not self.is_over.wait(0.1):
            if self.process.poll() is None:
                self.family |= children_of(self.process.pid)
                continue
            self._end_family()
            if not self.is_over.wait(RESTART_SECONDS):
                self.process = self._start()

    def _end_family(self) -> None:
        for pid in self.family:
            # A number may be another's by now: ours has our session.
            with suppress(ProcessLookupError):
                if os.getsid(pid) == self.process.pid:
                    os.kill(pid, signal.SIGKILL)


def children_of(pid: int) -> set[int]:
    with suppress(OSError):
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return set()


class Postgres:
    """A PostgreSQL of our own with its settings as they come, so that it keeps what it confirms."""

    def __init__(self, disk: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="brnoplan-loss-", dir=disk))
        self.folder.chmod(0o755)
        self.user = "postgres" if os.getuid() == 0 else None
        inner = self.folder / "own"
        inner.mkdir(mode=0o755)
        if self.user:
            shutil.chown(inner, self.user)
        self.data, self.socket = inner / "data", inner
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda it: it.parent.name)
        self.programs = programs[-1]
        subprocess.run(
            [
                *(self.programs / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust"),
                *("-E", "UTF8", "--locale=C.UTF-8"),
            ],
            user=self.user,
            cwd=inner,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        command = [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.socket)]
        command += ["-c", "listen_addresses="]
        self.server = Supervised("postgres", command, env=dict(os.environ), user=self.user)
        self.url = f"postgres://postgres@/postgres?host={self.socket}"
        self.wait()

    def wait(self) -> None:
        """Until it takes connections."""
        ready = [str(self.programs / "pg_isready"), "-q", "-h", str(self.socket), "-U", "postgres"]
        for _time in range(300):
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.1)
        sys.exit(f"PostgreSQL did not start: {self.server.told()}")

    def end(self) -> None:
        self.server.end(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)
