"""A busy minute: 20 comments a second beside 50 page views a second, without an error.

On PostgreSQL and gunicorn as in production, from as many addresses as there are senders. What is
asked for is asked for at its time, whether or not what came before is answered; so a queue shows.
"""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from typing import NamedTuple

from django.utils import timezone
from django.utils.timezone import localdate

from benchmarks import posting
from benchmarks.ground import at_most, connection, make_plan, report, server, told
from comments import consultation
from comments.models import Comment
from strategy import editions
from strategy.models import Edition, Item


class Course(NamedTuple):
    """How long, and how many a second, by so many clients at a time."""

    seconds: int
    comments: int
    views: int
    clients: int


MINUTE = Course(seconds=60, comments=20, views=50, clients=48)


class Log:
    """Seconds that answers took by what was asked, and what went wrong, for many threads."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {"view": [], "check": [], "send": []}
        self.errors: Counter[str] = Counter()

    def note(self, name: str, due: float, ask: Callable[[], object]) -> None:
        """Ask when it is due, and write down how long after that the answer was there.

        Who could not even ask by the time that they would have left does not: behind a portal
        whose threads are all held the queue would otherwise never end.
        """
        time.sleep(max(0, due - time.monotonic()))
        if time.monotonic() - due > posting.MOST_SECONDS:
            self.errors[f"{name}: left before it was their turn"] += 1
            return
        try:
            ask()
        except Exception as error:  # noqa: BLE001  (whatever it is, it is counted)
            self.errors[f"{name}: {error!r}"] += 1
        else:
            self.seconds[name].append(time.monotonic() - due)


def run() -> list[bool]:
    if connection.vendor != "postgresql":
        return []
    edition = consulted()
    items = list(Item.objects.filter(edition=edition, tier__is_measure=True))
    with server("brnoplan.wsgi", **posting.BEHIND_PROXY) as port:
        log = busy(port, items, MINUTE)
    taken = Comment.objects.filter(plan=edition.plan_id).count()
    for name, seconds in log.seconds.items():
        told(f"load, {name}: p50 in ms", quantile(seconds, 0.5) * 1000)
        told(f"load, {name}: p95 in ms", quantile(seconds, 0.95) * 1000)
    for error, times in log.errors.items():
        print(f"     {times} times {error}")
    wanted = MINUTE.seconds * MINUTE.comments
    return [
        at_most("load: errors", sum(log.errors.values()), 0),
        report("load: comments taken in", taken, f"exactly {wanted}", ok=taken == wanted),
    ]


def consulted() -> Edition:
    edition = editions.publish(make_plan("napor", goals=2, priorities=5, measures=10))
    now = timezone.now()
    consultation.announce(
        edition,
        opens_at=now,
        closes_at=now + timedelta(days=21),
        answers_promised_on=localdate() + timedelta(days=90),
    )
    return edition


def busy(port: int, items: list[Item], course: Course, first: int = 0) -> Log:
    """Everything at its time; who comments reads the check page first.

    `first` is the number of the first to comment, for who has commented does not do so again.
    """
    log, begun = Log(), time.monotonic() + 0.5
    paths = [item.get_absolute_url() for item in items]
    with ThreadPoolExecutor(course.clients) as clients:
        plan: list[tuple[float, Callable[[float], object]]] = [
            (number / course.views, view(log, port, paths[number % len(paths)]))
            for number in range(course.seconds * course.views)
        ]
        for number in range(course.seconds * course.comments):
            checking, sending = comment(log, port, items[number % len(items)].pk, first + number)
            at = number / course.comments
            plan += [(at, checking), (at + posting.READING_SECONDS + 1, sending)]
        for at, deed in sorted(plan, key=lambda planned: planned[0]):
            time.sleep(max(0, begun + at - time.monotonic()))
            clients.submit(deed, begun + at)
    return log


def view(log: Log, port: int, path: str) -> Callable[[float], None]:
    def ask() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=posting.MOST_SECONDS)
        link.request("GET", path, headers={"Connection": "close"})
        answer = link.getresponse()
        answer.read()
        if answer.status != HTTPStatus.OK:
            raise posting.Failed(f"view: {answer.status}")

    return lambda due: log.note("view", due, ask)


def comment(
    log: Log, port: int, item_id: int, number: int
) -> tuple[Callable[[float], None], Callable[[float], None]]:
    """Having the check page shown, and then sending what it holds."""
    found: list[posting.Checked] = []
    read_until: list[float] = []
    answered = threading.Event()

    def check() -> None:
        try:
            found.append(posting.check(port, item_id, number))
            read_until.append(time.monotonic() + posting.READING_SECONDS)
        finally:
            answered.set()

    def send() -> None:
        if not found:
            raise posting.Failed("send: there was nothing to read")
        posting.send(port, found.pop())

    def sending(due: float) -> None:
        # Nobody sends what they have not read.
        answered.wait(max(0, due + posting.MOST_SECONDS - time.monotonic()))
        log.note("send", max([due, *read_until]), send)

    return lambda due: log.note("check", due, check), sending


def quantile(seconds: list[float], part: float) -> float:
    ordered = sorted(seconds)
    return ordered[int(part * (len(ordered) - 1))] if ordered else float("nan")
