"""How gunicorn serves the portal: the same under ./run, systemd and in the container."""

import gc
import os
import sys
from typing import Any


def number(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or int(value) < 1:
        sys.exit(f"{name} must be a whole number from 1 up, not {value!r}.")
    return int(value)


wsgi_app = "brnoplan.wsgi"
# Several addresses with commas between. Under systemd the socket is handed over instead.
bind = [
    place.strip()
    for place in (os.environ.get("BRNOPLAN_BIND") or f"127.0.0.1:{number('PORT', 8000)}").split(",")
]
worker_class = "gthread"
# One for each core: pages are made by Python, of which a process does one at a time. Two at least,
# so that one that ends leaves another; four threads each, most of which wait for the database.
workers = number("WEB_CONCURRENCY", max(2, len(os.sched_getaffinity(0))))
threads = 4
# Who is being answered when the portal is stopped has so long; systemd and compose wait longer.
graceful_timeout = 30
# Begun anew now and then, so that no slow leak of a library grows for months; never all at once.
max_requests, max_requests_jitter = 50_000, 10_000
# As long as nginx takes it. A letter of Czech may be six signs of an address.
limit_request_line = 8190
# Waiting in the kernel while all threads are busy, or the portal is started anew.
backlog = 1024
# Loaded once and forked: the workers share its memory and are up at once.
preload_app = True
# The socket wants a home folder that can be written to.
control_socket_disable = True
loglevel = "warning"


def pre_fork(server: Any, worker: Any) -> None:
    """Give each process a place of its own to count in, the lowest that is free."""
    taken = {getattr(other, "place", None) for other in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_fork(_server: Any, worker: Any) -> None:
    from brnoplan.health.counting import counters

    counters.take(worker.place)


def on_starting(server: Any) -> None:
    """Keep tokens of secret links out of gunicorn's own logs; they are JSON if the portal's is."""
    from brnoplan.logs import JsonFormatter, SecretLinksFilter

    for log in (server.log.error_log, server.log.access_log):
        log.addFilter(SecretLinksFilter())
        for handler in log.handlers if os.environ.get("BRNOPLAN_LOG") == "json" else ():
            handler.setFormatter(JsonFormatter())


def when_ready(server: object) -> None:
    """Ready the memory for forking; say where the portal is, when somebody sits before it."""
    # What is loaded stays: the workers' garbage collector need not look through it again,
    # nor write into memory that they share.
    gc.collect()
    gc.freeze()
    if os.environ.get("BRNOPLAN_ANNOUNCE") == "1":
        from brnoplan.addresses import announcement

        sys.stdout.write(announcement(f"http://{bind[0]}"))
        sys.stdout.flush()
