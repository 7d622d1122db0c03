"""Every page about comments before the HTML checkers, staff's too."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser

from strategy.models import Edition, Letter
from tests import html_checker
from tests.axe import broken_rules
from tests.comments.scene import LONG, Scene, everything, make_scene
from tests.factories import make_plan, publish

# Pages that say what is not, or no longer.
ODD = {"comment taken back", "broken link"}


@pytest.fixture
def scene(committed: None) -> Scene:
    everything()
    return make_scene(publish(make_plan()))


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("scheme", "width"), [("light", 700), ("dark", 320)])
def test_every_letter_is_accessible_and_fits(
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
def pages(published: Edition, client: Client) -> dict[str, str]:
    """HTML by name of all but the administration, which is Django's."""
    staff, scene = everything(), make_scene(published)
    html = {name: client.get(address) for name, address in (scene.public | scene.secret).items()}
    item = published.items.get(code="A1.1")
    asked = {"item": str(item.key), "email": "nikdo"}
    html["asking for news wrongly"] = client.post("/pripominka/odber/", asked)
    typed = {"item": item.pk, "text": "Doplnit.", "name": "Občanka"}
    html["written"] = client.post("/pripominka/kontrola/", typed)
    html["written wrongly"] = client.post("/pripominka/kontrola/", typed | {"text": ""})
    client.force_login(staff)
    ours = {name: path for name, path in scene.staff.items() if not name.startswith("admin")}
    html |= {name: client.get(address) for name, address in ours.items()}
    # Else the page of an error would be looked at in a page's place.
    assert {name for name, page in html.items() if page.status_code not in {200, 422}} == ODD
    return {name: page.content.decode() for name, page in html.items()}


def test_the_html_of_every_page_about_comments_is_sound(pages: dict[str, str]) -> None:
    found = {name: html_checker.faults(html) for name, html in pages.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.html_checker
def test_the_html_checker_finds_nothing(pages: dict[str, str], tmp_path: Path) -> None:
    named = {name.replace(" ", "-"): html for name, html in pages.items()}
    assert html_checker.nu_faults(named, tmp_path) == []
