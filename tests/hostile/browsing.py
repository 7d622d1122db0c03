"""Answers opened in Chromium as they were given: whether any of their words runs there.

The browser is given the answer that is at hand, and files of ours from where they were collected;
what it asks for beside those is noted and not answered. It is opened without its Content Security
Policy, which would hide that something could have run.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from tests.hostile import looking
from tests.hostile.portal import Answer

PORTAL = "http://testserver"
POLICY = "Content-Security-Policy"
KINDS = {"add", "change", "delete", "history"}
# What a payload does once it runs; a dialog is heard as well.
RAN = "window.hit ? ['ran in the page'] : []"


class Visit:
    """One page of the browser, and what was heard in it since it was last asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[str] = []
        self.given: dict[str, tuple[dict[str, str], bytes]] = {}
        page.on("dialog", lambda dialog: (self.heard.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message: self._hear(message.text))
        page.route("**/*", self._give)

    def open(self, address: str, answer: Answer, *, guarded: bool = False) -> list[str]:
        """What of the answer is no text in a browser, which obeys its policy where `guarded`."""
        headers = dict(answer.response.headers)
        if not guarded:
            headers.pop(POLICY, None)
        self.heard.clear()
        self.given = {address.partition("#")[0]: (headers, answer.content)}
        self.page.goto(PORTAL + address)
        made = looking.in_html(self.page.content().encode(errors="replace"))
        return [*self.page.evaluate(RAN), *made, *self.heard]

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.heard.append(text)

    def _give(self, route: Route) -> None:
        address = route.request.url.removeprefix(PORTAL)
        file = Path(settings.STATIC_ROOT, unquote(urlsplit(address).path).removeprefix("/static/"))
        if address in self.given:
            headers, content = self.given[address]
            route.fulfill(status=200, headers=headers, body=content)
        elif address.startswith("/static/") and file.is_file():
            kind = guess_type(file.name)[0]
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            if not address.startswith("/"):
                self.heard.append(f"asks {route.request.url}")
            route.fulfill(status=204)


@contextmanager
def visit(chromium: Browser) -> Iterator[Visit]:
    context = chromium.new_context(locale="cs-CZ")
    yield Visit(context.new_page())
    context.close()


def pages(answers: Mapping[str, Answer], *, whole: bool) -> dict[str, Answer]:
    """Those that a browser shows as pages; of the administration the longest of each kind.

    Its kinds are made by a handful of templates and scripts of Django's; `whole` leaves out none.
    """
    found = {address: answer for address, answer in answers.items() if _is_page(answer)}
    longest: dict[str, str] = {}
    for address in sorted(found, key=lambda address: len(found[address].content)):
        longest[_kind(address)] = address
    return {
        address: answer
        for address, answer in found.items()
        if whole or longest[_kind(address)] == address
    }


def _is_page(answer: Answer) -> bool:
    is_html = answer.response.headers.get(looking.TYPE, "").startswith("text/html")
    return is_html and bool(answer.content)


def _kind(address: str) -> str:
    """A page of the administration is of the kind that ends its address; any other is its own."""
    end = address.rstrip("/").rpartition("/")[2]
    if not address.startswith("/admin/"):
        return address
    return f"/admin/ {end}" if end in KINDS else "/admin/ list"
