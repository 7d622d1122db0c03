"""The way of a comment in a real browser, by keyboard alone, without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from comments import links
from comments.links import Purpose
from comments.models import Comment
from comments.writing import tickets
from strategy.models import Edition
from tests.everybody import wrong_for_anybody
from tests.factories import item_of, make_comment, make_plan, open_consultation, publish

pytestmark = pytest.mark.browser

TEXT = "Doplnit přehled komunit.\nA zveřejnit ho."


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A citizen's page at 360 px with JavaScript off."""
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="cs-CZ"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def edition(committed: None) -> Edition:
    edition = publish(make_plan())
    open_consultation(edition)
    return edition


def focused(page: Page) -> str:
    """What tells the focused element apart: its name, or its class; empty where none is."""
    element = page.locator("*:focus")
    if not element.count():
        return ""
    return element.get_attribute("name") or element.get_attribute("class") or ""


def tab_to(page: Page, name: str) -> None:
    for _press in range(60):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard never came to {name}.")


def fill_in(page: Page, **words: str) -> None:
    for name, text in words.items():
        tab_to(page, name)
        page.keyboard.press("ControlOrMeta+A")
        for number, line in enumerate(text.split("\n")):
            if number:
                page.keyboard.press("Enter")
            page.keyboard.type(line)


def test_a_comment_is_written_checked_and_sent_by_keyboard_alone(
    reader: Page, edition: Edition, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "READING_SECONDS", 0)
    item = item_of(edition, "A1.1")
    reader.goto(live_server.url + item.get_absolute_url())
    fill_in(reader, text=TEXT, name="Občanka Brněnská")
    tab_to(reader, "name_public")
    reader.keyboard.press("Space")
    fill_in(reader, email="obcanka@example.cz")
    reader.keyboard.press("Enter")

    reader.wait_for_url("**/pripominka/kontrola/")
    shown = reader.locator("main").inner_text()
    assert ("zveřejnit ho." in shown, "Občanka Brněnská" in shown) == (True, True)
    assert Comment.objects.count() == 0
    tab_to(reader, "edit")
    reader.keyboard.press("Enter")

    # The check page carries the same names in hidden fields; these are the ones to write in.
    assert reader.locator("textarea[name=text]").input_value() == TEXT
    assert reader.locator("[type=checkbox][name=name_public]").is_checked()
    fill_in(reader, organisation="Spolek")
    reader.keyboard.press("Enter")
    reader.locator(".summary-list").first.wait_for()
    tab_to(reader, "button button--primary")
    reader.keyboard.press("Enter")

    reader.wait_for_url("**/odkaz/prijato/*/")
    comment = Comment.objects.with_wording().get()
    assert (comment.text, comment.organisation, comment.name_public) == (TEXT, "Spolek", True)
    assert comment.contact.email == "obcanka@example.cz"
    assert reader.locator("h1").count() == 1
    assert reader.locator(".lead strong").inner_text() == str(comment.number)


def test_errors_take_the_focus_and_lead_to_their_fields(
    reader: Page, edition: Edition, live_server: Any
) -> None:
    reader.goto(live_server.url + edition.get_absolute_url())
    fill_in(reader, organisation="Spolek", email="obcanka@")
    reader.keyboard.press("Enter")

    expect(reader.locator(".error-summary")).to_be_focused()
    links = reader.locator(".error-summary a")
    assert links.count() == 3
    reader.keyboard.press("Tab")
    assert reader.locator("*:focus").inner_text() == links.first.inner_text()
    reader.keyboard.press("Enter")
    reader.keyboard.type("Doplnit.")
    assert reader.locator("[name=text]").input_value() == "Doplnit."
    assert reader.locator("[name=email]").get_attribute("aria-invalid") == "true"
    assert reader.locator("[name=organisation]").input_value() == "Spolek"


def test_people_never_meet_the_field_for_robots(
    reader: Page, edition: Edition, live_server: Any
) -> None:
    reader.goto(live_server.url + edition.get_absolute_url())
    met = []
    for _press in range(60):
        reader.keyboard.press("Tab")
        met.append(focused(reader))
    assert ("text" in met, "website" in met) == (True, False)
    box = reader.locator("#nova-pripominka .trap").bounding_box()
    assert box is None or box["width"] * box["height"] <= 4


@pytest.fixture(params=[False, True], ids=["without JavaScript", "with JavaScript"])
def phone(request: Any, chromium: Browser) -> Iterator[Page]:
    """A page at 360 px."""
    context = chromium.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


def press(page: Page, button: str) -> None:
    """Press a button by its name, or the main one, and wait for where it leads."""
    with page.expect_navigation(wait_until="load"):
        page.click(f"form button[name={button}]:visible" if button else "form .button--primary")


