"""The accessibility checker HTML_CodeSniffer, run in a page.

`./run test` brings it from the lock in requirements/browser into the environment; where there is
no npm, it says so at its end, and only the tests with the mark `html_codesniffer` ask for it.
"""

import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(sys.prefix, "node_modules/@pa11y/html_codesniffer/build/HTMLCS.js")
# What it says falsely: the end of its code, where, and why it is no error.
FALSE_ALARMS: list[tuple[str, str, str]] = [
    (
        "H43.HeadersRequired",
        "table:has(> thead th[scope=col]):has(> tfoot th[scope=row])",
        "It takes the row of sums for a second level of headings; with `scope` on every heading"
        " each cell has its own.",
    ),
]
_SNIFF = """falseAlarms => new Promise((resolve, reject) =>
  HTMLCS.process("WCAG2AA", document, () => resolve(HTMLCS.getMessages()
    .filter(one => one.type === HTMLCS.ERROR && !falseAlarms.some(([code, selector]) =>
      one.code.endsWith(code) && one.element.matches && one.element.matches(selector)))
    .map(one => `${one.code}: ${(one.element.outerHTML || "").slice(0, 200)}`)), reject))"""


def is_there() -> bool:
    return SCRIPT.exists()


def bring_sniffer(page: Page) -> None:
    page.evaluate(f"{_script()}; null")


def sniffed(page: Page) -> list[str]:
    """Errors of WCAG 2 at level AA in a page into which the sniffer was brought."""
    found: list[str] = page.evaluate(_SNIFF, [alarm[:2] for alarm in FALSE_ALARMS])
    return found


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")
