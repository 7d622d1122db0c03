"""Asking for everything that anybody from outside may ask for."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.http import Http404, HttpResponseBase
from django.test import Client
from django.urls import resolve
from django.utils.http import urlencode

from brnoplan import pagestore
from strategy import languages
from tests.authorisation.ground import Ground
from tests.brnoplan.crawling import LEFT_OUT, ONCE
from tests.privacy.planting import Canaries

# Where words are sought, by the name of the field.
SEARCHES = {
    "/hledani/": "q",
    "/hledani/naseptavac.json": "q",
    "/zkusebni-plan/pripominky/": "text",
    "/zkusebni-plan/vyporadani/": "text",
}
# Under one’s own link stand one’s own data.
OWN = "/odkaz/"
_LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
_WORD = re.compile(r"kanarek\d+x")
# Begins a ZIP, as DOCX and XLSX are.
_ZIP = b"PK\x03\x04"
Heard = dict[str, set[str]]


def addresses(ground: Ground) -> Iterator[str]:
    """Of each route at least one in each language; pages in English lead on to no others."""
    for address in _czech(ground):
        yield address
        if languages.is_page(address):
            yield f"/en{address}"


def _czech(ground: Ground) -> Iterator[str]:
    """Of those under secret links only what no link opens."""
    for path, labelled in ground.addresses.items():
        for label, address in labelled.items():
            if not path.startswith(OWN) or label.endswith(("of ours", "else")):
                yield address
    yield from ("/neni/", "/zkusebni-plan/Z9/", "/api/v1/neni/", "/robots.txt", "/favicon.ico")


def crawl(begin: Iterable[str]) -> tuple[dict[str, int], Heard]:
    """(status by address, words of canaries by address) of all that leads on from there."""
    client = Client(raise_request_exception=False)
    waiting = list(dict.fromkeys(begin))
    statuses: dict[str, int] = {}
    heard: Heard = defaultdict(set)
    asked: set[tuple[str, ...]] = set()
    while waiting:
        address = waiting.pop()
        if address in statuses:
            continue
        answer = client.get(address, HTTP_REFERER="", REMOTE_ADDR="192.0.2.7")
        statuses[address] = answer.status_code
        content = content_of(answer)
        if found := words_in(answer, content):
            heard[address] |= found
        if answer.get("Content-Type", "").startswith("text/html"):
            waiting += [
                one for one in _links(content) if one not in statuses and _is_new(one, asked)
            ]
    return statuses, heard


def _is_new(link: str, asked: set[tuple[str, ...]]) -> bool:
    """Whether it has no query, or the first of its kind: a page's with these names in it."""
    path, _mark, query = link.partition("?")
    kind = (_kind(path), *sorted(parse_qs(query, keep_blank_values=True)))
    if not query or kind in asked:
        return not query
    asked.add(kind)
    return True


def _kind(path: str) -> str:
    try:
        return resolve(path).view_name
    except Http404:
        return path


def stored() -> set[str]:
    """Words of canaries in the pages that are kept ready, as they lie there."""
    bodies = [
        page.bodies["identity"].content.decode("utf-8", "replace")
        for page in pagestore.store._pages.values()
        if isinstance(page, pagestore.Page)
    ]
    assert len(bodies) > 50
    return {word for text in bodies for word in _WORD.findall(text.casefold())}


def _links(content: bytes) -> Iterator[str]:
    for link in _LINK.findall(content.decode()):
        link = link.replace("&amp;", "&")
        path = urlsplit(link).path
        if not path.startswith((*LEFT_OUT, *ONCE, OWN)):
            yield link


def words_in(answer: HttpResponseBase, content: bytes) -> set[str]:
    """Words of canaries in the headers and in the body, unpacked."""
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    packed = _unpacked(content) if content.startswith(_ZIP) else content
    return set(_WORD.findall((headers + packed.decode("utf-8", "replace")).casefold()))


def content_of(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def _unpacked(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def found_by_searching(words: Iterable[str]) -> list[str]:
    """Addresses of searches that answer a canary otherwise than a word that nobody has written."""
    client = Client()
    unknown = "kanarek9999999x"
    silent = {path: _sought(client, path, unknown) for path in SEARCHES}
    return [
        f"{path} {word}"
        for word in words
        for path in SEARCHES
        if _sought(client, path, word) != silent[path]
    ]


def _sought(client: Client, path: str, word: str) -> str:
    answer = client.get(f"{path}?{urlencode({SEARCHES[path]: word})}")
    assert answer.status_code == 200, path
    return answer.content.decode().replace(word, "")


def indexed() -> set[str]:
    """Words of canaries in the tables of the index."""
    found = set()
    with connection.cursor() as cursor:
        for table in ("strategy_searchentry", "strategy_searchstem"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  (names of ours)
            found |= set(_WORD.findall(str(cursor.fetchall())))
    return found


def told(heard: Heard, canaries: Canaries) -> dict[str, list[str]]:
    """Addresses by the column whose canary is heard there."""
    where = defaultdict(list)
    for address, words in heard.items():
        for word in words:
            where[canaries[word]].append(address)
    return {column: sorted(set(found))[:3] for column, found in sorted(where.items())}
