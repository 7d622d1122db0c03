"""What one portal takes: of memory by its processes, of disk by what is kept.

The figures that docs/scale.md counts with. `./run bench scale`; on PostgreSQL, as in production.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import ground, posting
from benchmarks.closing_hour import wait_for
from benchmarks.ground import connection, told
from benchmarks.load import consulted
from benchmarks.supervised import children_of

COMMENTS, ITEMS = 300, 1000


def run() -> list[bool]:
    if connection.vendor != "postgresql":
        return []
    disk()
    connection.close()
    memory()
    return []


def disk() -> None:
    """Bytes of the database by what is written into it, indexes and history too."""
    from comments import publication, receiving
    from comments.models import Comment
    from comments.rows import Said
    from strategy import editions
    from strategy.pdf import document, rendering

    edition = consulted()
    item = edition.items.filter(tier__is_measure=True).first()

    def comment() -> None:
        for number in range(COMMENTS):
            said = [Said(item, f"{number}. " + "Doplnit přehled dostupných komunit. " * 10)]
            given = {"name": f"Občanka {number}", "channel": Comment.Channel.IMPORT}
            publication.publish(receiving.receive(said, **given))

    def plan() -> None:
        editions.publish(ground.make_plan("velky", goals=10, priorities=10, measures=9))

    told("scale: kB of the database, empty but for the demo", size() / 1000)
    told("scale: kB of a comment of 360 letters", grown(comment) / COMMENTS / 1000)
    told("scale: kB of an item of an edition and its draft", grown(plan) / ITEMS / 1000)
    from strategy.models import Edition

    real = Edition.objects.published().get(plan__slug="brno-2050")
    told("scale: kB of the real plan's PDF", len(rendering.render(document.html(real))) / 1000)


def grown(deed: Callable[[], None]) -> int:
    before = size()
    deed()
    return size() - before


def size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def memory() -> None:
    """Of gunicorn with one process and with two, and of the worker; what they share, shared out."""
    env = os.environ | posting.BEHIND_PROXY
    for count in (1, 2):
        port = ground.free_port()
        own = {"BRNOPLAN_BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": str(count)}
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
        web = subprocess.Popen(gunicorn, env=env | own)
        worker = subprocess.Popen([sys.executable, "manage.py", "work"], env=env)
        try:
            wait_for(port)
            told(f"scale: MB of gunicorn with {count} processes", tree(web.pid) / 1000)
            told("scale: MB of the worker", tree(worker.pid) / 1000)
        finally:
            for process in (web, worker):
                process.terminate()
                process.wait()


def tree(pid: int) -> int:
    """Proportional set size of a process and those below it, in kB."""
    own = Path(f"/proc/{pid}/smaps_rollup").read_text()
    share = next(int(line.split()[1]) for line in own.splitlines() if line.startswith("Pss:"))
    return share + sum(tree(child) for child in children_of(pid))
