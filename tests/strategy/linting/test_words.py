"""What the rules know of Czech."""

import pytest

from strategy.linting import words


@pytest.mark.parametrize(
    "text",
    [
        "Podporovat pečující osoby.",
        "Včasně řešit dluhy a zajišťovat prevenci vystěhování",
        "Pozitivně medializovat téma různorodosti",
        "Přijít s návrhem", "Péct dorty pro seniory", "Nést náklady", "Vést evidenci bytů",
        "Využít nástroje age managementu",
        "Rozhodnout o umístění",
        "Zavedení monitoringu projevů napětí",
        "Realizace pilotního programu", "Přijetí pravidel", "Podpora dárcovství firem",
        "Oprava mostu přes Svratku", "Montáž zábradlí",
        "Sehrát divadlo pro školy", "Aktivně dbát na čistotu lokalit",
    ],
)  # fmt: skip
def test_a_verb_or_a_noun_of_a_deed_at_the_head_is_an_action(text):
    assert words.is_action(text)


@pytest.mark.parametrize(
    "text",
    [
        "Aktivní plán projektů proti nenávisti na ZŠ a SŠ.",
        "Plán zavedení nové linky",
        "Dostupné bydlení pro všechny",
        "Bezpečné město (zajistit osvětlení)",
        "Rozpočet kanceláře",
        "Dostatek míst v mateřských školách",
        "Vyšší počet bytů",
        "Kvalitní život seniorů v padesáti lokalitách",
        "Magistrát pro všechny",
        "",
    ],
)
def test_a_heading_or_a_wish_is_none(text):
    assert not words.is_action(text)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Podporovat vznik nových komunit.", "podporovat"),
        ("Nadále zlepšovat vybavenost", "zlepšovat"),
        ("Otevřít poradnu a podporovat ji", ""),
        ("Zřídit poradnu", ""),
    ],
)
def test_a_vague_verb_is_one_that_the_measure_begins_with(text, verb):
    assert words.vague_verb(text) == verb


def test_abbreviations_are_told_once_and_without_what_everybody_knows():
    assert words.abbreviations("Spolupráce NNO, ÚP a NNO v EU (kapitola III)") == ["NNO", "ÚP"]


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("nestátní neziskové organizace (NNO)", {"NNO"}),
        ("NNO – nestátní neziskové organizace", {"NNO"}),
        ("ÚP (úřad práce) a MMB", {"ÚP"}),
        ("organizací (SMB, NNO, ÚP, JMK)", set()),
        ("podpora (NNO, církve)", set()),
    ],
)
def test_an_abbreviation_is_explained_by_words_beside_it(text, explained):
    assert words.explained(text) == explained


def test_wordings_that_differ_by_case_spaces_and_stop_are_the_same():
    assert words.spoken(" Rozvíjet\u00a0Síť  služeb. ") == words.spoken("rozvíjet síť služeb")
