"""Words in any form, with and without diacritics, are the same word."""

import pytest

from strategy.searching.words import stems_of_word, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("seniorů", "seniory"),
        ("seniorů", "seniorky"),
        ("dobrovolnici", "dobrovolníky"),
        ("dobrovolnici", "dobrovolnicemi"),
        ("dobrovolnik", "dobrovolnictví"),
        ("brne", "Brně"),
        ("Brno", "Brna"),
        ("sluzbam", "služby"),
        ("pečuji", "pečující"),
        ("komunita", "komunitní"),
        ("dárci", "dárcovství"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stems_of_word(one).keys() & stems_of_word(other).keys()


@pytest.mark.parametrize(("one", "other"), [("služba", "slovo"), ("park", "parta"), ("byt", "být")])
def test_other_words_share_none(one: str, other: str) -> None:
    words = [set().union(*(word.stems for word in words_of(text))) for text in (one, other)]
    assert words[0] & words[1] == set()


def test_words_that_only_join_say_nothing_and_codes_have_no_endings() -> None:
    words = list(words_of("Podle A1.2 a plánu na rok 2020"))
    assert [word.plain for word in words] == ["a1.2", "a1", "planu", "rok", "2020"]
    assert words[0].stems == {"#a1.2": 1.0}


def test_a_word_knows_where_it_stands() -> None:
    text = "dobrovolníky/dobrovolnicemi"
    assert [text[word.start : word.end] for word in words_of(text)] == [
        "dobrovolníky",
        "dobrovolnicemi",
    ]
