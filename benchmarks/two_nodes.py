"""The driver behind `benchmarks.nodes`, in a process whose settings name its own database."""

import http.client
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from aiosmtpd.controller import Controller

from benchmarks import ground, losing, posting
from benchmarks.closing_hour import wait_for
from benchmarks.load import consulted
from benchmarks.proxy import Proxy, proxy
from benchmarks.supervised import Supervised

NAME, PASSWORD = "spravce", "dva-uzly-jedno-heslo"
FRESH_SECONDS, PDF_SECONDS = 2.0, 120.0
# While one node is gone: views and comments a second, and for how long.
VIEWS, COMMENTS, GONE_SECONDS = 20, 2, 10


class Node(NamedTuple):
    """One machine's portal: the port of its gunicorn, and its processes."""

    port: int
    web: Supervised
    worker: Supervised

    def kill(self) -> None:
        """As if the machine had lost its power; it does not come back."""
        for process in (self.web, self.worker):
            process.end(signal.SIGKILL)


class Answer(NamedTuple):
    status: int
    text: str
    headers: http.client.HTTPMessage


def main() -> None:
    ground.prepare()
    edition = consulted()
    with_accounts()
    items = list(edition.items.filter(tier__is_measure=True))
    pages = [item.get_absolute_url() for item in items]
    ground.connection.close()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="brnoplan-nodes-")))
        post, nodes = losing.Post(), []
        mail_port = ground.free_port()
        mail = Controller(post, hostname="127.0.0.1", port=mail_port)
        mail.start()
        stack.callback(mail.stop)
        nodes = [stack.enter_context(node(folder / name, mail_port)) for name in ("a", "b")]
        nginx = stack.enter_context(before(folder, nodes))
        signs_in(nginx, nodes)
        shows_everywhere(nodes, items[0].pk, pages[0])
        counts_together(nodes, items[1].pk)
        gives_out(nodes, edition.plan.slug)
        loses_one(nginx, nodes, items, pages)
        letters(post)


def with_accounts() -> None:
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_superuser(NAME, password=PASSWORD)


@contextmanager
def node(data: Path, mail_port: int) -> Iterator[Node]:
    """A portal and a worker in a data folder of their own, in which what is shared is linked."""
    data.mkdir(mode=0o700)
    for name in ("files", "documents"):
        shared = ground.DATA / name
        shared.mkdir(exist_ok=True)
        (data / name).symlink_to(shared)
    from django.conf import settings

    port = ground.free_port()
    env = os.environ | posting.BEHIND_PROXY
    env |= {"BRNOPLAN_DATA": str(data), "BRNOPLAN_STATIC": str(ground.DATA / "static")}
    env |= {"BRNOPLAN_LEDGER": str(ground.DATA / "erasures.jsonl")}
    env |= {"SECRET_KEY": settings.SECRET_KEY, "EMAIL_HOST": "127.0.0.1", "EMAIL_TLS": "none"}
    env |= {"EMAIL_PORT": str(mail_port), "BRNOPLAN_BIND": f"127.0.0.1:{port}"}
    env |= {"WEB_CONCURRENCY": "2"}
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    web = Supervised(f"portal {data.name}", gunicorn, env=env)
    worker = Supervised(f"worker {data.name}", [sys.executable, "manage.py", "work"], env=env)
    try:
        wait_for(port)
        yield Node(port, web, worker)
    finally:
        for process in (web, worker):
            if not process.is_over.is_set():
                process.end()


@contextmanager
def before(folder: Path, nodes: list[Node]) -> Iterator[Proxy]:
    """nginx as it is shipped, with both nodes in its upstream and without a certificate."""
    servers = "\n    ".join(f"server 127.0.0.1:{one.port};" for one in nodes)
    changes = {"server unix:/run/brnoplan/portal.sock;": servers}
    changes |= {"    listen [::]:443 ssl http2;\n": "", " ssl http2;": ";"}
    with proxy(folder, **changes) as running:
        # Its page of outages lies there.
        running.statics.rmdir()
        running.statics.symlink_to(ground.DATA / "static")
        yield running


