"""Pages of a PDF as words and ruled lines, had from a process of its own."""

import json
import signal
import subprocess  # noqa: TID251  (our own reader, the file on its input)
import sys
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import packed

SECONDS = 120
SCRIPT = Path(__file__).with_name("extracting.py")
# Of the characters: more that nobody can tell make a text unreadable.
MOST_UNKNOWN = 0.1


class Word(NamedTuple):
    """Lengths in points from the top left of the page. `glued`: no room before it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    glued: bool = False
    turned: bool = False


class Rule(NamedTuple):
    """A ruled line, level or upright."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.right - self.left > self.bottom - self.top


class Page(NamedTuple):
    """`number` counts from 1; `pictures` is how many there are."""

    number: int
    width: float
    height: float
    words: list[Word]
    rules: list[Rule]
    pictures: int


def pages_of(data: bytes) -> list[Page]:
    """Raises ImportRefused, also where no page has text."""
    said = _said(data)
    if said and (reason := said[-1].get("refused")):
        raise ImportRefused(_refusals()[reason])
    pages = [
        Page(
            number,
            one["width"],
            one["height"],
            [Word(*word) for word in one["words"]],
            [Rule(*rule) for rule in one["rules"]],
            one["pictures"],
        )
        for number, one in enumerate(said, start=1)
    ]
    _refuse_unreadable(pages, sum(one["unknown"] for one in said))
    return pages


def _said(data: bytes) -> list[dict[str, Any]]:
    command = [sys.executable, "-I", str(SCRIPT)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _too_slow() from None
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise _too_slow()
    if done.returncode:
        raise packed.damaged()
    return [json.loads(line) for line in done.stdout.splitlines()]


def _too_slow() -> ImportRefused:
    return ImportRefused(_("Reading the PDF takes too long. Cut it into more files."))


def _refusals() -> dict[str, str]:
    return {
        "password": _("The file has a password. Save it without one and choose it again."),
        "broken": str(packed.damaged()),
        "pages": _("The PDF has too many pages. Cut it into more files."),
    }


def _refuse_unreadable(pages: list[Page], unknown: int) -> None:
    letters = sum(len(word.text) for page in pages for word in page.words)
    if not letters:
        raise ImportRefused(
            _(
                "The PDF holds pictures of pages and no text, as a scanner makes it. Have its text "
                "recognised first (OCR), or choose the document it was made from."
            )
        )
    if unknown > MOST_UNKNOWN * letters:
        raise ImportRefused(
            _(
                "The PDF does not say which letters its signs are. Choose the document it was "
                "made from, or save it as PDF once more."
            )
        )
