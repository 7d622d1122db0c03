"""What is said of a measure, in every spelling of its label."""

import pytest

from strategy.importing.refusal import ImportRefused
from tests.strategy.grammar.reading import lines

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
    "Spolunositel: MP": ["co_lead=MP"],
    "Garant: Ing. Jan Novák, OZ": ["lead=Ing. Jan Novák, OZ"],
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
    "Indikátory:\n1. počet přechodů\n2. počet radarů": [
        "indicator=počet přechodů",
        "indicator=počet radarů",
    ],
    "Stav k 31. 12. 2023: splněno": ["status=splněno"],
    "Barva: modrá": ["remark=modrá"],
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


@pytest.mark.parametrize("line", ["Spolugestor: -", "Termín: neuvedeno", "Gestor: není stanoven"])
def test_a_label_that_says_that_there_is_none_says_nothing(line: str) -> None:
    document = lines(f"Cíl 1: Péče\nOpatření 1.1: Poradna\n{line}\nOpatření 1.2: Stacionář\n")
    assert [node.entries for node in document.nodes] == [[], [], []]
    assert document.doubts == []


def test_minutes_that_speak_of_measures_are_no_plan() -> None:
    with pytest.raises(ImportRefused):
        lines("Zápis z jednání\n1. Opatření 1.2: diskuse\nÚkol: OSP. Termín: 30. 6. 2024\n")
