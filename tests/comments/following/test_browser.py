"""An author's way through “my comment” in a browser, which names no origin from there."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from comments import links
from comments.models import Comment, Contact, Reaction
from tests.factories import item_of, make_comment, make_plan, open_consultation, publish, settle

pytestmark = pytest.mark.browser


@pytest.fixture
def comment(committed: None) -> Comment:
    edition = publish(make_plan())
    open_consultation(edition)
    comment = make_comment(item_of(edition, "A1.1"), name="Občanka Brněnská")
    Contact.objects.update(confirmed_at=timezone.now())
    return comment


def test_every_button_of_ones_own_comment_works(
    live_server: object, chromium: Browser, comment: Comment
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{live_server}{links.path(*links.mine(comment))}")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Občanka Brněnská")).click()
    assert Comment.objects.get().name_public is True
    with page.expect_navigation():
        page.locator('a[href$="/upravit/"]').click()
    page.locator('textarea[name="text"]').fill("Jinak.")
    with page.expect_navigation():
        page.locator("button.button--primary").click()
    assert Comment.objects.get().newest_version == 2
    comment.refresh_from_db()
    Comment.objects.filter(pk=comment.pk).update(newest_version=1)
    settle(comment.points.get())
    page.reload()
    page.locator('input[name="satisfied"][value="0"]').check()
    with page.expect_navigation():
        page.locator('form[action*="/odpoved/"] button').click()
    assert Reaction.objects.get().satisfied is False
    expect(page.locator(".notice--warning")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.close()
