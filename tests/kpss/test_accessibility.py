"""Every page of community planning in a real browser and before the HTML checker, staff's too."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from playwright.sync_api import Browser

from kpss.urls import urlpatterns
from strategy.models import Letter
from tests import html_checker
from tests.comments.scene import everything
from tests.comments.test_accessibility import SMALL, opened
from tests.factories import make_plan, publish
from tests.kpss.scene import LONG, Scene, make_scene
from tests.test_accessibility import STYLED, wrong_on

# What is no page: files, feeds, and where forms alone are sent.
NO_PAGES = {
    "body_ics", "document_file", "meeting_ics", "meetings_ics", "minutes_deed", "minutes_pdf",
    "news_feed", "objection_decide", "seat_name", "series_extend",
}  # fmt: skip


@pytest.fixture
def scene(committed: None) -> Scene:
    everything()
    return make_scene(publish(make_plan()))


@pytest.fixture
def portal(scene: Scene, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
    return live_server.url


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_every_page_of_planning_is_accessible_and_fits(
    chromium: Browser, portal: str, scene: Scene, scheme: str, width: int
) -> None:
    wrong = {}
    for page in opened(chromium, portal, scheme, width):
        for name, address in (scene.public | scene.secret | scene.staff).items():
            page.goto(portal + address)
            assert page.evaluate(STYLED), name
            found = wrong_on(page)
            found += page.evaluate(SMALL) if width == 320 else []
            if found:
                wrong[name] = found
    assert wrong == {}


@pytest.mark.browser
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
        if found := wrong_on(page):
            wrong[letter.kind] = found
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
