"""Through the portal by keyboard alone: page by page, and on the ways that people take."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from comments.models import Comment, Settlement
from comments.writing import tickets
from strategy.models import Edition, Item
from tests.comments.scene import everything, make_scene
from tests.everybody import NARROW, WIDE, signed_in
from tests.factories import draft_of, item_of, make_comment, make_plan, open_consultation, publish
from tests.keyboard import Stop, enter, faults, follow, stops, tab_to, write
from tests.searching import catch_up

pytestmark = [pytest.mark.browser, pytest.mark.looks]

PLAN = "/zkusebni-plan/"
HEIGHT = 720
DESK = "/pripominky/vyporadani/"
# A page with one thing wrong, and what is said of it.
PLANTED = {
    "<a href=/ tabindex=5>A</a>": "is followed by what stands before it",
    "<a href=/ class=plain>A</a>": "its focus is not marked: <a",
    "<textarea onkeydown='event.preventDefault()'></textarea>": "no way out: <textarea",
    "<a href=/ class=under>A</a><div class=over></div>": "covered: <a",
    "<a href=/ class=away>A</a>": "not in sight: <a",
    "<button class=low>A</button><button class=low>B</button>": "too small: <button",
}
SHEET = """<!doctype html><style>
  body { font: 24px sans-serif } button { height: 40px } .plain:focus { outline: none }
  a { display: block; height: 40px } :focus-visible { outline: 3px solid }
  .over { position: fixed; inset: 0 0 auto; height: 90px; background: silver }
  .away { position: fixed; left: -900px } .low { display: block; height: 12px }
</style>"""


@pytest.fixture
def phone(chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(tickets, "READING_SECONDS", 0)
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": HEIGHT}, locale="cs-CZ"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def edition(committed: None) -> Edition:
    edition = publish(make_plan())
    open_consultation(edition)
    catch_up()
    return edition


@pytest.mark.parametrize("planted", PLANTED)
def test_what_stands_in_the_way_of_a_keyboard_is_found(chromium: Browser, planted: str) -> None:
    page = chromium.new_page()
    page.set_content(f"{SHEET}<button>First</button>{planted}<button>Last</button>")
    found = faults(stops(page))
    page.set_content(f"{SHEET}<button>First</button><a href=/>A</a><button>Last</button>")
    sound = stops(page)
    page.close()
    assert [fault for fault in found if PLANTED[planted] in fault] != []
    assert (len(sound), faults(sound)) == (3, [])


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_focus_goes_through_every_kind_of_page_as_it_is_read(
    chromium: Browser, committed: None, live_server: Any, width: int
) -> None:
    everything()
    edition = publish(make_plan())
    scene = make_scene(edition)
    catch_up()
    draft = reverse("admin:strategy_item_change", args=[item_of(draft_of(edition.plan), "A1.1").pk])
    addresses = ["/", "/hledani/?q=plán", scene.public["plan with comments"],
                 scene.public["item with comments"], scene.public["settlement table"],
                 scene.staff["desk"], scene.staff["point"], draft]  # fmt: skip
    wrong = {}
    with signed_in(chromium, live_server.url) as page:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for address in addresses:
            page.goto(address)
            there = stops(page)
            found = faults(there)
            if width == WIDE and _places(there) != _places(stops(page, "Shift+Tab"))[::-1]:
                found.append("it goes another way back")
            if "skip" not in there[0].what or len(there) < 15:
                found.append(f"{len(there)} stops, and the first is {there[0].what}")
            wrong |= {address: found} if found else {}
    assert wrong == {}


def _places(found: list[Stop]) -> list[int]:
    return [one.place for one in found]


def test_a_citizen_comes_from_the_first_page_to_a_sent_comment(
    phone: Page, edition: Edition
) -> None:
    phone.goto("/")
    follow(phone, f"main a[href='{PLAN}']")
    follow(phone, f"main a[href='{PLAN}A1.2/']")
    write(phone, "[name=text]", "Doplnit lavičky.")
    write(phone, "[name=name]", "Občanka Brněnská")
    write(phone, "[name=email]", "obcanka@")
    enter(phone)
    expect(phone.locator(".error-summary")).to_be_focused()
    tab_to(phone, ".error-summary a")
    phone.keyboard.press("Enter")
    phone.keyboard.press("ControlOrMeta+A")
    phone.keyboard.type("obcanka@example.cz")
    enter(phone)
    follow(phone, "main .button--primary")
    phone.wait_for_url("**/odkaz/prijato/*/")
    comment = Comment.objects.with_wording().select_related("contact").get()
    assert (comment.text, comment.contact.email) == ("Doplnit lavičky.", "obcanka@example.cz")


def test_the_skip_link_folding_and_the_other_language_are_at_hand(
    phone: Page, edition: Edition
) -> None:
    phone.goto(PLAN)
    phone.keyboard.press("Tab")
    assert phone.locator("*:focus").get_attribute("href") == "#obsah"
    phone.keyboard.press("Enter")
    tab_to(phone, "main summary")
    folded = "document.activeElement.parentElement.open"
    before = phone.evaluate(folded)
    phone.keyboard.press("Enter")
    assert phone.evaluate(folded) is not before
    phone.keyboard.press("Space")
    assert phone.evaluate(folded) is before
    phone.goto(PLAN)
    follow(phone, "a[hreflang=en]")
    assert phone.url.endswith(f"/en{PLAN}")
    assert phone.locator("html").get_attribute("lang") == "en"


def test_suggestions_of_the_search_let_go_of_the_keyboard(phone: Page, edition: Edition) -> None:
    phone.goto("/")
    write(phone, "[role=combobox]", "záměr")
    field, options = phone.get_by_role("combobox"), phone.get_by_role("option")
    options.first.wait_for()
    for key, number in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        phone.keyboard.press(key)
        chosen = options.nth(number).get_attribute("id")
        assert field.get_attribute("aria-activedescendant") == chosen
    phone.keyboard.press("Escape")
    assert (options.count(), field.input_value()) == (0, "záměr")
    phone.keyboard.type(" ")
    options.first.wait_for()
    phone.keyboard.press("Tab")
    assert (options.count(), phone.evaluate("document.activeElement.type")) == (0, "submit")
    enter(phone)
    assert "q=z%C3%A1m%C4%9Br" in phone.url


def test_staff_sign_in_reword_a_measure_and_settle_a_comment(phone: Page, edition: Edition) -> None:
    everything()
    comment = make_comment(item_of(edition, "A1.1"), text="Chceme lavičky.")
    draft = item_of(draft_of(edition.plan), "A1.2")
    items = reverse("admin:strategy_item_changelist")
    phone.set_viewport_size({"width": WIDE, "height": HEIGHT})
    phone.goto(f"{reverse('admin:login')}?next={items}?edition={draft.edition_id}")
    write(phone, "[name=username]", "jana")
    write(phone, "[name=password]", "jana")
    enter(phone)
    follow(phone, f"[href*='{reverse('admin:strategy_item_change', args=[draft.pk])}']")
    write(phone, "[name=text]", "Přepsaný záměr.")
    follow(phone, "[name=_save]")
    assert Item.objects.get(pk=draft.pk).text == "Přepsaný záměr."

    phone.goto(f"{DESK}?fronta=vse")
    follow(phone, f"main a[href^='{DESK}{comment.points.get().pk}/']")
    tab_to(phone, "[name=outcome]")
    phone.keyboard.press("ArrowDown")
    write(phone, "[name=reasoning]", "Děkujeme.")
    follow(phone, "[name=save]")
    assert Settlement.objects.get().reasoning == "Děkujeme."
