"""Walking all public pages by their links, as a reader could."""

import re
from collections import deque
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from django.http import Http404
from django.test import Client
from django.urls import resolve

# Made dearly, so it is enough that there is such an address.
FILES = re.compile(r"\.(pdf|docx|xlsx|png|svg|css|js)$")
# Not for everyone, no page, or one for frames, with tests of its own.
LEFT_OUT = ("/static/", "/admin/", "/en/", "/karta/")
# One and the same form, under each page's own address.
ONCE = ("/zpetna-vazba/",)
_LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')
_ID = re.compile(r'\sid="([^"]+)"')


class Link(NamedTuple):
    """Where a link stands and where it leads; `fragment` is empty where it names no place."""

    page: str
    address: str
    fragment: str


class Walk(NamedTuple):
    """Every page by its address, links that lead nowhere, and what was fetched and is not HTML.

    `kinds` has one address for each view.
    """

    pages: dict[str, str]
    kinds: dict[str, str]
    dead: list[str]
    files: dict[str, bytes]


def walk(client: Client, start: str = "/") -> Walk:
    pages: dict[str, str] = {}
    kinds: dict[str, str] = {}
    files: dict[str, bytes] = {}
    dead: list[str] = []
    links: list[Link] = []
    waiting, seen = deque([start]), {start}
    while waiting:
        address = waiting.popleft()
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            dead.append(f"{address}: {answer.status_code}")
        elif not answer["Content-Type"].startswith("text/html"):
            files[address] = answer.getvalue()
        else:
            pages[address] = answer.content.decode()
            kinds.setdefault(answer.resolver_match.view_name, address)
            found = _links(address, pages[address])
            links += found
            for link in found:
                if link.address not in seen:
                    seen.add(link.address)
                    if FILES.search(urlsplit(link.address).path):
                        dead += _unresolved(link)
                    else:
                        waiting.append(link.address)
    return Walk(pages, kinds, dead + _misplaced(links, pages), files)


def _links(page: str, html: str) -> list[Link]:
    found = []
    for href in _LINK.findall(html):
        parts = urlsplit(urljoin(page, unescape(href)))
        if parts.netloc or parts.scheme or parts.path.startswith(LEFT_OUT):
            continue
        query = "" if parts.path in ONCE else parts.query
        address = parts.path + (f"?{query}" if query else "")
        found.append(Link(page, address, unquote(parts.fragment)))
    return found


def _unresolved(link: Link) -> list[str]:
    try:
        resolve(unquote(urlsplit(link.address).path))
    except Http404:
        return [f"{link.page} leads to {link.address}, which is no address"]
    return []


def _misplaced(links: list[Link], pages: dict[str, str]) -> list[str]:
    """Links to a place that its page does not have."""
    ids = {address: set(_ID.findall(html)) for address, html in pages.items()}
    return sorted(
        {
            f"{link.page} leads to {link.address}#{link.fragment}, which is no place there"
            for link in links
            if link.fragment and link.address in ids and link.fragment not in ids[link.address]
        }
    )
