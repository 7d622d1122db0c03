"""Lighthouse as on a phone: six pages of the demo, four figures each, every one at least 0.98.

It is a program of Node.js: `npm install --global lighthouse`, or LIGHTHOUSE names it. It comes with
no other subject, for its figures are its own and not ratios: `./run bench lighthouse`.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.ground import at_least, connection, server, told
from strategy.searching import keeping

PAGES = {
    "home": "/",
    "plan": "/brno-2050/",
    "item": "/brno-2050/E3/",
    "comment form": "/brno-2050/E3.1/",
    "search": "/hledani/",
    "results": "/hledani/?q=komunitn%C3%AD",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ENOUGH = 0.98
# What was found is kept from search engines on purpose, and Lighthouse takes points off for that.
LEFT_OUT = {("results", "seo")}
# One look is chance on a busy machine; the figure is the median.
LOOKS = 3
# It may miss the beginning of a loading, and then asks itself to be begun anew.
ATTEMPTS = 3
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SETTINGS = ("--quiet", "--output=json", "--form-factor=mobile", "--throttling-method=simulate")


def run() -> list[bool]:
    # What a browser sees does not depend on the database.
    if connection.vendor != "sqlite":
        return []
    program, browser = found_programs()
    # What the worker does for searching.
    while keeping.catch_up():
        pass
    with server("brnoplan.wsgi") as port:
        return [
            at_least(f"lighthouse, {name}: {category}", score, ENOUGH)
            for name, path in PAGES.items()
            for category, score in looked_at(f"http://127.0.0.1:{port}{path}", program, browser)
            if (name, category) not in LEFT_OUT
        ]


def found_programs() -> tuple[str, str]:
    """Paths of Lighthouse and of a browser; where one is missing, says which and ends."""
    program = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(
            "Missing for this: Lighthouse. npm install --global lighthouse, or LIGHTHOUSE=path"
        )
    if browser is None:
        sys.exit("Missing for this: Chromium. As root: apt-get install chromium")
    return program, browser


def looked_at(address: str, program: str, browser: str) -> list[tuple[str, float]]:
    """(category, median score from 0 to 1) of a page."""
    looks = [look(address, program, browser) for _number in range(LOOKS)]
    return [(name, statistics.median(one[name] for one in looks)) for name in CATEGORIES]


def look(address: str, program: str, browser: str) -> dict[str, float]:
    """Scores by category; prints what the page lost points for."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "said.json")
        command = [
            program, address, *SETTINGS, f"--output-path={said}",
            "--chrome-flags=--headless=new --no-sandbox",
        ]  # fmt: skip
        environment = os.environ | {"CHROME_PATH": browser}
        for _attempt in range(ATTEMPTS):
            if subprocess.run(command, env=environment).returncode == 0:
                break
        else:
            sys.exit(f"Lighthouse could not look at {address}.")
        report = json.loads(said.read_text(encoding="utf-8"))
    for name in CATEGORIES:
        _tell_lost(report, name)
    return {name: report["categories"][name]["score"] or 0.0 for name in CATEGORIES}


def _tell_lost(report: dict, category: str) -> None:
    for part in report["categories"][category]["auditRefs"]:
        score = report["audits"][part["id"]]["score"]
        if part["weight"] and score is not None and score < ENOUGH:
            told(f"  lost in {category}: {part['id']}", score)
