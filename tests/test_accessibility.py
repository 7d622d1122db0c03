"""Pages about plans: by keyboard and finger, without scripts, before the HTML checkers."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.urls import reverse
from playwright.sync_api import Browser, Page

from strategy.explaining import glossary, summaries
from strategy.measures import readings
from strategy.measures.readings import Measured
from strategy.models import Edition, Indicator, Term
from strategy.progress import reporting
from tests import html_checker
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    root_of,
)
from tests.searching import catch_up

pytestmark = pytest.mark.browser

PLAN = "/zkusebni-plan/"
PATHS = {
    "home": "/",
    "all plans": "/plany/",
    "what has changed": "/zmeny/?od=2018-01-01",
    "what concerns one": "/pro/",
    "plan": PLAN,
    "goal": f"{PLAN}A/",
    "measure": f"{PLAN}A1.2/",
    "formats": f"{PLAN}formaty/",
    "past plan": f"{PLAN}edice/1/",
    "past measure": f"{PLAN}edice/1/A1.2/",
    "plan on a day": f"{PLAN}k/{datetime.now(ZoneInfo('Europe/Prague')):%Y-%m-%d}/",
    "choice of a day": f"{PLAN}zneni/?den=2018-02-30",
    "day that is none": f"{PLAN}k/2018-02-30/",
    "comparison": f"{PLAN}srovnani/1/2/",
    "comparison of some": f"{PLAN}srovnani/1/2/?druh=preformulovano",
    "choice of two editions": f"{PLAN}srovnani/",
    "comparison that is none": f"{PLAN}srovnani/1/9/",
    "numbers of a plan": f"{PLAN}plneni/",
    "measures behind a number": f"{PLAN}plneni/opatreni/?stav=nic",
    "numbers of all plans": "/plneni/",
    "missing item": f"{PLAN}A9/",
    "missing plan": "/neni/",
    "indicator": f"{PLAN}ukazatel/{UUID(int=7)}/",
    "verification": "/overeni/",
    "verification of an unknown file": f"/overeni/?otisk={'0' * 64}",
    "about": "/o-portalu/",
    "accessibility": "/pristupnost/",
    "cookies": "/o-portalu/cookies/",
    "contact": "/o-portalu/kontakt/",
    "help": "/napoveda/",
    "how to comment": "/napoveda/pripominka/",
    "guide for the office": "/napoveda/urad/",
    "glossary": "/slovnik/",
    "feedback": "/zpetna-vazba/?stranka=/o-portalu/",
    "feedback sent": "/zpetna-vazba/odeslano/?cislo=12",
    "style": "/styl/",
    "search": "/hledani/",
    "results": "/hledani/?q=z%C3%A1m%C4%9Br&edice=vse",
    "no result": "/hledani/?q=%E2%80%9Exylofon",
    "open data": "/data/",
}
FORMS = ["check", "mend", "points"]
LONG = "Nejneobhospodařovávatelnějšími/nejneobhospodařovávatelnějšími"


def make_edition() -> Edition:
    """Edition 2, approved, with a reworded measure, long words and comments."""
    plan = make_plan(title=f"Zkušební plán {LONG}")
    publish(plan)
    item = item_of(draft_of(plan), "A1.2")
    item.text = f"Podporovat {LONG} a další záměr."
    item.description = "Co to znamená a proč."
    item.lead, item.due = f"Odbor {LONG}", "31. 12. 2020"
    item.save()
    Indicator.objects.create(item=item, key=UUID(int=7), position=1, name=LONG, target=900)
    edition = publish(plan, Edition.State.APPROVED)
    measured = Indicator.objects.select_related("item__edition").get(item__edition=edition)
    for year, change in ((2019, ""), (2020, f"Počítá se {LONG}.")):
        said = {"source": f"Zpráva {LONG}", "method_change": change}
        readings.record(Measured(measured, date(year, 1, 1), Decimal(year), **said))
    for item in (root_of(edition), item_of(edition, "A1.2")):
        make_comment(item, text=f"Doplnit {LONG}.", organisation="Odbor územního plánování")
    reporting.report(item_of(edition, "A1.2"), "done", commentary=f"Stavba {LONG} stojí.")
    open_consultation(edition)
    glossary.add(Term(word="záměr", abbreviation="ZMB", explanation=f"Co {LONG} znamená."))
    summaries.write(item_of(edition, "A1.2"), 0, f"Město {LONG} podpoří.")
    publish(plan)
    catch_up()
    return edition


@pytest.fixture
def edition(committed: None) -> Edition:
    return make_edition()


@pytest.fixture
def portal(edition: Edition, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of the portal; static files come from WhiteNoise, as in production."""
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
    return live_server.url


