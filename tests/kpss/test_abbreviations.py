"""Abbreviations are spelled out where they come first, in words of the portal's own."""

import pytest
from lxml import html

from kpss.abbreviations import MEANINGS, explained


def told(text: str) -> list[tuple[str, str]]:
    """(abbreviation, its meaning) of those that are spelled out, the text itself unchanged."""
    found = html.fragment_fromstring(explained(text), create_parent=True)
    assert found.text_content().replace("\xa0", " ") == text
    return [(one.text, one.get("title")) for one in found.iter("abbr")]


@pytest.mark.parametrize("short", MEANINGS)
def test_each_is_spelled_out(short: str) -> None:
    assert told(f"O {short} v Brně") == [(short, MEANINGS[short])]


def test_only_where_it_comes_first() -> None:
    assert told("KPSS, PS a KPSS") == [("KPSS", MEANINGS["KPSS"]), ("PS", MEANINGS["PS"])]


@pytest.mark.parametrize(
    "text",
    [
        "Společný regionální operační program (SROP), opatření 3.2",
        "KPSSX, PSČ, ps, Zmb",
        "Jinak nic <b>&amp;</b>",
        "",
    ],
)
def test_what_is_told_already_or_is_another_word_is_left(text: str) -> None:
    assert told(text) == []


def test_the_text_is_escaped_and_held_together() -> None:
    assert explained("<i> v KPSS") == (
        f'&lt;i&gt; v\xa0<abbr title="{MEANINGS["KPSS"]}">KPSS</abbr>'
    )
