"""Every public page of the demo, walked by its links."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from tests.brnoplan.crawling import walk
from tests.html_checker import faults

ATOM = "{http://www.w3.org/2005/Atom}"
# Where the way begins.
FIRST = "/"


@pytest.mark.usefixtures("loaded")
def test_no_public_page_of_the_demo_leads_nowhere_and_each_is_valid(client: Client) -> None:
    found = walk(client)
    assert found.dead == []
    wrong = {address: faults(found.pages[address]) for address in found.kinds.values()}
    assert {address: those for address, those in wrong.items() if those} == {}
    lost = [address for address, html in found.pages.items() if 'class="breadcrumbs"' not in html]
    assert lost == [FIRST]
    assert len(found.pages) > 100
    # The formats of a plan have tests of their own.
    feeds = [content for address, content in found.files.items() if ".atom" in address]
    assert [fault for content in feeds for fault in feed_faults(content)] == []
    calendars = [content for address, content in found.files.items() if ".ics" in address]
    events = [Calendar.from_ical(content).walk("VEVENT") for content in calendars]
    assert all("DTSTART" in event and "UID" in event for each in events for event in each)
    assert len(feeds) > 3 < len(calendars)


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