def test_several_points_are_written_corrected_after_back_and_sent_once(
    phone: Page, edition: Edition, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "READING_SECONDS", 0)
    item = item_of(edition, "A1.1")
    phone.goto(live_server.url + item.get_absolute_url())
    phone.fill("[name=text]", TEXT)
    phone.fill("[name=name]", "Občanka Brněnská")
    press(phone, "propose")
    assert phone.input_value("[name=proposal]") == item.text
    phone.fill("[name=proposal]", "Podporovat záměr 1 a další.")
    press(phone, "add")
    phone.fill("[name='2-place']", "A9")
    phone.fill("[name='2-text']", "Druhý bod.")
    press(phone, "check")
    expect(phone.locator(".error-summary a")).to_have_attribute("href", "#pripominka_2-place")
    phone.fill("[name='2-place']", "a1.2")
    phone.fill("[name='2-rationale']", "Proto.")
    press(phone, "check")
    with phone.expect_navigation(wait_until="load"):
        phone.go_back()
    kept = [phone.input_value(f"[name='{name}']") for name in ("text", "2-place", "2-rationale")]
    assert kept == [TEXT, "a1.2", "Proto."]
    phone.fill("[name='2-rationale']", "Proto a proto.")
    press(phone, "check")
    press(phone, "")
    number = phone.locator(".lead strong").inner_text()
    with phone.expect_navigation(wait_until="load"):
        phone.go_back()
    press(phone, "")
    assert phone.locator(".lead strong").inner_text() == number
    comment = Comment.objects.get()
    said = comment.versions.values_list("item__code", "text", "proposal", "rationale")
    assert list(said) == [
        ("A1.1", TEXT, "Podporovat záměr 1 a další.", ""),
        ("A1.2", "Druhý bod.", "", "Proto a proto."),
    ]


def test_an_expired_check_page_loses_nothing(
    phone: Page, edition: Edition, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "READING_SECONDS", 0)
    phone.goto(live_server.url + item_of(edition, "A1.1").get_absolute_url())
    phone.fill("[name=text]", TEXT)
    phone.fill("[name=name]", "Občanka")
    press(phone, "")
    monkeypatch.setattr(tickets, "VALID_SECONDS", -1)
    # The cookie has gone with the time, too.
    phone.context.clear_cookies()
    press(phone, "")
    expect(phone.locator(".error-summary")).to_be_focused()
    assert "zveřejnit ho." in phone.locator(".summary-list").first.inner_text()
    press(phone, "")
    assert Comment.objects.count() == 0
    monkeypatch.setattr(tickets, "VALID_SECONDS", 3600)
    press(phone, "")
    phone.wait_for_url("**/odkaz/prijato/*/")
    assert Comment.objects.with_wording().get().text == TEXT


def test_the_e_mail_is_confirmed_by_the_button_in_a_browser_that_names_no_origin(
    phone: Page, edition: Edition, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "READING_SECONDS", 0)
    phone.goto(live_server.url + item_of(edition, "A1.1").get_absolute_url())
    phone.fill("[name=text]", TEXT)
    phone.fill("[name=name]", "Občanka")
    phone.fill("#pripominka_email", "obcnka@example.cz")
    press(phone, "")
    press(phone, "")
    phone.fill("[name=email]", "obcanka@example.cz")
    with phone.expect_navigation(wait_until="load"):
        phone.click(".step .form:first-of-type button")
    comment = Comment.objects.select_related("contact").get()
    assert comment.contact.email == "obcanka@example.cz"
    link = links.path(Purpose.CONFIRMATION, comment.pk, comment.contact.email)
    phone.goto(live_server.url + link)
    press(phone, "")
    assert phone.locator("a[href^='/odkaz/moje/']").count() == 1
    assert Comment.objects.get().state == "received"


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_of_the_way_scrolls_sideways(
    chromium: Browser, edition: Edition, live_server: Any, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(live_server.url + item_of(edition, "A1.1").get_absolute_url())
    page.fill("[name=text]", "Nepřerušitelnéslovo" * 30)
    page.click("form .button--primary")
    page.fill("[name=name]", "Občanka")
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    with page.expect_navigation():
        page.click("form .button--primary")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    context.close()
    assert widths == [width, width]


@pytest.mark.looks
def test_every_step_of_the_way_is_for_everybody(
    chromium: Browser, edition: Edition, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "READING_SECONDS", 3600)  # however slow, the first is too hasty
    item = item_of(edition, "A1.1")
    make_comment(item, name_public=True, organisation="Spolek")
    page = chromium.new_page()
    page.goto(live_server.url + item.get_absolute_url())
    found = {"item": wrong_for_anybody(page)}
    press(page, "")
    found["errors"] = wrong_for_anybody(page)
    page.fill("[name=text]", TEXT)
    page.fill("[name=name]", "Občanka")
    page.fill("#pripominka_email", "obcanka@example.cz")
    for button, step in {"add": "points", "check": "check", "": "doubt"}.items():
        press(page, button)
        found[step] = wrong_for_anybody(page)
    press(page, "")
    page.wait_for_url("**/odkaz/prijato/*/")
    found["received"] = wrong_for_anybody(page)
    page.close()
    assert {step: wrong for step, wrong in found.items() if wrong} == {}
