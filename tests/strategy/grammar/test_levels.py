"""Which level stands above which, and what is doubtful about it."""

import pytest

from tests.strategy.grammar.reading import doubts, lines, told

PLACES = {
    "goals by SC": (
        "SC 1: Péče\nSC 1.1: Doma\nOpatření 1.1.1: Poradna",
        ["Strategický cíl 1: Péče", "  Specifický cíl 1.1: Doma", "    Opatření 1.1.1: Poradna"],
    ),
    "SC where only specific goals are spoken of": (
        "Plán má specifické cíle.\nPriorita 1: Péče\nSC 1.1: Doma\nOpatření 1.1.1: Poradna",
        ["Priorita 1: Péče", "  Specifický cíl 1.1: Doma", "    Opatření 1.1.1: Poradna"],
    ),
    "words the document teaches": (
        "Směr 1: Zeleň\nLinie 1.1: Parky\nOpatření 1.1.1: Stromy\nSměr 2: Data\nLinie 2.1: Weby",
        [
            "Směr 1: Zeleň",
            "  Linie 1.1: Parky",
            "    Opatření 1.1.1: Stromy",
            "Směr 2: Data",
            "  Linie 2.1: Weby",
        ],
    ),
    "letters of its own for each level": (
        "SC1 Péče\nSC1.1 Doma\nO1.1.1 Poradna\ngestor: OSP\nO1.1.2 Auto\nSC2 Doprava",
        [
            "Strategický cíl SC1: Péče",
            "  Specifický cíl SC1.1: Doma",
            "    Opatření O1.1.1: Poradna | lead=OSP",
            "    Opatření O1.1.2: Auto",
            "Strategický cíl SC2: Doprava",
        ],
    ),
    "Roman pillars": (
        "I. pilíř: Lidé\nPriorita I.1: Péče\nOpatření I.1.1: Poradna\nII. pilíř: Město",
        ["Pilíř I: Lidé", "  Priorita I.1: Péče", "    Opatření I.1.1: Poradna", "Pilíř II: Město"],
    ),
    "codes only, of which no word says the level": (
        "1. Péče\n1.1 Doma\n1.1.1 Poradna\nGestor: OSP\n1.1.2 Stacionář\nGestor: OZ\n2. Doprava",
        [
            "Priorita 1: Péče",
            "  Cíl 1.1: Doma",
            "    Opatření 1.1.1: Poradna | lead=OSP",
            "    Opatření 1.1.2: Stacionář | lead=OZ",
            "Priorita 2: Doprava",
        ],
    ),
    "goals first, then their measures": (
        "Cíle:\n1. Doprava\n2. Bydlení\nOpatření 1.1: Chodníky\nOpatření 2.1: Byty",
        ["Cíl 1: Doprava", "  Opatření 1.1: Chodníky", "Cíl 2: Bydlení", "  Opatření 2.1: Byty"],
    ),
    "priorities above goals": (
        "Priorita: Péče\nCíl: Doma\nOpatření: Poradna\nPriorita: Doprava\nCíl: Chůze",
        [
            "Priorita: Péče",
            "  Cíl: Doma",
            "    Opatření: Poradna",
            "Priorita: Doprava",
            "  Cíl: Chůze",
        ],
    ),
    "goals above priorities": (
        "Cíl: Péče\nPriorita: Doma\nOpatření: Poradna\nCíl: Doprava\nPriorita: Chůze",
        [
            "Cíl: Péče",
            "  Priorita: Doma",
            "    Opatření: Poradna",
            "Cíl: Doprava",
            "  Priorita: Chůze",
        ],
    ),
    "sub-measures and tasks": (
        "Opatření 1: Péče\nPodopatření 1.1: Doma\nÚkol 1.1.1: Koupit auto\nOpatření 2: Doprava",
        [
            "Opatření 1: Péče",
            "  Podopatření 1.1: Doma",
            "    Úkol 1.1.1: Koupit auto",
            "Opatření 2: Doprava",
        ],
    ),
    "activities of a measure by codes": (
        "Opatření 1.1: Péče\nAktivity:\n1.1.1 Nábor\n1.1.2 Kurz\nOpatření 1.2: Doprava",
        [
            "Opatření 1.1: Péče",
            "  Aktivita 1.1.1: Nábor",
            "  Aktivita 1.1.2: Kurz",
            "Opatření 1.2: Doprava",
        ],
    ),
    "activities of a measure without": (
        "Opatření 1.1: Péče\nAktivity:\n- nábor\n- kurz\nOpatření 1.2: Doprava",
        ["Opatření 1.1: Péče | activity=nábor | activity=kurz", "Opatření 1.2: Doprava"],
    ),
    "items parted by lone colons and verbs": (
        "SC 2: Péče Opatření: Podpořit pečující (gesce ASZ) : Zřídit poradnu. Gesce ASZ "
        "Provést průzkum. Gesce: MV\nSC 3: Doprava",
        [
            "Strategický cíl 2: Péče",
            "  Opatření: Podpořit pečující | lead=ASZ",
            "  Opatření: Zřídit poradnu. | lead=ASZ",
            "  Opatření: Provést průzkum. | lead=MV",
            "Strategický cíl 3: Doprava",
        ],
    ),
    "a reference to another measure": (
        "Cíl 1: Péče\nOpatření 1.1: Navázat na výstupy podle Opatření 2.1 Doprava\nCíl 2: Chůze",
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Navázat na výstupy podle Opatření 2.1 Doprava",
            "Cíl 2: Chůze",
        ],
    ),
    "a description below": (
        "Cíl 1: Péče\nOpatření 1.1: Poradna\nPoradna bude pomáhat všem.\nOpatření 1.2: Stacionář",
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna | description=Poradna bude pomáhat všem.",
            "  Opatření 1.2: Stacionář",
        ],
    ),
    "wrapped lines": (
        "Cíl 1: Zvýšit dostupnost a kvalitu péče a služeb pro všechny\nskupiny obyvatel\n"
        "Opatření 1.1: Poradna\nGestor: Odbor školství,\nmládeže a sportu\nOpatření 1.2: Stacionář",
        [
            "Cíl 1: Zvýšit dostupnost a kvalitu péče a služeb pro všechny skupiny obyvatel",
            "  Opatření 1.1: Poradna | lead=Odbor školství, mládeže a sportu",
            "  Opatření 1.2: Stacionář",
        ],
    ),
}


