"""The map of the portal for search engines, every page in each language that is offered."""

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from brnoplan.opendata.places import Place, places
from strategy import languages
from strategy.naming import absolute, whole
from strategy.pages import WHOLE_PORTAL, storable

# The most that one map may hold, as the protocol says.
MOST = 50_000
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# By which each address names the same page in other languages.
XHTML = "http://www.w3.org/1999/xhtml"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The map; of a larger portal the list of its parts."""
    found = list(_spoken())
    if len(found) <= MOST:
        return _answer("urlset", map(_page, found))
    numbers = range(1, (len(found) - 1) // MOST + 2)
    parts = (reverse("opendata:sitemap_part", args=[number]) for number in numbers)
    return _answer("sitemapindex", map(_part, parts))


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the map, counted from 1."""
    start = (number - 1) * MOST
    found = list(islice(_spoken(), start, start + MOST)) if number else []
    if not found:
        raise Http404
    return _answer("urlset", map(_page, found))


def _spoken() -> Iterator[tuple[str, Place]]:
    """The path of each page in each language, beside the page."""
    for place in places():
        for version in languages.versions(place.path):
            yield version.path, place


def _page(found: tuple[str, Place]) -> str:
    path, place = found
    versions = languages.versions(place.path) if languages.others() else []
    others = "".join(map(_other, versions))
    return f"<url><loc>{escape(whole(path))}</loc>{_changed(place)}{others}</url>\n"


def _other(version: languages.Version) -> str:
    address = quoteattr(whole(version.path))
    return f'<xhtml:link rel="alternate" hreflang="{version.code}" href={address}/>'


def _part(path: str) -> str:
    return f"<sitemap><loc>{escape(absolute(path))}</loc></sitemap>\n"


def _answer(root: str, lines: Iterator[str]) -> HttpResponse:
    spaces = f'xmlns="{SPACE}" xmlns:xhtml="{XHTML}"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>\n{"".join(lines)}</{root}>\n'
    )
    return storable(HttpResponse(content, content_type="application/xml"), WHOLE_PORTAL)


def _changed(place: Place) -> str:
    if place.changed is None:
        return ""
    return f"<lastmod>{localtime(place.changed).isoformat(timespec='seconds')}</lastmod>"
