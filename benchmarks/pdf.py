"""The PDF: time beside WeasyPrint alone, memory, a long plan, readers meanwhile, the archive."""

import io
import os
import queue
import resource
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from unittest.mock import patch

import pikepdf
from django.core.management import call_command

from benchmarks.ground import DATA, at_least, at_most, server, throughput
from strategy.models import ArchivedPdf, Edition
from strategy.outline import Outline, outline
from strategy.pdf import document, press, rendering

TIMES_LONGER = 30
ALONE = """
import sys, weasyprint
sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.read()).write_pdf(
    stylesheets=[sys.argv[1]], pdf_variant="pdf/a-2a"))
"""
PEAK = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "strategy.pdf.press"], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def run() -> list[bool]:
    edition = Edition.objects.select_related("plan").get(plan__slug="brno-2050", number=1)
    html = document.html(edition)
    long = long_document(edition)
    return [
        at_most("PDF of the real plan / WeasyPrint alone, CPU", beside_weasyprint(html), 1.15),
        at_most("PDF of the real plan, peak memory in MB", peak_megabytes(html), 200),
        *long_beside_short(html, long),
        at_least("public pages during a rendering / without", readers_meanwhile(long), 0.8),
        at_least("approved PDF / bare page of its size", approved_file(), 0.8),
    ]


def long_document(edition: Edition) -> str:
    """The real plan over and over, each time under codes of its own."""
    rows = [
        row._replace(handle=f"{row.handle}-{time_}", code=row.code and f"{row.code}-{time_}")
        for time_ in range(TIMES_LONGER)
        for row in outline(edition).rows
    ]
    with patch.object(document, "outline", lambda _edition: Outline(rows, None)):
        return document.html(edition)


def cpu_of(html: str) -> tuple[float, bytes]:
    """Processor seconds of one rendering, our own part and the child's, and the PDF."""
    begun = cpu_so_far()
    pdf = rendering.render(html)
    return cpu_so_far() - begun, pdf


def cpu_so_far() -> float:
    """Of this process and its ended children; says nothing of their priority."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def beside_weasyprint(html: str, rounds: int = 7) -> float:
    """Median over pairs, run in turn; the first pair warms the disk's cache."""
    style = DATA / "alone.css"
    fonts = f"{press.FONTS.as_uri()}/"
    style.write_text(press.STYLE.read_text().replace(f"{press.SCHEME}fonts/", fonts))
    ratios = []
    for _ in range(rounds + 1):
        ours, _pdf = cpu_of(html)
        begun = cpu_so_far()
        alone = [sys.executable, "-c", ALONE, str(style)]
        subprocess.run(alone, input=html.encode(), check=True, capture_output=True)
        ratios.append(ours / (cpu_so_far() - begun))
    return statistics.median(ratios[1:])


def peak_megabytes(html: str) -> float:
    """Asked of a small process that has no other child."""
    environment = rendering._environment(str(DATA))
    answer = subprocess.run(
        [sys.executable, "-c", PEAK],
        input=html.encode(),
        env=environment,
        check=True,
        capture_output=True,
    )
    return int(answer.stdout) / 1000


def long_beside_short(html: str, long: str) -> list[bool]:
    """The long plan against the real one, as a whole and by the page."""
    (seconds, pages), (long_seconds, long_pages) = (
        (seconds, pages_of(pdf))
        for seconds, pdf in (min(cpu_of(html) for _ in range(3)), cpu_of(long))
    )
    ratio = long_seconds / seconds
    return [
        at_most("PDF, 30 times the plan / the plan, CPU", ratio, 33),
        at_most("PDF page, 30 times the plan / the plan, CPU", ratio * pages / long_pages, 1.5),
    ]


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def readers_meanwhile(long: str, slices: int = 8) -> float:
    """Readers of a stored page while a long document is at the press; median over pairs.

    The press is stopped and let go on by turns, so that both halves of a pair are of one moment.
    """
    ratios = []
    with server("brnoplan.wsgi:application") as port, at_press(long) as child:
        throughput(port, "/brno-2050/", 2)
        for _ in range(slices):
            os.kill(child, signal.SIGSTOP)
            without = throughput(port, "/brno-2050/", 1)
            os.kill(child, signal.SIGCONT)
            ratios.append(throughput(port, "/brno-2050/", 1) / without)
    return statistics.median(ratios)


@contextmanager
def at_press(html: str) -> Iterator[int]:
    """A rendering under way, by the number of its process, which has to outlast the block."""
    restrained: queue.Queue[int] = queue.Queue()
    restrain = rendering._restrain

    def remember(pid: int) -> None:
        restrain(pid)
        restrained.put(pid)

    with patch.object(rendering, "_restrain", remember):
        thread = threading.Thread(target=render_until_killed, args=(html,))
        thread.start()
        child = restrained.get()
        time.sleep(2)
        try:
            yield child
        finally:
            os.kill(child, signal.SIGKILL)
            thread.join()


def render_until_killed(html: str) -> None:
    with suppress(rendering.RenderingFailed):
        rendering.render(html)


def approved_file(rounds: int = 5) -> float:
    """Throughput of an approved edition's PDF against a bare page of its size; median of pairs."""
    call_command("work", once=True, verbosity=0)
    original = ArchivedPdf.objects.select_related("edition__plan").first()
    path = f"{original.edition.get_absolute_url()}plan.pdf"
    ratios = []
    with server("benchmarks.floor:application") as port:
        throughput(port, path, 1)  # into the store of each process
        for _ in range(rounds):
            ours = throughput(port, path, 2)
            ratios.append(ours / throughput(port, f"/podlaha/{original.size}/", 2))
    return statistics.median(ratios)