@pytest.mark.parametrize("case", PLACES)
def test_levels_and_places_are_learnt(case: str) -> None:
    text, expected = PLACES[case]
    found = told(lines(text))
    assert sorted(found) == sorted(expected)


DOUBTS = {
    "no deadline": ("Cíl 1: A\nOpatření 1.1: B\nTermín: po volbách", [(4, "no_deadline")]),
    "a month that is none": ("Cíl 1: A\nOpatření 1.1: B\nTermín: 13/2020", [(4, "no_deadline")]),
    "a code twice": ("Cíl 1: Péče\nOpatření 1.1: B\nOpatření 1.1: C", [(4, "code_twice")]),
    "no wording": ("Cíl 1: Péče\nOpatření 1.1:\nOpatření 1.2: C", [(3, "untitled")]),
    "a loose list": (
        "Cíl 1: Péče\nOpatření 1.1: B\n- první\n- druhá",
        [(4, "loose_list"), (5, "loose_list")],
    ),
    "a code from elsewhere": (
        "Cíl 1: Péče\nOpatření 1.1: B\nCíl 2: Chůze\nOpatření 2.1: C\nOpatření 1.2: D",
        [(6, "code_elsewhere")],
    ),
}


@pytest.mark.parametrize("case", DOUBTS)
def test_what_is_doubtful_is_said_with_its_line(case: str) -> None:
    text, expected = DOUBTS[case]
    assert doubts(lines(text)) == expected
