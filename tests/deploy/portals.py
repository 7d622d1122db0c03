"""Stands for the portal behind nginx: answers with how often it was asked, and with what is set."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path


@dataclass
class Portal:
    # Headers, or the status, of the answer at an address; and seconds that it takes.
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    heard: list[dict[str, str]] = field(default_factory=list)

    def mark(self, path: str, seconds: int = 5, **more: str) -> None:
        """Let a page be one that the portal marks as the same for everyone."""
        until = {"X-Accel-Expires": f"@{int(time.time()) + seconds}", "Content-Type": "text/html"}
        named = {name.replace("_", "-"): value for name, value in more.items()}
        public = {"Cache-Control": "public, max-age=0, must-revalidate"}
        self.headers[path] = until | public | named

    def times(self, path: str) -> int:
        return [asked for _method, asked in self.asked].count(path)


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    portal: Portal


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        portal = self.server.portal
        portal.asked.append((self.command, self.path))
        portal.heard.append(dict(self.headers))
        time.sleep(portal.seconds.get(self.path, 0))
        headers = portal.headers.get(self.path, {})
        if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
            self.answer(304, headers, b"")
        else:
            number = f"{self.path} {portal.times(self.path)}".encode()
            self.answer(portal.statuses.get(self.path, 200), headers, number)

    do_POST = do_GET  # noqa: N815  (a name of the library's)

    def answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_said: object) -> None:
        """The tests look at what was asked, nobody at the log."""


@contextmanager
def standing(place: Path) -> Iterator[Portal]:
    """A portal on that socket, for as long as the block lasts."""
    with Server(str(place), Handler) as server:
        server.portal = Portal()
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.portal
        finally:
            server.shutdown()
            thread.join()
            place.unlink()