def open_page(page: Page, portal: str, name: str) -> None:
    """Go to one of PATHS, or through the comment form to one of FORMS.

    `portal` may end with a language, such as “…/en”.
    """
    if name in PATHS:
        page.goto(portal + PATHS[name])
        return
    page.goto(portal + PATHS["measure"])
    if name == "check":
        page.fill("textarea[name=text]", f"Doplnit {LONG}.")
        page.fill("input[name=name]", "Občanka Brněnská")
    button = "[name=edit]" if name == "points" else "[type=submit]"
    with page.expect_navigation(wait_until="load"):
        page.click(f"#nova-pripominka button{button}")
    if name == "points":
        with page.expect_navigation(wait_until="load"):
            page.click("form.form button[name=add]")


def test_the_keyboard_comes_first_to_the_skip_link_and_over_it_to_the_text(
    chromium: Browser, portal: str
) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto(portal + PLAN)
    page.keyboard.press("Tab")
    skip = page.locator("*:focus")
    box = skip.bounding_box()
    assert (skip.get_attribute("href"), box["y"] >= 0, box["x"] >= 0) == ("#obsah", True, True)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


def test_what_holds_the_focus_shows_it(chromium: Browser, portal: str) -> None:
    page = chromium.new_page()
    page.goto(portal + PATHS["measure"])
    outlines = {}
    for _press in range(60):
        page.keyboard.press("Tab")
        html, outline = page.evaluate(
            "[document.activeElement.outerHTML, getComputedStyle(document.activeElement).outline]"
        )
        if not html.startswith("<body"):
            outlines[html[:120]] = outline
    assert len(outlines) > 20
    assert [html for html, outline in outlines.items() if " solid 3px" not in outline] == []
    page.close()


def test_targets_are_big_enough_for_a_finger(chromium: Browser, portal: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    small = {}
    for name in ("home", "plan", "measure"):
        open_page(page, portal, name)
        small[name] = page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, input, textarea")]
              .filter(element => element.type !== "hidden" && !element.closest(".trap, .skip")
                && !element.closest("p:not(.line__more):not(.side__title), h1"))
              .map(element => (element.closest(".field--check") || element))
              .filter(element => element.getBoundingClientRect().height > 0
                && element.getBoundingClientRect().height < 44)
              .map(element => element.outerHTML.slice(0, 90))"""
        )
    page.close()
    assert small == {"home": [], "plan": [], "measure": []}


def test_the_pages_are_read_without_javascript(chromium: Browser, portal: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(portal + PLAN)
    page.click("summary")
    assert not page.locator("#A1").is_visible()
    page.click("summary")
    page.click("#A1 a")
    assert page.url == f"{portal}{PLAN}A1/"
    # All that there is of scripts offers titles in the search box.
    scripts = [one.get_attribute("src") for one in page.locator("script").all()]
    assert [re.sub(r"\.[0-9a-f]{12}", "", src) for src in scripts] == ["/static/js/search.js"]
    page.fill("#hledat", "komunity")
    page.click(".search button")
    assert page.url == f"{portal}/hledani/?q=komunity"
    context.close()


@pytest.fixture
def pages(client: Any, edition: Edition) -> dict[str, str]:
    """HTML of every kind of page by name."""
    html = {name: client.get(path).content.decode() for name, path in PATHS.items()}
    typed = {"item": item_of(edition, "A1.2").pk, "text": "Doplnit.", "name": "Občanka"}
    check = reverse("comments:comment_check")
    html["check"] = client.post(check, typed).content.decode()
    html["mend"] = client.post(check, typed | {"text": ""}).content.decode()
    return html


def test_the_html_of_every_page_is_sound(pages: dict[str, str]) -> None:
    found = {name: html_checker.faults(html) for name, html in pages.items()}
    assert [name for name in found if found[name]] == [], found


@pytest.mark.html_checker
def test_the_html_checker_finds_nothing(pages: dict[str, str], tmp_path: Path) -> None:
    named = {name.replace(" ", "-"): html for name, html in pages.items()}
    assert html_checker.nu_faults(named, tmp_path) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p id=a></p><p id=a></p>", "the id 'a' stands 2 times"),
        ("<h3>Dál</h3>", "after h1 comes h3"),
        ("<h1>Znovu</h1>", "2 main headings"),
        ("<input name=jmeno>", "'jmeno' has no label"),
        ('<label for="x">Jméno</label>', "for='x' leads nowhere"),
        ('<a href="#x">Dál</a>', "the link #x leads nowhere"),
    ],
)
def test_the_check_of_html_finds_what_is_wrong(html: str, fault: str) -> None:
    page = (
        "<!doctype html><html lang=cs><head><title>T</title></head>"
        f"<body><h1>N</h1>{html}</body></html>"
    )
    assert html_checker.faults(page) == [fault]


def test_the_check_of_html_finds_a_tag_that_is_not_closed() -> None:
    page = "<!doctype html><html lang=cs><head><title>T</title></head><body><h1>N</h1><div></body>"
    assert len(html_checker.faults(page)) == 1
