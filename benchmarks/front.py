"""Public reading as a city has it: nginx as it is shipped before gunicorn, over TLS.

The floor is nginx's own static file of that size, and behind it gunicorn's constant page without
any middleware. Kerrokantasi's like page costs 312 such pages of CPU, adhocracy+'s 772, a Wagtail
page 91; how many ours costs is told as the same multiple, measured over whole servers.
"""

import http.client
import os
import re
import shutil
import ssl
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from benchmarks import proxy
from benchmarks.ground import DATA, add_comments, at_least, at_most, server, throughput, told
from benchmarks.proxy import NAME, Proxy
from strategy.models import Edition, Item, PageRevision

PATH = "/brno-2050/"
SECONDS, ROUNDS = 2.0, 5
KERROKANTASI = 312

BEHIND = {"BRNOPLAN_BEHIND_PROXY": "1", "BRNOPLAN_BENCH_HTTPS": "1"}
BEHIND["ALLOWED_HOSTS"] = f"{NAME},127.0.0.1"
# As nginx says it to the portal, for asking that without nginx.
FORWARDED = "X-Forwarded-Proto: https\r\n"


def run() -> list[bool]:
    if proxy.program() is None or shutil.which("wrk") is None:
        print("     front: missing. The command, as root: apt-get install nginx wrk")
        return [False]
    with front() as (running, port):
        return [*behind_nginx(running), *alone(port), *freshness(running), *first_view(running)]


@contextmanager
def front() -> Iterator[tuple[Proxy, int]]:
    """nginx before gunicorn, which is asked on its port as well."""
    folder = Path(tempfile.mkdtemp(prefix="brnoplan-front-"))
    application = "benchmarks.floor:application"
    with server(application, **BEHIND) as port:
        to_port = {"unix:/run/brnoplan/portal.sock": f"127.0.0.1:{port}"}
        with proxy.proxy(folder, **to_port) as running:
            shutil.rmtree(running.statics)
            running.statics.symlink_to(DATA / "static")
            yield running, port
    shutil.rmtree(folder)


def behind_nginx(running: Proxy) -> list[bool]:
    """A published page against nginx's own file of its size, and as “not modified”."""
    results = []
    etag = ask(running.secure, PATH, "Accept-Encoding: gzip")[0]["etag"]
    for name, headers in {
        "identity": [],
        "gzip": ["Accept-Encoding: gzip"],
        "304": ["Accept-Encoding: gzip", f"If-None-Match: {etag}"],
    }.items():
        size = len(ask(running.secure, PATH, *headers)[1])
        (running.folder / "floor").mkdir(exist_ok=True)
        (running.folder / "floor/page.html").write_bytes(b"x" * max(size, 1))
        file = ask(running.floor, "/page.html")[0]["etag"]
        of_floor = [f"If-None-Match: {file}"] if name == "304" else []
        ratios = [
            wrk(running.secure, PATH, *headers) / wrk(running.floor, "/page.html", *of_floor)
            for _round in range(ROUNDS)
        ]
        ratio = statistics.median(ratios)
        results.append(at_least(f"page behind nginx / its own file, {name}", ratio, 0.8))
    return results


def alone(port: int) -> list[bool]:
    """From gunicorn alone against a constant page of that size, in requests and in CPU."""
    head = FORWARDED
    etag = ask(port, PATH, FORWARDED.strip(), secure=False)[0]["etag"]
    size = len(ask(port, PATH, FORWARDED.strip(), secure=False)[1])
    results = []
    for name, more in {"identity": "", "304": f"If-None-Match: {etag}\r\n"}.items():
        pairs = []
        for _round in range(ROUNDS):
            ours = measured(port, PATH, head + more)
            floor = measured(port, f"/podlaha/{size}/", head + more)
            pairs.append((ours[0] / floor[0], ours[1] / floor[1]))
        speed, cpu = (statistics.median(column) for column in zip(*pairs, strict=True))
        results.append(at_least(f"page from gunicorn / constant page, {name}", speed, 1.2))
        told(f"CPU of a page in constant pages, {name}", cpu)
        results.append(
            at_most(
                f"the same / Kerrokantasi's {KERROKANTASI}, {name}", cpu / KERROKANTASI, 1 / 400
            )
        )
    return results


def measured(port: int, path: str, headers: str) -> tuple[float, float]:
    """Answers a second, and seconds of CPU that the server's processes took for each."""
    before = cpu_of_children()
    rate = throughput(port, path, SECONDS, headers)
    return rate, (cpu_of_children() - before) / (rate * SECONDS)


def cpu_of_children() -> float:
    """Seconds that all processes below this one have taken, gunicorn's workers above all."""
    parents: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(") ")[2].split()
        except OSError:
            continue  # it has just ended
        pid = int(entry.parent.name)
        parents.setdefault(int(fields[1]), []).append(pid)
        spent[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    below, found = [os.getpid()], 0.0
    while below:
        for child in parents.get(below.pop(), []):
            below.append(child)
            found += spent[child]
    return found


def freshness(running: Proxy) -> list[bool]:
    """How long after a comment is committed nginx may still show the page without it."""
    edition = Edition.objects.published().get(plan__slug="brno-2050")
    item = Item.objects.filter(edition=edition, tier__is_measure=True).order_by("lft")[3]
    waits = []
    for number in range(8):
        time.sleep(0.27 * number)
        before = ask(running.secure, item.get_absolute_url())[1]
        with transaction.atomic():
            PageRevision.raise_for(edition.plan_id)
            add_comments([item], 1)
        committed = time.monotonic()
        while ask(running.secure, item.get_absolute_url())[1] == before:
            time.sleep(0.01)
            if time.monotonic() - committed > 10:
                break
        waits.append(time.monotonic() - committed)
    told("a comment shows through nginx after, s (median)", statistics.median(waits))
    return [at_most("a comment shows through nginx after, s (slowest of 8)", max(waits), 2.0)]


def first_view(running: Proxy) -> list[bool]:
    """What the first look at the outline takes over the wire: page, sheets, scripts, icon."""
    _headers, page = ask(running.secure, PATH)
    parts = set(re.findall(r'(?:href|src)="(/(?:static|styl)/[^"#]+)"', page.decode()))
    sheets = [part for part in parts if ".css" in part]
    sizes = {
        part: len(ask(running.secure, part, "Accept-Encoding: br, gzip")[1])
        for part in (PATH, *sorted(parts))
    }
    return [
        at_most("first view of the outline, style sheets", len(sheets), 1),
        at_most("first view of the outline, kB", sum(sizes.values()) / 1000, 100),
    ]


def ask(port: int, path: str, *headers: str, secure: bool = True) -> tuple[dict[str, str], bytes]:
    """The headers, by their names in small letters, and the body as it came over the wire."""
    context = ssl._create_unverified_context()  # noqa: S323  (made for this run)
    link: http.client.HTTPConnection = (
        http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
        if secure
        else http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    )
    named = dict(header.split(": ", 1) for header in headers)
    link.request("GET", path, headers={"Host": NAME, "Accept-Encoding": "identity"} | named)
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return {name.lower(): value for name, value in answer.getheaders()}, body


def wrk(port: int, path: str, *headers: str) -> float:
    """Answers a second over kept connections, asked by a program that costs little itself."""
    given = [part for header in (f"Host: {NAME}", *headers) for part in ("-H", header)]
    said = subprocess.run(
        ["wrk", "-t1", "-c8", f"-d{SECONDS:.0f}", *given, f"https://127.0.0.1:{port}{path}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    if "Non-2xx or 3xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    return float(said.partition("Requests/sec:")[2].split()[0])
