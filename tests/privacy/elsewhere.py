"""Whom a browser would ask for what a page or a sheet brings along, read out of the markup."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

# What is fetched while a page is shown, or sent from it; links lead on only where somebody goes.
FETCHED = {"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"}
RELATIONS = {
    *("stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"),
    *("prefetch", "preconnect", "dns-prefetch", "prerender"),
}
_IN_SHEET = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""")
_OWN = re.compile(r"/(?!/)|[?#]|(?:\./|\.\./)*[\w.-]+(?:[/?#]|$)|data:")


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [value for name, value in given.items() if name in FETCHED and value]
        is_fetched = RELATIONS.intersection(given.get("rel", "").split())
        if tag == "base" or (tag == "link" and is_fetched):
            self.found.append(given.get("href", ""))
        if given.get("http-equiv", "").lower() == "refresh":
            self.found.append(given.get("content", "").partition("=")[2])
        self.found += _IN_SHEET.findall(given.get("style", ""))


def asked_by_page(html: str) -> list[str]:
    """Addresses on other sites."""
    return [address for address in _Reader(html).found if not _OWN.match(address)]


def asked_by_sheet(css: str) -> Iterator[str]:
    return (address for address in _IN_SHEET.findall(css) if not _OWN.match(address))
