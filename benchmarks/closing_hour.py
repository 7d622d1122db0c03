"""The driver behind `benchmarks.closing`, in a process whose settings name its own database."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

from benchmarks import ground, posting
from benchmarks.load import Course, Log, busy, consulted, quantile
from benchmarks.proxy import proxy
from benchmarks.supervised import Supervised

SECONDS = int(os.environ.get("CLOSING_SECONDS") or 600)
COURSE = Course(seconds=SECONDS, comments=20, views=100, clients=150)
SLOW = 500
PDFS = 20
# By then they are made, by two at a time.
PDF_SECONDS = 300.0


def main() -> None:
    ground.prepare()
    edition = consulted()
    items = list(edition.items.filter(tier__is_measure=True))
    slugs = [published(number) for number in range(PDFS)]
    ground.connection.close()
    with tempfile.TemporaryDirectory(prefix="brnoplan-closing-") as folder:
        address = Path(folder) / "portal.sock"
        with (
            portal(f"unix:{address}", address),
            proxy(Path(folder), **{"listen 443 ssl http2;": "listen 443;"}) as nginx,
        ):
            first = 0
            for name, slow in (("closing", 0), ("closing beside slow clients", SLOW)):
                with slow_clients(nginx.secure, slow):
                    log = busy(nginx.secure, items, COURSE, first)
                first += SECONDS * COURSE.comments
                told(name, log, edition.plan_id, first)
            pdfs(nginx.secure, slugs)
    port = ground.free_port()
    with portal(f"127.0.0.1:{port}", port), slow_clients(port, SLOW):
        log = busy(port, items, COURSE._replace(seconds=min(SECONDS, 30)), first)
    tell("without nginx beside slow clients", log)


def published(number: int) -> str:
    from strategy import editions

    slug = f"poradi-{number}"
    editions.publish(ground.make_plan(slug, goals=2, priorities=3, measures=5))
    return slug


@contextmanager
def portal(bind: str, address: Path | int) -> Iterator[None]:
    """The portal and its worker as they are shipped, letters going into the folder."""
    env = os.environ | posting.BEHIND_PROXY | {"BRNOPLAN_BIND": bind, "WEB_CONCURRENCY": "2"}
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    web = Supervised("portal", gunicorn, env=env)
    worker = Supervised("worker", [sys.executable, "manage.py", "work"], env=env)
    try:
        wait_for(address)
        yield
    finally:
        for process in (web, worker):
            process.end()


def wait_for(address: Path | int) -> None:
    for _time in range(300):
        if address.exists() if isinstance(address, Path) else listens(address):
            time.sleep(2)
            return
        time.sleep(0.1)
    sys.exit("The portal does not answer.")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def slow_clients(port: int, count: int) -> Iterator[None]:
    if not count:
        with nullcontext():
            yield
        return
    command = [sys.executable, "-m", "benchmarks.slow_clients", str(port), str(count)]
    process = subprocess.Popen(command)
    try:
        time.sleep(5)
        yield
    finally:
        process.terminate()
        process.wait()


def told(name: str, log: Log, plan: int, wanted: int) -> None:
    from comments.models import Comment

    tell(name, log)
    taken = Comment.objects.filter(plan=plan).count()
    ground.connection.close()
    slowest = max(quantile(seconds, 0.99) for seconds in log.seconds.values())
    ground.at_most(f"{name}: errors", sum(log.errors.values()), 0)
    ground.report(f"{name}: comments so far", taken, f"exactly {wanted}", ok=taken == wanted)
    ground.at_most(f"{name}: p99 in ms", slowest * 1000, 1500)


def tell(name: str, log: Log) -> None:
    for what, seconds in log.seconds.items():
        for part in (0.5, 0.99):
            ground.told(f"{name}, {what}: p{part * 100:.0f} ms", quantile(seconds, part) * 1000)
    for error, times in log.errors.most_common(10):
        print(f"     {times} times {error}")


def pdfs(port: int, slugs: list[str]) -> None:
    """Twenty people ask for twenty PDFs at once: each is told to wait, and each gets theirs."""
    begun = time.monotonic()
    with ThreadPoolExecutor(PDFS) as people:
        waits = list(people.map(lambda slug: until_pdf(port, slug), slugs))
    ground.at_most("PDFs ordered at once: errors", sum(not good for good in waits), 0)
    ground.at_most("PDFs at once: seconds to the last", time.monotonic() - begun, PDF_SECONDS)


def until_pdf(port: int, slug: str) -> bool:
    until = time.monotonic() + PDF_SECONDS
    while time.monotonic() < until:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        link.request("GET", f"/{slug}/edice/1/plan.pdf", headers={"Connection": "close"})
        answer = link.getresponse()
        kind, status = answer.getheader("Content-Type") or "", answer.status
        answer.read()
        link.close()
        if status >= 500 and status != 503:
            return False
        if kind == "application/pdf":
            return True
        time.sleep(1)
    return False


if __name__ == "__main__":
    # So that whatever was started is ended.
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(1))
    main()
