import http.client
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks import proxy
from benchmarks.proxy import Proxy
from tests.deploy import portals
from tests.deploy.portals import Portal

# What the portal of the tests has under /static/.
STATICS = {
    "css/a.0123456789ab.css": b"a { color: red }" * 100,
    "css/a.0123456789ab.css.gz": b"gz",
    "css/a.0123456789ab.css.br": b"br",
    "icon.svg": b"<svg/>",
}
# Tests read the log as soon as it is written.
AT_ONCE = {"buffer=64k flush=5s": ""}
PAGES = Path(__file__).parents[2] / "static/proxy"


class Answer(NamedTuple):
    status: int
    text: str
    headers: http.client.HTTPMessage


class Front:
    """A visitor of the portal behind nginx."""

    def __init__(self, running: Proxy, portal: Portal) -> None:
        self.running, self.portal = running, portal

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        context = ssl.create_default_context(cafile=str(self.running.folder / "fullchain.pem"))
        context.check_hostname = False
        link = http.client.HTTPSConnection(
            "127.0.0.1", self.running.secure, timeout=20, context=context
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        link.request(method, path, body, {"Host": proxy.NAME} | named)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return Answer(answer.status, text, answer.headers)

    def twice(self, path: str, **headers: str) -> int:
        """How often the portal is asked where a visitor asks twice."""
        before = self.portal.times(path)
        for _time in range(2):
            self.ask(path, **headers)
        return self.portal.times(path) - before


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx as it is shipped, before a portal that answers what the tests want."""
    folder = tmp_path_factory.mktemp("front")
    with (
        portals.standing(folder / "portal.sock") as portal,
        proxy.proxy(folder, **AT_ONCE) as running,
    ):
        for name, content in STATICS.items():
            (running.statics / name).parent.mkdir(exist_ok=True)
            (running.statics / name).write_bytes(content)
        (running.statics / "proxy").symlink_to(PAGES)
        yield Front(running, portal)
