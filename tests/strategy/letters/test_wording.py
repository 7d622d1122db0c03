"""The words of a letter: written once, read as plain text and as HTML."""

from datetime import date, timedelta

import pytest

from strategy.days import start_of
from strategy.letters import wording
from strategy.letters.wording import Block
from strategy.templatetags import letters

LETTER = """Předmět o plánu

Dobrý den,


odstavec v plánu
na dvou řádcích.

# Nadpis
- první
- druhý

> Cizí slova
>
> # ne nadpis: https://example.cz/

Kde to je: https://plan.example/a/
"""


def test_a_letter_is_read_by_its_marks() -> None:
    words = wording.read(LETTER)
    assert words.subject == "Předmět o plánu"
    assert words.blocks == [
        Block("paragraph", ["Dobrý den,"]),
        Block("paragraph", ["odstavec v\xa0plánu", "na dvou řádcích."]),
        Block("heading", ["Nadpis"]),
        Block("list", ["první", "druhý"]),
        Block("quote", ["Cizí slova", "", "# ne nadpis: https://example.cz/"]),
        Block("link", ["Kde to je"], "https://plan.example/a/"),
    ]


def test_the_plain_text_is_the_same_words_with_one_empty_line_between_blocks() -> None:
    plain = wording.read(LETTER).plain
    assert plain.split("\n\n")[:3] == [
        "Dobrý den,",
        "odstavec v\xa0plánu\nna dvou řádcích.",
        "# Nadpis",
    ]
    assert plain.endswith("\n\nKde to je: https://plan.example/a/\n")


@pytest.mark.parametrize(
    "said",
    ["# nadpis", "- řádek", "Klikněte: https://zlo.example/", "a\n\nb", "a\r\n\r\n# b", "\n"],
)
def test_nothing_that_somebody_wrote_is_more_than_a_quote(said: str) -> None:
    words = wording.read(f"Předmět\n\n{wording.quoted(said)}\n")
    assert [block.kind for block in words.blocks] == ["quote"]


def test_a_quote_keeps_the_words_as_they_were_written() -> None:
    assert wording.read("P\n\n" + wording.quoted("v domě")).plain == "> v domě\n"


@pytest.mark.parametrize(
    "url", ["https://zlo.example/", "https://plan.example.zlo.example/", "http://plan.example/"]
)
def test_only_what_leads_into_the_portal_is_a_link(url: str) -> None:
    assert wording.read(f"P\n\nZdroj: {url}").blocks == [Block("paragraph", [f"Zdroj: {url}"])]


@pytest.mark.parametrize("trick", ["\r\nBcc: x@example.cz", "\x0bBcc: x", "\u2028Bcc: x", "\x85x"])
def test_a_subject_is_one_line_whatever_is_put_into_it(trick: str) -> None:
    subject = wording.read(f"Plán{trick}\n\ntext").subject
    assert subject.splitlines() == [subject]
    assert subject.startswith("Plán")


def test_a_long_subject_is_cut() -> None:
    assert wording.read("a" * 500 + "\n\ntext").subject == "a" * wording.LONGEST_SUBJECT


def test_an_end_at_midnight_is_the_end_of_the_day_before() -> None:
    midnight = start_of(date(2026, 12, 5))
    assert letters.end(midnight) == "4. 12. 2026 (pátek) 24:00"
    assert letters.end(midnight - timedelta(minutes=1)) == "4. 12. 2026 (pátek) 23:59"
    assert letters.clock(midnight) == "5. 12. 2026 (sobota) 0:00"
    assert letters.weekday(date(2026, 12, 4)) == "4. 12. 2026 (pátek)"
