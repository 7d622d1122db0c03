"""The staff's pages in a real browser: nothing that the policy forbids, mouse and keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Browser, Page

from strategy import editing, tree
from strategy.models import Edition, Item
from tests.factories import draft_of, item_of, make_part, make_plan, make_resolution, publish

pytestmark = pytest.mark.browser


def make_draft() -> Edition:
    plan = make_plan()
    publish(plan)
    item = item_of(draft_of(plan), "A1.2")
    editing.change_item(item, item.version, None, text="Podporovat jiný záměr.")
    return draft_of(plan)


@pytest.fixture
def draft(committed: None) -> Edition:
    return make_draft()


@pytest.fixture
def staff(chromium: Browser, draft: Edition, live_server: Any) -> Iterator[Page]:
    """A superuser's page, signed in through the form."""
    User.objects.create_superuser("spravce", password="heslo-na-zkousku")
    context = chromium.new_context(base_url=live_server.url, locale="cs-CZ")
    yield signed_in(context.new_page())
    context.close()


def signed_in(page: Page) -> Page:
    page.goto(reverse("admin:login"))
    page.fill("#id_username", "spravce")
    page.fill("#id_password", "heslo-na-zkousku")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def pages_of(draft: Edition) -> list[str]:
    item = item_of(draft, "A1.2")
    published = Edition.objects.published().get()
    frozen = item_of(published, "A1.2")
    items = reverse("admin:strategy_item_changelist")
    resolution = make_resolution(draft, agenda_item="12")
    make_part(resolution, verb="imposes", addressee="Odboru sociální péče")
    one = {
        "plan": [("change", draft.plan_id), ("history", draft.plan_id)],
        "edition": [
            *((name, draft.pk) for name in ("change", "publish")),
            *((name, published.pk) for name in ("change", "withdraw")),
        ],
        "resolution": [(name, resolution.pk) for name in ("change", "history")],
        "item": [
            *((name, item.pk) for name in ("change", "history", "move", "delete")),
            *((name, frozen.pk) for name in ("change", "history")),
        ],
    }
    return [
        reverse("admin:index"),
        reverse("admin:password_change"),
        *(reverse(f"admin:auth_{model}_add") for model in ("user", "group")),
        reverse("admin:auth_user_change", args=[User.objects.get().pk]),
        reverse("admin:auth_group_change", args=[Group.objects.create(name="Skupina").pk]),
        *(reverse(f"admin:strategy_{model}_changelist") for model in one),
        *(f"{items}?edition={edition.pk}" for edition in (draft, published)),
        reverse("admin:strategy_plan_add"),
        reverse("admin:strategy_resolution_add"),
        f"{reverse('admin:strategy_item_add')}?edition={draft.pk}",
        *(
            reverse(f"admin:strategy_{model}_{name}", args=[pk])
            for model, pages in one.items()
            for name, pk in pages
        ),
    ]


def complaints_of(page: Page) -> list[str]:
    """Errors and warnings of the console, filled as the page goes from address to address."""
    heard: list[str] = []

    def hear(message: Any) -> None:
        if message.type in {"error", "warning"}:
            heard.append(f"{page.url} {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(f"{page.url} {error}"))
    return heard


def test_no_page_breaks_the_policy_and_none_is_wider_than_a_phone(
    staff: Page, draft: Edition
) -> None:
    heard = complaints_of(staff)
    staff.set_viewport_size({"width": 360, "height": 740})
    for address in pages_of(draft):
        response = staff.goto(address)
        assert (address, response.status) == (address, 200)
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
        assert (address, staff.evaluate("document.documentElement.scrollWidth")) == (address, 360)
    assert heard == []


def codes(draft: Edition) -> list[str]:
    items = Item.objects.filter(edition=draft, level__gt=0).order_by("lft")
    return [item.code or "value" for item in items]


def tree_page(page: Page, draft: Edition) -> Page:
    page.goto(f"{reverse('admin:strategy_item_changelist')}?edition={draft.pk}")
    return page


def test_an_item_is_dragged_to_its_new_place(staff: Page, draft: Edition) -> None:
    tree_page(staff, draft)
    handles = staff.locator(".drag-handle")
    handles.nth(5).hover()
    staff.mouse.down()
    row = staff.locator("#result_list tbody tr").nth(3).bounding_box()
    staff.mouse.move(row["x"] + 200, row["y"] + 20)
    staff.mouse.move(row["x"] + 200, row["y"] + 4)
    with staff.expect_navigation():
        staff.mouse.up()
    assert codes(draft) == ["value", "A", "A1", "A1.3", "A1.1", "A1.2"]
    assert tree.find_faults(draft) == []
    assert staff.locator(".messagelist .success").count() == 1


def test_an_item_is_moved_by_keyboard(staff: Page, draft: Edition) -> None:
    tree_page(staff, draft)
    staff.locator("#result_list tbody tr").nth(5).locator(".field-moving a").focus()
    staff.keyboard.press("Enter")
    staff.wait_for_url("**/move/")
    staff.locator("[name=position]").first.focus()
    staff.keyboard.press("ArrowDown")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Enter")
    staff.wait_for_url("**/item/?edition=*")
    assert codes(draft) == ["value", "A", "A1", "A1.3", "A1.1", "A1.2"]


def test_a_branch_is_folded_and_stays_folded(staff: Page, draft: Edition) -> None:
    tree_page(staff, draft)
    rows = staff.locator("#result_list tbody tr:visible")
    assert rows.count() == 6
    staff.locator(".tree-node").nth(2).click()
    assert rows.count() == 3
    assert tree_page(staff, draft).locator("#result_list tbody tr:visible").count() == 3
