"""While one types, titles are offered, and the keyboard is enough to take one."""

import pytest
from playwright.sync_api import Browser

from tests.factories import draft_of, item_of, make_plan, publish, reword
from tests.searching import catch_up

pytestmark = pytest.mark.browser


def test_a_title_is_chosen_by_the_keyboard_alone(
    chromium: Browser, committed: None, live_server: object
) -> None:
    plan = make_plan()
    reword(item_of(draft_of(plan), "A1.2"), "Podporovat dobrovolníky.")
    publish(plan)
    catch_up()
    page = chromium.new_page()
    page.goto(f"{live_server.url}/zkusebni-plan/")  # type: ignore[attr-defined]
    field = page.get_by_role("combobox")
    field.press_sequentially("dobro")
    option = page.get_by_role("option")
    option.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("Escape")
    assert (field.get_attribute("aria-expanded"), option.count()) == ("false", 0)
    field.press_sequentially("volníci")
    option.first.wait_for()
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    with page.expect_navigation():
        field.press("Enter")
    assert page.url == f"{live_server.url}/zkusebni-plan/A1.2/"  # type: ignore[attr-defined]
    page.close()
