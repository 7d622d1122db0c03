"""The driver behind `benchmarks.full`: people comment and read a PDF before, while and after."""

import http.client
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from benchmarks import ground, posting
from benchmarks.load import consulted
from brnoplan import working
from comments.models import Comment, CommentVersion, Contact, Point

FILLER = Path(sys.argv[1])


def main() -> None:
    ground.prepare()
    edition = consulted()
    item = edition.items.filter(tier__is_measure=True)[0].pk
    pdf = f"/{edition.plan.slug}/edice/{edition.number}/plan.pdf"
    ground.connection.close()
    with ground.server("brnoplan.wsgi", **posting.BEHIND_PROXY) as port:
        before, during = posting.check(port, item, 1), posting.check(port, item, 2)
        time.sleep(posting.READING_SECONDS)
        posting.send(port, before)
        with full():
            told = [answer(port, posting.request(posting.SEND, during)) for _time in range(20)]
            pages = answer(port, read(edition.get_absolute_url()))[0]
            pdfs = answer(port, read(pdf))[0]
        words = posting.typed(item, 2)["text"]
        # PostgreSQL has room of its own laid by, and so takes a few in.
        ground.told("full: comments without room", [status for status, _said in told].count(503))
        exactly("answers without a receipt or every word", len(lost(told, words)), 0)
        exactly("a page meanwhile", pages, 200)
        exactly("a PDF that found no room", pdfs, 503)
        exactly("half files", len(half_files()), 0)
        again = [until_sent(port, during) for _time in range(2)]
        # On a busy machine it is the worker who makes it.
        answer(port, read(pdf))
        working.work(once=True)
        ground.connection.close()
        exactly("the same form, twice, once there is room", again.count(303), 2)
        exactly("the PDF once there is room", until(port, read(pdf), 200), 200)
    parts = (Contact, CommentVersion, Point)
    counts = {part.objects.filter(comment__plan=edition.plan_id).count() for part in parts}
    taken = Comment.objects.filter(plan=edition.plan_id)
    exactly("comments in the end", taken.count(), 2)
    exactly("rows of each of their parts", max(counts) if len(counts) == 1 else -1, 2)


@contextmanager
def full() -> Iterator[None]:
    """Fill the disk to the last byte, and for as long as it lasts whatever is freed."""
    with FILLER.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while True:
                    file.write(b"x" * size)
        try:
            yield
        finally:
            FILLER.unlink()


def read(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()


def answer(port: int, wanted: bytes) -> tuple[int, str]:
    """(status, page) of one request."""
    with socket.create_connection(("127.0.0.1", port)) as link:
        link.sendall(wanted)
        found = http.client.HTTPResponse(link)
        found.begin()
        return found.status, found.read().decode(errors="replace")


def until(port: int, wanted: bytes, status: int) -> int:
    """The answer, asked for until it is that one, for a minute."""
    for _time in range(60):
        found = answer(port, wanted)[0]
        if found == status:
            break
        time.sleep(1)
    return found


def until_sent(port: int, checked: posting.Checked) -> int:
    return until(port, posting.request(posting.SEND, checked), 303)


def lost(told: list[tuple[int, str]], words: str) -> list[int]:
    """Statuses of answers that neither say yes nor give the words back."""
    kept = {(303, False), (503, True)}
    return [status for status, said in told if (status, words in said) not in kept]


def half_files() -> list[Path]:
    found = Path(settings.MEDIA_ROOT).rglob("*")
    return [path for path in found if path.is_file() and not path.name.startswith(".press")]


def exactly(name: str, value: float, wanted: float) -> None:
    ground.report(f"full: {name}", value, f"exactly {wanted}", ok=value == wanted)


if __name__ == "__main__":
    main()
