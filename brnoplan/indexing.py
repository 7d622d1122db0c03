"""The portal's own pages as they can be found: help, contacts, what it keeps of its readers."""

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from strategy import naming
from strategy.searching.documents import Document, Kind, Source, Watch

PAGE = "page"
KINDS = {
    PAGE: Kind(
        _("Page of the portal"), _("Pages of the portal"), "nápověda návod portál", is_beside=True
    )
}
NAMES = [
    *("help", "help_comment", "help_plan", "help_follow", "help_office"),
    *("about", "contact", "cookies", "accessibility"),
]
# What of a page says nothing of it.
LEFT_OUT = {"script", "style", "form", "nav"}
BLOCKS = {"p", "li", "h2", "h3", "dt", "dd", "td", "th", "div", "section"}


class _Reader(HTMLParser):
    """The heading of a page, and the text of its main part, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.heading, self.text = "", ""

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag in {"main", "h1", *LEFT_OUT}:
            self.inside.append(tag)
        if tag in BLOCKS:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if "h1" in self.inside:
            self.heading += data
        elif "main" in self.inside and not LEFT_OUT.intersection(self.inside):
            self.text += data


def documents(names: Sequence[str]) -> Iterator[Document]:
    for name in names:
        if name in NAMES:
            address = reverse(name)
            read = _read(address)
            lines = (" ".join(line.split()) for line in read.text.splitlines())
            yield Document(
                whole=name,
                ref=name,
                kind=PAGE,
                address=address,
                title=" ".join(read.heading.split()),
                text="\n".join(filter(None, lines)),
            )


def _read(address: str) -> _Reader:
    """As whoever asks for the page gets it: these are the same for everyone."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address, address
    request.META = {"HTTP_HOST": urlsplit(naming.absolute("/")).netloc}
    view, positional, named = resolve(address)
    read = _Reader()
    read.feed(view(request, *positional, **named).content.decode())
    return read


_OF_TEXT = (
    "CASE {row}.page WHEN 'contact' THEN 'contact' WHEN 'privacy' THEN 'cookies'"
    " WHEN 'about' THEN 'about' ELSE 'help' END"
)
SOURCE = Source(
    name="pages",
    documents=documents,
    wholes=lambda: NAMES,
    watched=[
        Watch("strategy_portaltext", _OF_TEXT),
        Watch("strategy_accessibilitystatement", "'accessibility'"),
    ],
    is_of_the_programme=True,
)
