"""What the benchmarks stand on: a database of their own, plans of any size, a server, ratios.

Every figure is a ratio to a floor measured in the same run, so that a slow machine does not
speak for the code. The database is the one named by DATABASE_URL, else a new SQLite file.
"""

import gc
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# A server started by a benchmark finds the benchmark's own folder in the environment.
DATA = Path(os.environ.get("BRNOPLAN_BENCH_DATA") or tempfile.mkdtemp(prefix="brnoplan-bench-"))
os.environ |= {
    "BRNOPLAN_BENCH_DATA": str(DATA),
    "BRNOPLAN_DATA": str(DATA),
    "BRNOPLAN_HTTPS": os.environ.get("BRNOPLAN_BENCH_HTTPS", "0"),
}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brnoplan.settings")

import django  # noqa: E402  (the settings read the environment above)

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from comments.models import Comment, CommentVersion, Contact, NumberSeries, Point  # noqa: E402
from comments.stems import stems_of  # noqa: E402
from strategy import editions  # noqa: E402
from strategy.models import Edition, Item, ItemTally, Plan, Tier  # noqa: E402

# Rows written in one go.
BATCH = 5_000


def prepare() -> None:
    """Migrate, collect the static files, load the demo's real plan."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo", verbosity=0)
    settle()


def settle() -> None:
    """Leave what is loaded out of later garbage collections, as gunicorn's settings do."""
    gc.collect()
    gc.freeze()


def make_plan(slug: str, goals: int, priorities: int, measures: int) -> Edition:
    """A draft of goals x priorities x measures items, written in bulk."""
    plan = Plan.objects.create(slug=slug, title=f"Plán {slug}")
    names = ["Cíl", "Priorita", "Opatření"]
    tiers = [
        Tier.objects.create(plan=plan, position=n, name=name, name_plural=name, is_measure=n == 3)
        for n, name in enumerate(names, start=1)
    ]
    draft = editions.begin(plan)
    root = Item.objects.get(edition=draft)
    rows: list[Item] = []
    counter = iter(range(2, 10_000_000))

    def add(code: str, parent: Item, level: int, widths: list[int]) -> None:
        item = Item(edition=draft, tree_id=draft.pk, tier=tiers[level - 1], parent=parent)
        item.code, item.handle, item.level = code, code, level
        item.text = f"Podporovat záměr {code} v souladu s potřebami obyvatel města a okolí."
        item.lft = next(counter)
        item.pk = offset + len(rows) + 1
        rows.append(item)
        for number in range(1, widths[0] + 1) if widths else ():
            add(f"{code}.{number}", item, level + 1, widths[1:])
        item.rght = next(counter)

    offset = Item.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    for goal in range(goals):
        add(f"G{goal + 1}", root, 1, [priorities, measures])
    Item.objects.filter(pk=root.pk).update(rght=next(counter))
    Item.objects.bulk_create(rows, batch_size=500)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('strategy_item', 'id'),"
                " (SELECT max(id) FROM strategy_item))"
            )
    return draft


def add_comments(items: list[Item], count: int) -> None:
    """`count` published comments spread evenly over the items, written in bulk."""
    plan_id = items[0].edition.plan_id
    series, _made = NumberSeries.objects.get_or_create(plan_id=plan_id)
    for batch in range(0, count, BATCH):
        add_batch(items, plan_id, series.last + 1 + batch, min(BATCH, count - batch))
    series.last += count
    series.save()
    per_item = count // len(items)
    ItemTally.objects.bulk_create(
        [ItemTally(item=item, comments=per_item) for item in items], ignore_conflicts=True
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def add_batch(items: list[Item], plan_id: int, start: int, count: int) -> None:
    moment = django.utils.timezone.now()
    about = {number: items[number % len(items)] for number in range(start, start + count)}
    comments = Comment.objects.bulk_create(
        Comment(
            plan_id=plan_id,
            number=number,
            item=item,
            item_key=item.key,
            state="published",
            published_at=moment,
            submission_key=uuid.uuid4(),
        )
        for number, item in about.items()
    )
    text = "Doplnit přehled dostupných komunit a zveřejnit jej."
    stems = stems_of(text)
    CommentVersion.objects.bulk_create(
        CommentVersion(comment=comment, item=comment.item, text=text) for comment in comments
    )
    Contact.objects.bulk_create(Contact(comment=comment, name="Občan") for comment in comments)
    Point.objects.bulk_create(
        Point(
            comment=comment,
            item=comment.item,
            item_key=comment.item_key,
            text=text,
            stems=stems,
        )
        for comment in comments
    )


def cpu_ratio(
    ours: Callable[[], object], floor: Callable[[], object], rounds: int = 30, repeat: int = 5
) -> float:
    """Median over pairs of (CPU time of ours / CPU time of the floor), run in turn."""
    ratios = []
    for _ in range(rounds + 2):
        times = []
        for deed in (ours, floor):
            begun = time.process_time()
            for _ in range(repeat):
                deed()
            times.append(time.process_time() - begun)
        ratios.append(times[0] / times[1])
    return statistics.median(ratios[2:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(application: str, workers: int = 2, **environment: str) -> Iterator[int]:
    """Gunicorn as in production, on a free port of the loopback; yields the port.

    It has the given variables in its environment besides our own.
    """
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "gthread", "--workers", str(workers), "--threads", "4"),
            *("--log-level", "warning", "--no-control-socket"),
        ],
        env=os.environ | environment,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def throughput(
    port: int, path: str, seconds: float = 3.0, headers: str = "", clients: int = 4
) -> float:
    """Answers a second over kept-alive connections; anything but 200 or 304 is an error."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
    counts = [0] * clients
    until = time.monotonic() + seconds

    def ask(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection_:
            while time.monotonic() < until:
                connection_.sendall(request)
                read_answer(connection_)
                counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def read_answer(connection_: socket.socket) -> None:
    """Read one HTTP answer off a kept-alive connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection_.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    if status == b"304":
        return
    if status != b"200":
        raise RuntimeError(head.decode())
    # By one search, for the reader shares the machine with the server and pages differ in headers.
    length = int(head[head.lower().index(b"content-length:") + 15 :].split(b"\r\n", 1)[0])
    received = len(body)
    while received < length:
        received += len(connection_.recv(65536))


def report(name: str, value: float, bound: str, *, ok: bool) -> bool:
    """Print one figure beside its bound; returns whether it holds."""
    print(f"{'ok  ' if ok else 'OVER'} {connection.vendor:10} {name:58} {value:8.3f}  {bound}")
    return ok


def told(name: str, value: float) -> None:
    """Print a figure that is worth knowing and has no bound."""
    print(f"     {connection.vendor:10} {name:58} {value:8.3f}")


def at_most(name: str, value: float, bound: float) -> bool:
    return report(name, value, f"at most {bound}", ok=value <= bound)


def at_least(name: str, value: float, bound: float) -> bool:
    return report(name, value, f"at least {bound}", ok=value >= bound)
