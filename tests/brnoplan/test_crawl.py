"""Every public page of the demo, walked by its links."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from icalendar import Calendar

from brnoplan.opendata.places import places
from tests.brnoplan.crawling import walk
from tests.brnoplan.test_urls import is_for_staff
from tests.html_checker import faults

ATOM = "{http://www.w3.org/2005/Atom}"
# Where the way begins.
FIRST = "/"
# Kinds of which the demo has no page: `opendata/test_sitemaps.py` has one of each.
NOT_IN_THE_DEMO = {
    "kpss:decision_detail",
    "kpss:minutes_detail",
    "kpss:subsidy_year",
    "strategy:edition_detail",
    "strategy:edition_format_list",
    "strategy:indicator_detail",
    "strategy:progress_course",
    "strategy:round_detail",
}
# For machines, for staff or for whoever has the link.
NO_PAGES = ("admin/", "api/", "karta/", "oembed/", "odkaz/", "zdravi/")
# Kinds of pages that everyone may open and that the map need not name, with the reason.
NOT_ON_THE_MAP = {
    "comments:comment_check": "takes a form that is being written",
    "comments:comment_send": "takes a form that is being written",
    "comments:consultation_form": "a form on paper, to which its consultation leads",
    "comments:consultation_list": "leads on to the consultation where there is but one",
    "comments:subscription_check": "noindex",
    "comments:subscription_send": "takes a form",
    "comments:subscription_sent": "noindex",
    "comments:version_list": "former wordings of a comment, which leads there",
    "comparison": "two wordings laid side by side, each of which stands on the map",
    "comparison_draft": "for staff",
    "comparison_draft_latest": "for staff",
    "kpss:application": "a form, to which its group leads",
    "kpss:meeting_month": "turns the pages of a year",
    "kpss:news_subscription": "noindex",
    "kpss:news_subscription_sent": "noindex",
    "kpss:sent": "noindex",
    "kpss:topic": "a form, to which its group leads",
    "packet": "for staff",
    "strategy:edition_item_detail": "an item as it was, which its own page names",
    "strategy:feedback": "noindex",
    "strategy:feedback_sent": "noindex",
    "strategy:item_permanent": "leads on",
    "strategy:plan_on_day": "leads on",
    "style": "noindex",
}


@pytest.mark.usefixtures("loaded")
def test_no_public_page_of_the_demo_leads_nowhere_and_each_is_valid(client: Client) -> None:
    found = walk(client)
    assert found.dead == []
    wrong = {address: faults(found.pages[address]) for address in found.kinds.values()}
    assert {address: those for address, those in wrong.items() if those} == {}
    lost = [address for address, html in found.pages.items() if 'class="breadcrumbs"' not in html]
    assert lost == [FIRST]
    assert len(found.pages) > 100
    on_the_map = {resolve(place.path).view_name for place in places()}
    public = set(public_pages(get_resolver().url_patterns))
    assert public - on_the_map - NOT_IN_THE_DEMO == set(NOT_ON_THE_MAP)
    assert set(found.kinds) <= public
    # The formats of a plan have tests of their own.
    feeds = [content for address, content in found.files.items() if ".atom" in address]
    assert [fault for content in feeds for fault in feed_faults(content)] == []
    calendars = [content for address, content in found.files.items() if ".ics" in address]
    events = [Calendar.from_ical(content).walk("VEVENT") for content in calendars]
    assert all("DTSTART" in event and "UID" in event for each in events for event in each)
    assert len(feeds) > 3 < len(calendars)


def public_pages(patterns: list[Any], route: str = "", namespace: str = "") -> Iterator[str]:
    """Names of all addresses that are pages, but for staff's and those under secret links."""
    for pattern in patterns:
        address = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from public_pages(pattern.url_patterns, address, inside)
        elif f"/{address}".endswith("/") and not is_for_staff(f"/{address}"):
            yield from [] if address.startswith(NO_PAGES) else [f"{namespace}{pattern.name}"]


def feed_faults(content: bytes) -> list[str]:
    """What the standard of Atom (RFC 4287) asks of a feed and its entries, and is not there."""
    feed = ElementTree.fromstring(content)  # noqa: S314  (our own)
    whole = [feed, *feed.findall(f"{ATOM}entry")]
    missing = [
        f"{one.findtext(f'{ATOM}id')} has no {name}"
        for one in whole
        for name in ("id", "title", "updated", "link")
        if one.find(ATOM + name) is None
    ]
    ids = [one.findtext(f"{ATOM}id") for one in whole]
    return missing + [f"{name} stands twice" for name in set(ids) if ids.count(name) > 1]


@pytest.mark.usefixtures("loaded")
def test_the_outline_of_the_real_plan_is_light_and_works_without_scripts(client: Client) -> None:
    html = client.get("/brno-2050/").content
    assert len(html) < 100_000
    page = html.decode()
    linked = re.findall(r'<(?:link rel="(?:stylesheet|icon)"|img|script|iframe|source)[^>]*>', page)
    # The page itself is one more request.
    assert 1 + len(linked) <= 12
    # What can be done there is links and folds; scripts only come after.
    assert page.count("<script") == len(re.findall(r'<script src="[^"]+" defer>', page))
    assert page.count("<details open>") == 5
    assert len(re.findall(r'<li class="line line--measure" id="[^"]+"><a href=', page)) == 46
