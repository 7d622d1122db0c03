"""The desk in a real browser: by keyboard, with the policy in force, for everybody's eyes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page

from comments import settlement
from comments.models import AnswerTemplate, Point, Settlement
from tests.axe import broken_rules
from tests.comments.settling.conftest import COORDINATES, member_of_staff
from tests.everybody import signed_in
from tests.factories import draft_of, item_of, make_comment, make_plan, publish, reword

pytestmark = pytest.mark.browser

DESK = "/pripominky/vyporadani/"


@pytest.fixture
def points(committed: None) -> list[Point]:
    """What three comments on A1.1 ask for; the draft has changed it since."""
    edition = publish(make_plan())
    texts = ("Chceme lavičky.", "Chceme zeleň v ulicích.", "Postavte noclehárnu.")
    made = [make_comment(item_of(edition, "A1.1"), text=text).points.get() for text in texts]
    reword(item_of(draft_of(edition.plan), "A1.1"))
    return made


@pytest.fixture
def officer(points: list[Point]) -> User:
    return member_of_staff("jana", *COORDINATES)


@pytest.fixture
def page(chromium: Browser, officer: User, live_server: Any) -> Iterator[Page]:
    with signed_in(chromium, live_server.url) as page:
        yield page


def test_the_desk_is_gone_through_by_keys(page: Page, points: list[Point]) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{DESK}?fronta=vse")
    for key in ("j", "j", "j", "k", "x"):
        page.keyboard.press(key)
    ticked = page.locator("input[name=point]:checked").evaluate_all(
        "boxes => boxes.map(box => box.value.split(':')[0])"
    )
    assert ticked == [str(points[1].pk)]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.select_option("#odpoved-outcome", "noted")
    page.fill("#odpoved-reasoning", "jk x")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert f"{DESK}{points[2].pk}/" in page.url
    assert Settlement.objects.get().reasoning == "jk x"
    assert complaints == []


def test_a_template_is_put_in_without_scripts(
    chromium: Browser, page: Page, points: list[Point], live_server: Any
) -> None:
    template = AnswerTemplate.objects.create(name="Děkujeme", outcome="noted", text="Děkujeme.")
    state = page.context.storage_state()
    context = chromium.new_context(
        base_url=live_server.url, storage_state=state, java_script_enabled=False
    )
    plain = context.new_page()
    plain.goto(f"{DESK}{points[0].pk}/")
    plain.fill("#odpoved-reasoning", "Vážení,")
    plain.select_option("#odpoved-chosen_template", str(template.pk))
    with plain.expect_navigation():
        plain.click("button[name=insert]")
    assert plain.input_value("#odpoved-reasoning") == "Vážení,\n\nDěkujeme."
    with plain.expect_navigation():
        plain.click("button[name=save]")
    context.close()
    assert Settlement.objects.get().template == template


@pytest.mark.looks
def test_the_desk_follows_the_advice_beside_the_standard(page: Page, points: list[Point]) -> None:
    settlement.draft(points[0], outcome="noted", reasoning="Děkujeme.")
    of_point = f"{DESK}{points[0].pk}/"
    for address in (f"{DESK}?fronta=vse", of_point, f"{of_point}rozdelit/"):
        page.goto(address)
        assert (address, broken_rules(page, {})) == (address, [])
