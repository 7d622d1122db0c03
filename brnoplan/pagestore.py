"""Ready bytes of published pages, answered before Django is even called.

A view says that its page is the same for everyone by `strategy.pages.storable()`. The page
is then kept in this process under its host and path, whole and compressed, for as long as
the page revision of its plan stands, or until the instant that `valid_until()` names. The
revisions are read again at most once a second, so a change shows in every process within that
second; meanwhile a stored page costs no query.

An answer with a file that never changes, marked by `strategy.pages.storable_file()`, is kept as
its path and headers, and the server sends the file itself.

Behind our own proxy each of them carries the second up to which the proxy may give it out itself.
"""

import gzip
import hashlib
import logging
import math
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.util import FileWrapper

import brotli
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_http_date_safe

from brnoplan.health.counting import counters
from kpss.models import PlanningRevision
from strategy.models import PageRevision, PortalRevision
from strategy.pages import WHOLE_PORTAL

logger = logging.getLogger(__name__)

REREAD_SECONDS = 1.0
# What is served is true of the instant at which the revisions were read; how much longer the proxy
# may do so. It counts whole seconds: up to the end of the one that is named.
PROXY_SECONDS = 1
MOST_BYTES = 64 * 1024 * 1024
# How the types of DOCX, XLSX and pictures begin, which are compressed already.
PACKED = ("application/vnd.openxmlformats-", "image/png")

Key = tuple[bool, str, str]
Environ = dict[str, Any]
NOT_MODIFIED = "304 Not Modified"
Content = Iterable[bytes]
Answer = tuple[str, dict[str, str], Content]


def _all_revisions() -> QuerySet:
    """(plan, number) of every plan, that of community planning as of plan 0, the portal's of -1."""
    planning = PlanningRevision.objects.values_list(Value(WHOLE_PORTAL), "number")
    portal = PortalRevision.objects.values_list(Value(-1), "number")
    return PageRevision.objects.values_list("plan_id", "number").union(planning, portal, all=True)


@dataclass
class Body:
    """One encoding of a page as it goes over the wire, whole or as “not modified”."""

    content: bytes
    etag: str
    headers: dict[str, str]

    def __post_init__(self) -> None:
        self.headers_of_known = _without_length(self.headers)


class Page(NamedTuple):
    plan_id: int
    revision: int
    bodies: dict[str, Body]
    # Seconds of the epoch at which it stops being true by itself.
    until: float = float("inf")

    @property
    def size(self) -> int:
        return sum(len(body.content) for body in self.bodies.values())

    def answer(self, environ: Environ) -> Answer:
        """What goes over the wire, by what the client has and takes."""
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.bodies.get(encoding) or self.bodies["identity"]
        if _is_known(environ, body.etag):
            return NOT_MODIFIED, body.headers_of_known, []
        return "200 OK", body.headers, [body.content] if environ["REQUEST_METHOD"] == "GET" else []


class StoredFile(NamedTuple):
    """A file that never changes, with the headers that Django sent with it."""

    plan_id: int
    revision: int
    path: Path
    headers: dict[str, str]
    until: float = float("inf")

    @property
    def size(self) -> int:
        return len(str(self.path)) + sum(map(len, self.headers.values()))

    def answer(self, environ: Environ) -> Answer:
        """As of a page. Raises FileNotFoundError."""
        if _is_known(environ, self.headers["ETag"]) or self._is_no_newer(environ):
            return NOT_MODIFIED, _without_length(self.headers), []
        if environ["REQUEST_METHOD"] == "HEAD":
            return "200 OK", self.headers, []
        wrap = environ.get("wsgi.file_wrapper", FileWrapper)
        return "200 OK", self.headers, wrap(self.path.open("rb"))

    def _is_no_newer(self, environ: Environ) -> bool:
        """Asked by date, which counts only where the client names no version."""
        since = environ.get("HTTP_IF_MODIFIED_SINCE", "")
        if not since or "HTTP_IF_NONE_MATCH" in environ:
            return False
        asked, made = map(parse_http_date_safe, (since, self.headers["Last-Modified"]))
        return asked is not None and made is not None and made <= asked


Stored = Page | StoredFile


class Known(NamedTuple):
    """The revision of each plan, and of the whole portal, as they were read at one instant."""

    revisions: dict[int, int]
    # The second up to which our proxy may go by them.
    until: int = 0


