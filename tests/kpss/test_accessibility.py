"""Every page of community planning before the HTML checkers, staff's too."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser

from kpss.urls import urlpatterns
from strategy.models import Letter
from tests import html_checker
from tests.axe import broken_rules
from tests.comments.scene import everything
from tests.factories import make_plan, publish
from tests.kpss.scene import make_scene
from tests.scenes import LONG, Scene

# What is no page: files, feeds, and where forms alone are sent.
NO_PAGES = {
    "body_ics", "document_file", "meeting_ics", "meetings_ics", "minutes_deed", "minutes_pdf",
    "news_feed", "objection_decide", "seat_name", "series_extend",
}  # fmt: skip


@pytest.fixture
def scene(committed: None) -> Scene:
    everything()
    return make_scene(publish(make_plan()))


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("scheme", "width"), [("light", 700), ("dark", 320)])
def test_every_letter_of_planning_is_accessible_and_fits(
    chromium: Browser, scene: Scene, scheme: str, width: int
) -> None:
    page = chromium.new_page(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale="cs-CZ"
    )
    wrong = {}
    for letter in Letter.objects.all():
        page.set_content(letter.html)
        found = broken_rules(page)
        shown = page.evaluate("document.documentElement.scrollWidth")
        if found or shown > width:
            wrong[letter.kind] = (shown, found)
    page.close()
    assert Letter.objects.filter(plain__contains=LONG).exists()
    assert wrong == {}


@pytest.fixture
def pages(db: None) -> dict[str, str]:
    """HTML by name."""
    client, staff = Client(), everything()
    scene = make_scene(publish(make_plan()))
    html = {name: client.get(address) for name, address in (scene.public | scene.secret).items()}
    client.force_login(staff)
    html |= {name: client.get(address) for name, address in scene.staff.items()}
    # Else the page of an error would be looked at in a page's place.
    assert {name: page.status_code for name, page in html.items() if page.status_code != 200} == {}
    return {name: page.content.decode() for name, page in html.items()}


def test_no_page_of_planning_is_left_out(pages: dict[str, str]) -> None:
    assert {pattern.name for pattern in urlpatterns} - set(pages) == NO_PAGES


def test_the_html_of_every_page_of_planning_is_sound(pages: dict[str, str]) -> None:
    found = {name: html_checker.faults(html) for name, html in pages.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.html_checker
def test_the_html_checker_finds_nothing(pages: dict[str, str], tmp_path: Path) -> None:
    named = {name.replace(" ", "-"): html for name, html in pages.items()}
    assert html_checker.nu_faults(named, tmp_path) == []
