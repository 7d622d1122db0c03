"""Plans as text, in the many ways Czech cities write them."""

import pytest

from tests.strategy.grammar.reading import doubts, lines, told

PLAN = [
    "Priorita 1: Senioři",
    "  Cíl 1.1: Péče doma",
    "    Opatření 1.1.1: Rozšířit stacionář | lead=OSP | due=12/2024",
    "    Opatření 1.1.2: Podpořit pečující",
    "Priorita 2: Rodiny",
    "  Cíl 2.1: Poradna",
    "    Opatření 2.1.1: Otevřít poradnu | lead=MPSV",
]
SAME = {
    "colons": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV
""",
    "capitals": """\
PRIORITA 1: Senioři
CÍL 1.1: Péče doma
OPATŘENÍ 1.1.1: Rozšířit stacionář
GESTOR: OSP
TERMÍN: 12/2024
OPATŘENÍ 1.1.2: Podpořit pečující
PRIORITA 2: Rodiny
CÍL 2.1: Poradna
OPATŘENÍ 2.1.1: Otevřít poradnu
GESTOR: MPSV
""",
    "without diacritics": """\
Priorita 1: Senioři
Cil 1.1: Péče doma
Opatreni 1.1.1: Rozšířit stacionář
gestor: OSP
termin plneni: 12/2024
Opatreni 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cil 2.1: Poradna
Opatreni 2.1.1: Otevřít poradnu
zodpovida: MPSV
""",
    "in brackets": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář (gestor OSP, termín 12/2024)
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu (v gesci MPSV)
""",
    "after commas": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář, gesce OSP, termín: do 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu, garant: MPSV
""",
    "after dashes": """\
Priorita 1 – Senioři
Cíl 1.1 – Péče doma
Opatření 1.1.1 – Rozšířit stacionář – gestor: OSP – termín: 12/2024
Opatření 1.1.2 – Podpořit pečující
Priorita 2 – Rodiny
Cíl 2.1 – Poradna
Opatření 2.1.1 – Otevřít poradnu – gestor: MPSV
""",
    "in one line for each priority": """\
Priorita 1: Senioři Cíl 1.1: Péče doma Opatření 1.1.1: Rozšířit stacionář Gestor: OSP \
Termín: 12/2024 Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny Cíl 2.1: Poradna Opatření 2.1.1: Otevřít poradnu Gestor: MPSV
""",
    "without colons": """\
Priorita 1
Senioři
Cíl 1.1
Péče doma
Opatření 1.1.1
Rozšířit stacionář
Gestor OSP
Termín plnění 12/2024
Opatření 1.1.2
Podpořit pečující
Priorita 2
Rodiny
Cíl 2.1
Poradna
Opatření 2.1.1
Otevřít poradnu
Gestor MPSV
""",
    "the word behind the code": """\
1. Priorita: Senioři
1.1 Cíl: Péče doma
1.1.1 Opatření: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
1.1.2 Opatření: Podpořit pečující
2. Priorita: Rodiny
2.1 Cíl: Poradna
2.1.1 Opatření: Otevřít poradnu
Gestor: MPSV
""",
    "chapters of their own": """\
3.1 Priorita 1: Senioři
3.1.1 Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
3.2 Priorita 2: Rodiny
3.2.1 Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV
""",
    "Markdown": """\
# Priorita 1: Senioři
## Cíl 1.1: Péče doma
### Opatření 1.1.1: Rozšířit stacionář
- Gestor: OSP
- Termín: 12/2024
### Opatření 1.1.2: Podpořit pečující
# Priorita 2: Rodiny
## Cíl 2.1: Poradna
### Opatření 2.1.1: Otevřít poradnu
- Gestor: MPSV
""",
    "measures by their codes alone": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
1.1.2 Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
2.1.1 Otevřít poradnu
Gestor: MPSV
""",
    "lists below their words": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření:
 • 1.1.1 Rozšířit stacionář (gestor: OSP; termín: 12/2024)
 • 1.1.2 Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření:
 • 2.1.1 Otevřít poradnu (gestor: MPSV)
""",
    "lists of another's measures": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření k cíli 1.1:
1.1.1 Rozšířit stacionář (gestor: OSP; termín: 12/2024)
1.1.2 Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření cíle 2.1
2.1.1 Otevřít poradnu (gestor: MPSV)
""",
    "labels alone": """\
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor
OSP
Termín plnění
12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor
MPSV
""",
    "page numbers, contents and running heads": """\
Obsah
Priorita 1: Senioři ........ 3
Opatření 1.1.1: Rozšířit stacionář ........ 4
Strategický plán města Vzorov
Priorita 1: Senioři
Cíl 1.1: Péče doma
3
Strategický plán města Vzorov
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Strana 4 z 10
Strategický plán města Vzorov
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV
""",
    "names and numbers as labels": """\
Priorita č. 1: Senioři
Cíl č. 1.1: Péče doma
Číslo opatření: 1.1.1
Název opatření: Rozšířit stacionář
Gestor opatření: OSP
Termín splnění opatření: 12/2024
Číslo opatření: 1.1.2
Název opatření: Podpořit pečující
Priorita č. 2: Rodiny
Cíl č. 2.1: Poradna
Název opatření: Otevřít poradnu
Číslo opatření: 2.1.1
Gestor opatření: MPSV
""",
    "prose before and behind": """\
Úvod
Tento plán vznikl ve spolupráci s veřejností a navazuje na opatření minulých let.
Priorita 1: Senioři
Cíl 1.1: Péče doma
Opatření 1.1.1: Rozšířit stacionář
Gestor: OSP
Termín: 12/2024
Opatření 1.1.2: Podpořit pečující
Priorita 2: Rodiny
Cíl 2.1: Poradna
Opatření 2.1.1: Otevřít poradnu
Gestor: MPSV

5. Závěr
Plán bude vyhodnocován každý rok.
""",
}


