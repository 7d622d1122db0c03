"""Whether a page is for everybody: wide and narrow, in every theme, looked at in one loading."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, Response

from tests import axe, html_codesniffer

PREFIXES = ("", "/en")
# What stands in the frames of other sites.
ONE_LANGUAGE = "/karta/"
ORIGIN = re.compile(r"\w+://[^/]*")
HEIGHT = 800
# 320 px are 1280 at 400 %; there is no more to see on a phone.
NARROW, WIDE = 320, 1280
# In forced colours the system's own; nothing of ours may be left that escapes them.
THEMES: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "dark with more contrast": {"color_scheme": "dark", "contrast": "more"},
    "forced colours": {"forced_colors": "active"},
}
LIGHT = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
# A colour on its way from one theme to another would be taken for that of the theme.
STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { transition: none !important; animation: none !important }");
  document.adoptedStyleSheets.push(sheet);
}"""
# Every sheet that the page links came and says something.
STYLED = """[...document.querySelectorAll("link[rel=stylesheet]")]
  .every(link => link.sheet.cssRules.length > 0)"""
# A finger's size, where axe asks for 24 px; but for links within text.
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, textarea, select")]
  .filter(element => element.type !== "hidden"
    && !element.closest(".trap, .skip, .spoken, blockquote, h1") && !(element.closest("p")
      && element.matches("a:not(.button)")))
  .map(element => element.closest(".field--check") || element.closest("label") || element)
  .filter(element => element.getBoundingClientRect().height > 0
    && element.getBoundingClientRect().height < 44)
  .map(element => `lower than a finger: ${element.outerHTML.slice(0, 90)}`)"""
# Spacing as WCAG 1.4.12 has it: nothing that could be read before may be cut off by it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets.push(sheet);
  const cut = [...document.querySelectorAll("main *")].filter(element => {
    const style = getComputedStyle(element);
    return element.childElementCount === 0 && element.innerText && !element.closest(".spoken")
      && style.clipPath === "none"
      && /hidden|clip/.test(style.overflowX + style.overflowY)
      && (element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1);
  }).map(element => `cut off by spacing: ${element.outerHTML.slice(0, 120)}`);
  const wide = document.documentElement.scrollWidth;
  document.adoptedStyleSheets.pop();
  return wide > innerWidth ? [...cut, `spaced it scrolls sideways: ${wide} px`] : cut;
}"""


def wrong_on(page: Page) -> list[str]:
    """What is wrong with a page just as it is shown, where a test has set width and theme."""
    found = axe.broken_rules(page)
    shown, width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [*found, f"scrolls sideways: {shown} px in {width}"] if shown > width else found


def look_at_colours(page: Page) -> list[str]:
    """What cannot be told from its ground, by theme, in a page that shows light to begin with."""
    found = []
    for name, theme in THEMES.items():
        page.emulate_media(**LIGHT | theme)
        broken = axe.broken_rules(page, axe.COLOURS, loaded=True)
        found += [f"{name}: {rule}" for rule in broken]
    page.emulate_media(**LIGHT)
    return found


def look_at_layout(page: Page, width: int, rules: Mapping[str, Any]) -> list[str]:
    """What is wrong at a width in the light theme."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    found = axe.broken_rules(page, dict(rules), loaded=True)
    if html_codesniffer.is_there() and _is_ours(page):
        found += html_codesniffer.sniffed(page)
    shown = page.evaluate("document.documentElement.scrollWidth")
    if shown > width:
        found.append(f"scrolls sideways: {shown} px")
    if width == NARROW and _is_ours(page):
        found += page.evaluate(SPACED)
    return [f"{width}: {one}" for one in found]


def _is_ours(page: Page) -> bool:
    """The administration is Django's markup, with texts behind its icons: axe alone looks at it."""
    return "/admin/" not in page.url


def wrong_for_anybody(page: Page, *, colours: bool = True, fingers: bool = False) -> list[str]:
    """Everything wrong with the page that is loaded, at each width and in each theme.

    The rules of axe but one, and HTML_CodeSniffer, read what is marked up and laid out, which no
    theme changes; so only `color-contrast` is asked in each theme. Neither does the language
    change a colour: pages in another one go without (`colours`).
    """
    page.emulate_media(**LIGHT)
    page.evaluate(STILL)
    axe.bring_axe(page)
    if html_codesniffer.is_there() and _is_ours(page):
        html_codesniffer.bring_sniffer(page)
    found = [] if page.evaluate(STYLED) else ["a style sheet is missing"]
    wide = axe.WCAG if colours else axe.WITHOUT_COLOURS
    found += look_at_layout(page, WIDE, wide)
    found += look_at_layout(page, NARROW, axe.WITHOUT_COLOURS)
    found += page.evaluate(SMALL) if fingers else []
    return found + (look_at_colours(page) if colours else [])


def looked_at(
    page: Page, addresses: Mapping[str, str], *, fingers: bool = False
) -> dict[str, list[str]]:
    """What is wrong in Czech and in English with the pages that have such addresses, by name."""
    wrong = {}
    for name, address in addresses.items():
        for prefix in PREFIXES[:1] if address.startswith(ONE_LANGUAGE) else PREFIXES:
            page.goto(prefix + address)
            sized = fingers and not address.startswith("/admin/")
            if found := wrong_for_anybody(page, colours=not prefix, fingers=sized):
                wrong[f"{prefix} {name}"] = found
    return wrong


@contextmanager
def signed_in(chromium: Browser, portal: str) -> Iterator[Page]:
    """A page of `jana`, whose password is the name; addresses on it are those of the portal."""
    context = chromium.new_context(base_url=portal, locale="cs-CZ")
    page = context.new_page()
    page.goto("/admin/login/?next=/o-portalu/")
    page.fill("#id_username", "jana")
    page.fill("#id_password", "jana")
    with page.expect_navigation():
        page.click("[type=submit]")
    # Else each page of the staff would be looked at as the page that asks to sign in.
    assert page.url == f"{portal}/o-portalu/"
    yield page
    context.close()


class Ear:
    """Hears what a page complains of, what it lacks, and whom it asks."""

    def __init__(self, page: Page) -> None:
        self.told: list[str] = []
        self.asked: set[str] = set()
        page.on("console", lambda message: self._hear(message.type, message.text, page.url))
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("request", lambda request: self.asked.add(ORIGIN.match(request.url)[0]))
        page.on("response", self._answered)

    def _hear(self, kind: str, text: str, where: str) -> None:
        # Pages that are meant to be missing say so; what else is missing is seen in the answers.
        if kind in {"error", "warning"} and not text.startswith("Failed to load resource"):
            self.told.append(f"{where}: {text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.told.append(f"{response.status} {response.url}")