class PageStore:
    """The pages of one process, at most MOST_BYTES of them, oldest thrown out first.

    A page that is larger by itself is not kept.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._pages: dict[Key, Stored] = {}
        self._size = 0
        self._known = Known({})
        self._read_at = float("-inf")
        self._writing = threading.Lock()
        self._reading = threading.Lock()

    def known(self) -> Known:
        """The revisions, at most REREAD_SECONDS old."""
        first = self._read_at == float("-inf")
        # One thread reads again; the others go on with what is known, but for the first time.
        if self.is_stale() and self._reading.acquire(blocking=first):
            try:
                self._read_revisions()
            finally:
                self._reading.release()
        return self._known

    def revisions(self) -> dict[int, int]:
        return self.known().revisions

    def is_stale(self) -> bool:
        """Whether the revisions are due to be read again."""
        return time.monotonic() - self._read_at >= REREAD_SECONDS

    def get(self, key: Key) -> tuple[Stored, int] | None:
        """The stored page unless its plan has changed, and the second up to which that holds."""
        page = self._pages.get(key)
        if page is None:
            return None
        known = self.known()
        if page.revision != known.revisions.get(page.plan_id, 0) or page.until <= time.time():
            return None
        return page, known.until

    def put(self, key: Key, page: Stored) -> None:
        with self._writing:
            self._drop(key)
            if page.size > MOST_BYTES:
                return
            while self._pages and self._size + page.size > MOST_BYTES:
                self._drop(next(iter(self._pages)))
            self._pages[key] = page
            self._size += page.size

    def _drop(self, key: Key) -> None:
        if dropped := self._pages.pop(key, None):
            self._size -= dropped.size

    def _read_revisions(self) -> None:
        now, until = time.monotonic(), int(time.time()) + PROXY_SECONDS
        try:
            revisions = dict(_all_revisions())
        except DatabaseError:
            # With the database away, what was published can still be read.
            logger.exception("Page revisions could not be read; stored pages go on being served.")
            revisions = self._known.revisions
        else:
            revisions[WHOLE_PORTAL] = hash(frozenset(revisions.items()))
        self._known, self._read_at = Known(revisions, until), now


store = PageStore()


class StoredPages:
    """The portal as a server calls it: pages in store go out at once, all else to Django."""

    def __init__(self, portal: Callable[..., Iterable[bytes]]) -> None:
        self.portal = portal

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if store.is_stale():
            # As Django does when a request begins: the database may have gone away and come back.
            close_old_connections()
        key = _key(environ)
        found = store.get(key) if key else None
        if found is None:
            return self._made(environ, start_response)
        page, known_until = found
        try:
            status, headers, content = page.answer(environ)
        except FileNotFoundError:
            return self._made(environ, start_response)
        counters.stored(status)
        start_response(status, [*headers.items(), *_marks(page, known_until)])
        return content

    def _made(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        content = self.portal(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return content
        # Django leaves it to the server to send no content, and servers warn of each.
        if close := getattr(content, "close", None):
            close()
        return []


class PageStoreMiddleware:
    """Stores what a view has marked as the same for everyone, and answers from the store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request.META)
        if key is None:
            return self.get_response(request)
        found = store.get(key)
        if found and isinstance(found[0], Page):
            return _response(request, found[0], found[1])
        # Taken before the page is made: a change meanwhile leaves it stale, never falsely fresh.
        known = store.known()
        response = self.get_response(request)
        plan_id = getattr(response, "page_store_plan", None)
        if plan_id is None or response.status_code != 200 or response.cookies:
            return response
        revision = known.revisions.get(plan_id, 0)
        if path := getattr(response, "page_store_file", None):
            store.put(key, StoredFile(plan_id, revision, Path(path), dict(response.headers)))
            return response
        page = _page(response, plan_id, revision)
        if until := getattr(request, "page_store_until", None):
            page = page._replace(until=until.timestamp())
        store.put(key, page)
        return _response(request, page, known.until)


def _key(environ: Environ) -> Key | None:
    """Where a request's page would be kept; None where no stored page may answer it.

    The host is part of it, so that only a host that passed Django's own check is answered.
    """
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
        return None
    secure = _is_secure(environ)
    if settings.SECURE_SSL_REDIRECT and not secure:
        return None
    return secure, environ.get("HTTP_HOST", ""), environ["PATH_INFO"]


def _is_secure(environ: Environ) -> bool:
    """As Django's `request.is_secure()`, before there is a request."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, value = settings.SECURE_PROXY_SSL_HEADER
        if header in environ:
            return bool(environ[header].split(",", 1)[0].strip() == value)
    return bool(environ["wsgi.url_scheme"] == "https")


def _page(response: HttpResponse, plan_id: int, revision: int) -> Page:
    """A response as ready bytes in each encoding."""
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    headers = dict(response.headers)
    digest = hashlib.sha256(response.content).hexdigest()[:20]
    contents = {"identity": response.content}
    if not headers["Content-Type"].startswith(PACKED):
        contents["br"] = brotli.compress(response.content, quality=6)
        contents["gzip"] = gzip.compress(response.content, compresslevel=6, mtime=0)
    return Page(
        plan_id,
        revision,
        {
            encoding: _body(content, encoding, digest, headers)
            for encoding, content in contents.items()
        },
    )


def _body(content: bytes, encoding: str, digest: str, headers: dict[str, str]) -> Body:
    etag = f'"{digest}-{encoding}"'
    headers = headers | {"ETag": etag, "Content-Length": str(len(content))}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Body(content, etag, headers)


def _is_known(environ: Environ, etag: str) -> bool:
    """Whether the client says that it has this version."""
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    return bool(known) and (etag in known or known == "*")


def _without_length(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "Content-Length"}


def _response(request: HttpRequest, page: Page, known_until: int) -> HttpResponse:
    status, headers, content = page.answer(request.META)
    headers = headers | dict(_marks(page, known_until))
    return HttpResponse(content, status=int(status[:3]), headers=headers)


def _marks(page: Stored, known_until: int) -> list[tuple[str, str]]:
    """What tells our own proxy up to which second it may give out the same, and nobody else."""
    if not settings.BEHIND_PROXY:
        return []
    until = known_until if page.until == math.inf else min(known_until, math.ceil(page.until) - 1)
    return [("X-Accel-Expires", f"@{until}")]


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    """The best encoding a client takes: br, then gzip, then none."""
    offers = {}
    for offer in accepted.lower().split(","):
        name, _, quality = offer.partition(";")
        offers[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    for encoding in ("br", "gzip"):
        if offers.get(encoding):
            return encoding
    return "identity"
