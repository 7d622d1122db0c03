"""Whatever is typed becomes a question, or none."""

import pytest

from strategy.searching import asking
from strategy.searching.asking import MOST_LETTERS, MOST_WORDS


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "a",
        "je to na",
        "%",
        "_",
        "\\",
        "%_\\",
        "\0",
        "[(*+.?^$|",
        "'; DROP TABLE",
        "„",
        '"""',
        "…",
    ],
)
def test_what_says_nothing_or_is_odd_is_read_without_harm(typed: str) -> None:
    asked = asking.read(typed)
    assert [term for term in asked.terms if not term.plain] == []
    assert "\0" not in asked.text


@pytest.mark.parametrize("quotes", ["„{}“", "“{}”", "»{}«", "«{}»", '"{}"'])
def test_words_in_quotes_of_any_kind_belong_together(quotes: str) -> None:
    asked = asking.read("o " + quotes.format("Dávat je normální"))
    assert asked.phrases == [" davat je normalni "]
    assert [term.plain for term in asked.terms] == ["davat", "normalni"]
    assert asked.has_odd_quotes is False


@pytest.mark.parametrize("typed", ['"sociální péče', "sociální péče“", '"a" "péče'])
def test_a_quote_alone_is_told_of_and_makes_no_phrase_of_the_rest(typed: str) -> None:
    asked = asking.read(typed)
    assert asked.has_odd_quotes is True
    assert [phrase for phrase in asked.phrases if "pece" in phrase] == []


def test_a_long_question_is_cut() -> None:
    asked = asking.read(" ".join(f"slovo{'ab'[n % 2]}{n}" for n in range(2_000)))
    assert len(asked.text) == MOST_LETTERS
    assert len(asked.terms) == MOST_WORDS
    assert asked.was_cut is True


def test_a_letter_alone_can_only_be_a_code() -> None:
    assert [term.stems for term in asking.read("E").terms] == [{"#e": 1.0}]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("A1.2", ["#a1.2"]),
        ("opatření A1.2", ["opatreni", "#a1.2"]),
        ("A1.2 A1", ["#a1.2", "#a1"]),
        ("KPSS-2010", ["#kpss-2010", "kpss"]),
    ],
)
def test_of_a_code_no_part_is_asked_for(typed: str, terms: list[str]) -> None:
    assert [term.plain for term in asking.read(typed).terms] == terms


def test_a_word_of_the_same_meaning_counts_less() -> None:
    [term] = asking.read("důchodce", ["senior, důchodce, starší lidé"]).terms
    assert (term.stems["senior"], max(term.stems.values())) == (0.7, 1.0)
    assert term.stems["lid"] == 0.4


def test_a_meaning_of_several_words_is_seen_only_where_all_are_asked_for() -> None:
    groups = ["senior, starší lidé"]
    assert "senior" in asking.read("starší lidé", groups).stems
    assert "senior" not in asking.read("starší domy", groups).stems
