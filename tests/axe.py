"""The accessibility checker axe, run in a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# The one rule that looks at colours, and all the others.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
WITHOUT_COLOURS = WCAG | {"rules": {"color-contrast": {"enabled": False}}}


def bring_axe(page: Page) -> None:
    """Load the checker into the page, for `broken_rules(…, loaded=True)` as often as is needed."""
    page.evaluate(f"{AXE_SCRIPT}; null")


def broken_rules(page: Page, options: dict[str, Any] = WCAG, *, loaded: bool = False) -> list[str]:
    """What the page breaks, as "rule: HTML"; with options {} the advice beside WCAG, too."""
    # Not the library's run: to hand over all that is right takes three times as long as to look.
    if not loaded:
        bring_axe(page)
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {"resultTypes": ["violations"], "preload": False} | options,
    )
    return [f"{rule['id']}: {node['html'][:200]}" for rule in violations for node in rule["nodes"]]
