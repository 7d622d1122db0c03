"""The accessibility checker axe, run in a page."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def broken_rules(page: Page, options: dict[str, Any] = WCAG) -> list[str]:
    """What the page breaks, as "rule: HTML"; with options {} the advice beside WCAG, too."""
    # Not the library's run: to hand over all that is right takes three times as long as to look.
    page.evaluate(f"{AXE_SCRIPT}; null")
    violations = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {"resultTypes": ["violations"]} | options,
    )
    return [f"{rule['id']}: {node['html'][:200]}" for rule in violations for node in rule["nodes"]]