def ask(port: int, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
    """What that address answers, as it would to a visitor through a proxy."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    named = {"X-Forwarded-For": "10.9.9.9", "Connection": "close"} | headers
    if fields is None:
        link.request("GET", path, headers=named)
    else:
        link.request("POST", path, urlencode(fields), posting.FORM | named)
    answer = link.getresponse()
    text = answer.read().decode("utf-8", "replace")
    link.close()
    return Answer(answer.status, text, answer.headers)


def signs_in(nginx: Proxy, nodes: list[Node]) -> bool:
    """Through nginx, which asks the nodes in turn; then each node knows who it is."""
    form = ask(nginx.secure, "/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
    fields = {"username": NAME, "password": PASSWORD, "next": "/admin/"}
    fields["csrfmiddlewaretoken"] = token[1] if token else ""
    entered = ask(nginx.secure, "/admin/login/", fields, Cookie=_cookies(form))
    known = {"Cookie": _cookies(entered)}
    ports = [one.port for one in nodes] * 3 + [nginx.secure] * 6
    inside = [ask(port, "/admin/", **known).status for port in ports]
    return _exactly("nodes: pages of the office, signed in once", inside.count(200), len(ports))


def _cookies(answer: Answer) -> str:
    return "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or [])


def shows_everywhere(nodes: list[Node], item: int, page: str) -> bool:
    """A comment sent at one node and published shows at the other, whose page was in store."""
    waits = []
    for number, (here, there) in enumerate([nodes, nodes[::-1]] * 3, start=5000):
        taken_in(here, item, number, posting.address(number))
        stored = [ask(there.port, page).text for _time in range(3)][-1]
        words = posting.typed(item, number)["text"]
        publish(words)
        # As it is written on a page, where some spaces do not break.
        seen = re.compile(rf"Doplnit\s{number}\.")
        if seen.search(stored):
            sys.exit("A comment was shown before it was published.")
        waits.append(seconds_until(partial(_shows, there, page, seen)))
    name = "nodes: a comment of one shows at the other after, s (slowest of 6)"
    return ground.at_most(name, max(waits), FRESH_SECONDS)


def taken_in(here: Node, item: int, number: int, own: str) -> bool:
    """Whether a comment without an e-mail, which nobody has to confirm, is."""
    from_there = {"X-Forwarded-For": own}
    page = ask(here.port, posting.CHECK, posting.typed(item, number) | {"email": ""}, **from_there)
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.text)
    time.sleep(posting.READING_SECONDS)
    sent = ask(here.port, posting.SEND, dict(found), Cookie=_cookies(page), **from_there)
    return sent.status == HTTPStatus.SEE_OTHER


def _shows(there: Node, page: str, words: re.Pattern[str]) -> bool:
    return words.search(ask(there.port, page).text) is not None


def publish(words: str) -> None:
    from comments import publication
    from comments.models import Comment

    publication.publish(Comment.objects.get(versions__text=words))
    ground.connection.close()


def seconds_until(holds: Callable[[], bool], most: float = 20.0) -> float:
    begun = time.monotonic()
    while not holds() and time.monotonic() - begun < most:
        time.sleep(0.05)
    return time.monotonic() - begun


def counts_together(nodes: list[Node], item: int) -> bool:
    """Of one sender without an e-mail, who turns from one node to the other."""
    from comments.limits import ADDRESS

    numbers = range(7000, 7000 + ADDRESS.most + 3)
    own = posting.address(7000)
    taken = sum(taken_in(nodes[number % 2], item, number, own) for number in numbers)
    return _exactly("nodes: comments of one address, sent to both", taken, ADDRESS.most)


def gives_out(nodes: list[Node], slug: str) -> bool:
    """A PDF that is ordered at one node can be had at the other."""
    path = f"/{slug}/edice/1/plan.pdf"
    ask(nodes[0].port, path)
    seconds = seconds_until(
        lambda: "pdf" in (ask(nodes[1].port, path).headers["Content-Type"] or ""), PDF_SECONDS
    )
    return ground.at_most("nodes: a PDF of one is had at the other after, s", seconds, PDF_SECONDS)


def loses_one(nginx: Proxy, nodes: list[Node], items: list, pages: list[str]) -> list[bool]:
    """One node is killed under load, and the other serves alone."""
    statuses: Counter[str] = Counter()
    checked = [
        posting.check(nginx.secure, items[number % len(items)].pk, 9000 + number)
        for number in range(COMMENTS * GONE_SECONDS)
    ]
    time.sleep(posting.READING_SECONDS)
    killing = threading.Timer(GONE_SECONDS / 3, nodes[1].kill)
    killing.start()
    threads = []
    begun = time.monotonic()
    for number in range(VIEWS * GONE_SECONDS):
        time.sleep(max(0, begun + number / VIEWS - time.monotonic()))
        # What nginx keeps would ask no node.
        path = f"{pages[number % len(pages)]}?uzel={number}"
        deeds = [lambda path=path: str(ask(nginx.secure, path).status)]
        if number % (VIEWS // COMMENTS) == 0:
            one = checked.pop()
            deeds.append(lambda one=one: _sent(nginx.secure, one))
        for deed in deeds:
            threads.append(threading.Thread(target=lambda deed=deed: statuses.update([deed()])))
            threads[-1].start()
    for thread in threads:
        thread.join()
    killing.join()
    for status, times in sorted(statuses.items()):
        ground.told(f"nodes: while one is killed, {status}", times)
    good = statuses["200"] + statuses["taken in"]
    faults = statuses.total() - good
    # What the killed node was just at: nginx sends nothing a second time that changes something.
    return [
        ground.at_most("nodes: faults while one is killed, views", faults - _posts(statuses), 0),
        ground.at_most("nodes: the same, comments that it was at", _posts(statuses), 2),
    ]


def _posts(statuses: Counter[str]) -> int:
    return sum(times for status, times in statuses.items() if status.startswith("comment"))


def _sent(port: int, checked: posting.Checked) -> str:
    """Taken in, or what the answer was; as whoever is told of a fault sends it again, so do we."""
    try:
        posting.send(port, checked)
    except posting.Failed as failure:
        posting.send(port, checked)
        return f"comment {failure}"
    return "taken in"


def letters(post: losing.Post) -> list[bool]:
    """Whoever gave an e-mail has the letters about their comment, of two workers."""
    from strategy.models import Letter

    losing.wait_for_letters()
    handed = Counter(number for _address, number in post.taken)
    written = set(Letter.objects.exclude(to="").values_list("message_id", flat=True))
    ground.told("nodes: letters written", len(written))
    ground.connection.close()
    again = handed.total() - len(handed)
    return [
        ground.at_least("nodes: letters", len(written), 1),
        _exactly("nodes: letters that nobody got", len(written - handed.keys()), 0),
        # One that the killed worker had just handed over comes again, under its number.
        ground.at_most("nodes: letters handed over twice", again, 1),
    ]


def _exactly(name: str, value: float, wanted: float) -> bool:
    return ground.report(name, value, f"exactly {wanted}", ok=value == wanted)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_given: sys.exit(1))
    main()
