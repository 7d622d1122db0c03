"""The driver behind `benchmarks.loss`, in a process whose settings name the database of its own.

People comment ten times a second, each by the form of the page, and send the very same form again
until they have a receipt; at random moments a process is killed. In the end receipts, rows and
letters are held against one another.
"""

import email
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email import policy
from typing import Any

from aiosmtpd.controller import Controller

from benchmarks import ground, posting
from benchmarks.load import consulted
from benchmarks.own import KILL_POSTGRES
from benchmarks.supervised import Supervised

SEED = int(os.environ.get("LOSS_SEED") or 2018)
KILLS = int(os.environ.get("LOSS_KILLS") or 20)
# Whether the portal has a defect that has to be found.
PLANTED = os.environ.get("LOSS_PLANTED") == "1"
A_SECOND = 10
# Between two kills, so that the portal is up again in most cases, but not in all.
SECONDS_BETWEEN = (2.0, 6.0)
PATIENCE_SECONDS = 240.0


class Post:
    """A mail server that takes everything and knows by which number."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos[0], str(message["Message-ID"])))
        return "250 OK"


class Public:
    """Who comments: at its time each, and again and again until the portal has said yes."""

    def __init__(self, port: int, items: list[int]) -> None:
        self.port, self.items = port, items
        self.receipts: Counter[int] = Counter()
        self.tries: Counter[str] = Counter()
        self.over = threading.Event()
        self.lock = threading.Lock()

    def comment_for_as_long(self) -> None:
        """Until it is over; returns when everybody has a receipt, or patience ends."""
        with ThreadPoolExecutor(200) as people:
            number, begun = 0, time.monotonic()
            while not self.over.is_set():
                people.submit(self.comment, number)
                number += 1
                time.sleep(max(0, begun + number / A_SECOND - time.monotonic()))
            self.asked = number

    def comment(self, number: int) -> None:
        item = self.items[number % len(self.items)]
        checked = self._until_it_works("check", lambda: posting.check(self.port, item, number))
        if checked is None:
            return
        time.sleep(posting.READING_SECONDS)
        if self._until_it_works("send", lambda: posting.send(self.port, checked) or True):
            with self.lock:
                self.receipts[number] += 1

    def _until_it_works(self, name: str, ask: Callable[[], Any]) -> Any:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                return ask()
            except (OSError, posting.Failed, ValueError, EOFError) as failure:
                with self.lock:
                    self.tries[f"{name}: {_kind(failure)}"] += 1
            except Exception as failure:  # noqa: BLE001  (a broken answer is one more try)
                with self.lock:
                    self.tries[f"{name}: {type(failure).__name__}"] += 1
            time.sleep(1)
        return None


def _kind(failure: Exception) -> str:
    return str(failure)[:60] if isinstance(failure, posting.Failed) else type(failure).__name__


def main() -> None:
    ground.prepare()
    edition = consulted()
    items = list(edition.items.filter(tier__is_measure=True).values_list("pk", flat=True))
    ground.connection.close()
    post, mail_port, port = Post(), ground.free_port(), ground.free_port()
    mail = Controller(post, hostname="127.0.0.1", port=mail_port)
    mail.start()
    portal, worker = started(port, mail_port)
    public = Public(port, items)
    try:
        wait_for(port)
        writing = threading.Thread(target=public.comment_for_as_long)
        writing.start()
        done = kill_one_after_another(portal, worker)
        public.over.set()
        writing.join()
        wait_for_letters()
        results = compare(public, post, edition.plan_id, done)
    finally:
        for process in (portal, worker):
            if not all(locals().get("results") or [False]):
                sys.stderr.write(f"{process.name}:\n{process.told()}\n")
            process.end()
        mail.stop()


def started(port: int, mail_port: int) -> tuple[Supervised, Supervised]:
    env = os.environ | posting.BEHIND_PROXY
    env |= {"PORT": str(port), "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail_port)}
    env |= {"EMAIL_TLS": "none", "BRNOPLAN_BIND": "", "WEB_CONCURRENCY": "2"}
    python = sys.executable
    gunicorn = [python, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    gunicorn += ["benchmarks.planted:application"] if PLANTED else []
    worker = [python, "manage.py", "work"]
    return Supervised("portal", gunicorn, env=env), Supervised("worker", worker, env=env)


def wait_for(port: int) -> None:
    for _time in range(300):
        try:
            posting.check(port, 0, 0)
        except posting.Failed:
            return  # It answers, though not to that.
        except (OSError, ValueError):
            time.sleep(0.1)
    sys.exit("The portal does not answer.")


def kill_one_after_another(portal: Supervised, worker: Supervised) -> Counter[str]:
    """Kill as often as KILLS, each kind of process equally often, in a seeded order."""
    choice = random.Random(SEED)
    ways: dict[str, Callable[[], object]] = {
        "a worker of gunicorn": lambda: portal.kill_child(choice.choice),
        "gunicorn itself": portal.kill,
        "the worker": worker.kill,
    }
    if ground.connection.vendor == "postgresql":
        ways["PostgreSQL"] = lambda: print(KILL_POSTGRES, flush=True)
    names = [list(ways)[number % len(ways)] for number in range(KILLS)]
    choice.shuffle(names)
    for name in names:
        time.sleep(choice.uniform(*SECONDS_BETWEEN))
        ways[name]()
    time.sleep(SECONDS_BETWEEN[1])
    return Counter(names)


def wait_for_letters() -> None:
    """As if the minutes had passed that a letter waits for whose worker was killed."""
    from django.db import Error
    from django.utils import timezone

    from strategy.models import Letter

    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            waiting = Letter.objects.waiting()
            if not waiting.exists():
                return
            # None is being sent any more: what could go out went in these seconds.
            time.sleep(5)
            waiting.update(send_after=timezone.now())
        except Error:
            ground.connection.close()
        time.sleep(5)


def compare(public: Public, post: Post, plan: int, done: Counter[str]) -> list[bool]:
    from comments.models import Comment
    from strategy.models import Letter

    rows = Comment.objects.filter(plan=plan)
    wordings = Counter(rows.values_list("versions__text", flat=True))
    asked = {posting.typed(0, number)["text"] for number in public.receipts}
    numbers = sorted(rows.values_list("number", flat=True))
    letters = Counter(address for address, _number in set(post.taken))
    wanted = {posting.typed(0, number)["email"] for number in public.receipts}
    ground.told("loss: comments asked for", public.asked)
    for name, times in sorted(done.items()):
        ground.told(f"loss: kills of {name}", times)
    for name, times in public.tries.most_common(8):
        ground.told(f"loss: tried again, {name}", times)
    again = len(post.taken) - len(set(post.taken))
    ground.told("loss: letters handed over again under their number", again)
    return [
        _exactly("loss: receipts", sum(public.receipts.values()), public.asked),
        _exactly("loss: comments", rows.count(), public.asked),
        _exactly("loss: receipts without their comment", len(asked - wordings.keys()), 0),
        _exactly("loss: doubled comments", sum(wordings.values()) - len(wordings), 0),
        _exactly("loss: numbers missing", len(set(range(1, len(numbers) + 1)) - {*numbers}), 0),
        _exactly("loss: half comments", _half(rows), 0),
        _exactly("loss: letters written", Letter.objects.exclude(to="").count(), public.asked),
        _exactly(
            "loss: people with exactly one letter", list(letters.values()).count(1), public.asked
        ),
        _exactly("loss: people without a letter", len(wanted - letters.keys()), 0),
        ground.at_most("loss: letters handed over again", again, done["the worker"]),
    ]


def _half(rows: Any) -> int:
    """Comments that lack a part of what is written with them."""
    whole = rows
    for part in ("versions", "points", "contact"):
        whole = whole.filter(**{f"{part}__isnull": False})
    kept = rows.model.history.filter(history_type="+").values("id")
    return int(rows.exclude(pk__in=whole.filter(pk__in=kept).values("pk")).count())


def _exactly(name: str, value: float, wanted: float) -> bool:
    return ground.report(name, value, f"exactly {wanted}", ok=value == wanted)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(1))
    main()
