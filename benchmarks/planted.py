"""The portal with a defect put in, by which `benchmarks.loss` is held to its word.

Who sends a comment is told that it is kept a moment before it is: what is killed in between loses
it. `application` is for gunicorn.
"""

import threading
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from benchmarks.posting import SEND
from brnoplan.wsgi import application as portal

LATE_SECONDS = 1.5


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", SEND):
        return portal(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = environ | {"wsgi.input": BytesIO(body)}
    threading.Thread(target=_keep, args=(later,), daemon=True).start()
    start_response("303 See Other", [("Location", "/"), ("Content-Length", "0")])
    return []


def _keep(environ: dict[str, Any]) -> None:
    from django.db import connections

    time.sleep(LATE_SECONDS)
    answer = portal(environ, lambda _status, _headers, _fault=None: None)
    try:
        for _part in answer:
            pass
    finally:
        getattr(answer, "close", lambda: None)()
        connections.close_all()
