"""Stems by which words are found."""

from comments.stems import stems_of


def test_stems_are_without_diacritics_each_once_and_long_enough() -> None:
    assert stems_of("Lavičky v parku, lavicky!") == " lavick park "
    assert stems_of("a 1 !") == stems_of("") == ""


def test_who_writes_without_accents_says_the_same() -> None:
    with_accents = set(stems_of("lavičky seniorům zastávka").split())
    without = set(stems_of("lavicky seniorum zastavka").split())
    assert without <= with_accents