@pytest.mark.parametrize("way", SAME)
def test_the_same_plan_is_read_of_each_way_to_write_it(way: str) -> None:
    assert told(lines(SAME[way])) == PLAN


LEADS = {
    "Gesce: ASZ": ["lead=ASZ"],
    "gesce ASZ": [],
    "Gesce ASZ": ["lead=ASZ"],
    "GESTOR: Odbor dopravy": ["lead=Odbor dopravy"],
    "Gestoři: MPSV, MV": ["lead=MPSV", "co_lead=MV"],
    "Garant – vedoucí odboru": ["lead=vedoucí odboru"],
    "Garant opatření : OSP": ["lead=OSP"],
    "Zodpovídá: tajemník": ["lead=tajemník"],
    "Odpovídá: Odbor sociální péče, oddělení plánování": [
        "lead=Odbor sociální péče",
        "co_lead=oddělení plánování",
    ],
    "Odpovědnost: Ministerstvo práce a sociálních věcí": [
        "lead=Ministerstvo práce a sociálních věcí"
    ],
    "Za realizaci zodpovídá: OI": ["lead=OI"],
    "Nositel: Charita Brno, z.s.": ["lead=Charita Brno, z.s."],
    "Kdo: koordinátor": ["lead=koordinátor"],
    "Gesce: ASZ ve spolupráci s MPSV a MV.": ["lead=ASZ", "co_lead=MPSV", "co_lead=MV"],
    "Gesce: ASZ (ve spolupráci s MPSV)": ["lead=ASZ", "co_lead=MPSV"],
    "Gestor: OSP; spolugestor: OZ": ["lead=OSP", "co_lead=OZ"],
    "Gestor / spolugestor: OSP / OZ": ["lead=OSP", "co_lead=OZ"],
    "Spolugesce: MPSV, MV a MMR": ["co_lead=MPSV", "co_lead=MV", "co_lead=MMR"],
    "Spolugestoři: Odbor školství, mládeže a sportu; OZ": [
        "co_lead=Odbor školství, mládeže a sportu",
        "co_lead=OZ",
    ],
    "Ve spolupráci s: městské části a kraj": ["co_lead=městské části", "co_lead=kraj"],
    "Realizátor: Podané ruce, o.p.s.": ["implementer=Podané ruce, o.p.s."],
    "Předpokládaní realizátoři: Charita, Diakonie": ["implementer=Charita", "implementer=Diakonie"],
    "Partneři: NNO, školy a rodiče dětí": ["partner=NNO", "partner=školy a rodiče dětí"],
    "Spolupracující subjekty: Úřad práce ČR": ["partner=Úřad práce ČR"],
}
OTHERS = {
    "Termín plnění: 31. 12. 2024": ["due=31. 12. 2024"],
    "Termín: do konce roku 2024": ["due=2024"],
    "Termín realizace – průběžně": ["due=průběžně"],
    "Lhůta: prosinec 2023": ["due=12/2023"],
    "Do kdy: 30.6.2024": ["due=30. 6. 2024"],
    "Termín: 2. pololetí 2024": ["due=12/2024"],
    "Termín: 2022–2024": ["due=2024"],
    "Termín: 12/2024, po schválení rozpočtu": ["due=12/2024", "remark=po schválení rozpočtu"],
    "Doba realizace: 2022–2024": ["period=2022–2024"],
    "Indikátor: počet klientů (výchozí hodnota: 0, cílová hodnota: 120)": [
        "indicator=počet klientů",
        "baseline=0",
        "target=120",
    ],
    "Indikátory: počet klientů; počet hodin": ["indicator=počet klientů", "indicator=počet hodin"],
    "Měřitelný ukazatel: podíl spokojených": ["indicator=podíl spokojených"],
    "Kritérium plnění: schválená koncepce": ["criterion=schválená koncepce"],
    "Předpokládané náklady (v tis. Kč): 1 500": ["costs=1 500"],
    "Finanční náročnost: 2 mil. Kč": ["costs=2 mil. Kč"],
    "Zdroj financování: rozpočet města, MPSV": ["funding=rozpočet města", "funding=MPSV"],
    "Cílová skupina: senioři, rodiny s dětmi": [
        "target_group=senioři",
        "target_group=rodiny s dětmi",
    ],
    "Stav plnění: probíhá": ["status=probíhá"],
    "Popis opatření: Kapacita nestačí.": ["description=Kapacita nestačí."],
    "Zdůvodnění: Stárnutí populace.": ["reasons=Stárnutí populace."],
    "Cíl opatření: Udržet lidi doma": ["aim=Udržet lidi doma"],
    "Výstupy: 3 úvazky; 1 auto": ["output=3 úvazky", "output=1 auto"],
    "Rizika: nedostatek lidí": ["risk=nedostatek lidí"],
    "Vazba na strategii kraje: Opatření 2.1 kraje": ["link=Opatření 2.1 kraje"],
    "Poznámka: bude upřesněno": ["remark=bude upřesněno"],
}


@pytest.mark.parametrize("line", [*LEADS, *OTHERS])
def test_a_line_below_a_measure_says_something_of_it(line: str) -> None:
    document = lines(f"Cíl 1: Péče\nOpatření 1.1: Poradna\n{line}\nOpatření 1.2: Stacionář\n")
    expected = (LEADS | OTHERS)[line]
    said = [f"{e.part}={e.normal or e.text}" for e in document.nodes[1].entries]
    if expected:
        assert said == expected
        assert document.nodes[1].text == "Poradna"
    assert len(document.nodes) == 3


PLACES = {
    "goals by SC": (
        "SC 1: Péče\nSC 1.1: Doma\nOpatření 1.1.1: Poradna",
        ["Strategický cíl 1: Péče", "Strategický cíl 1.1: Doma", "  Opatření 1.1.1: Poradna"],
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
