import re
from textwrap import fill

import pytest

from strategy.importing.refusal import ImportRefused
from tests.strategy.importing_texts import SEED, SMALL, SMALL_TREE, places, read, tree


def count(name: str) -> int:
    return sum(node.level.name == name for node in read(SEED).nodes)


def test_the_seed_holds_what_it_holds() -> None:
    names = ["Hodnota", "Primární cíl", "Dílčí cíl", "Priorita", "Opatření"]
    assert [count(name) for name in names] == [1, 1, 5, 14, 46]
    assert len(read(SEED).nodes) == 67
    assert [node.code for node in read(SEED).nodes if node.level.name == "Dílčí cíl"] == [*"ABCDE"]


def test_every_measure_is_verbatim_and_in_order() -> None:
    measures = [(n.code, n.text) for n in read(SEED).nodes if n.level.is_measure]
    assert measures == re.findall(r"^ • (\S+) (.*)$", SEED, re.MULTILINE)


def test_every_title_is_verbatim() -> None:
    headed = re.findall(r"^(?:Dílčí cíl|Priorita) ([A-E]\d?)\n(.*)$", SEED, re.MULTILINE)
    nodes = read(SEED).nodes
    assert [(n.code, n.text) for n in nodes if n.code and not n.level.is_measure] == headed


def test_every_code_hangs_under_the_one_it_goes_on_from() -> None:
    for node in read(SEED).nodes:
        if node.level.is_measure:
            assert node.parent.code == node.code.split(".")[0]
        elif node.level.name == "Priorita":
            assert node.parent.code == node.code[0]
        elif node.code:
            assert node.parent.level.name == "Primární cíl"


def test_a_comment_that_begins_as_a_heading_makes_no_priority() -> None:
    assert [n.line for n in read(SEED).nodes if n.code == "E3"] == [81]
    assert read(SEED).comments[2].text.startswith("Priorita E3 Podporovat")


VARIANTS = {
    "as it is": SMALL,
    "colons, title on the same line": re.sub(r"^((?:Dílčí|Prio).*)\n", r"\1: ", SMALL, flags=re.M),
    "no colon, title on the same line": re.sub(
        r"^((?:Dílčí|Prio).*)\n", r"\1 ", SMALL.replace(":", ""), flags=re.M
    ),
    "title below, colon": re.sub(r"^((?:Dílčí|Prio).*)\n", r"\1:\n", SMALL, flags=re.M),
    "dash": re.sub(r"^((?:Dílčí|Prio).*)\n", r"\1 – ", SMALL, flags=re.M).replace(":", " –"),
    "value's title below": SMALL.replace(": ", "\n"),
    "space before the colon": SMALL.replace(":", " :"),
    "capitals": re.sub(r"^\w+ní cíl|Dílčí cíl|Priorita", lambda m: m[0].upper(), SMALL),
    "without diacritics": SMALL.replace("Dílčí cíl", "Dilci cil"),
    "code behind the colon": SMALL.replace("Priorita A1\n", "Priorita: A1\n"),
    "number sign": SMALL.replace("Priorita A1", "Priorita č. A1"),
    "full stop behind codes": re.sub(r"(A1\.\d|A1)(?=\s)", r"\1.", SMALL),
    "level word before measures": SMALL.replace("• ", "Opatření "),
    "bullet and level word": SMALL.replace("• ", "• Opatření "),
    "level word and colon": re.sub(r" • (\S+) ", r"Opatření \1: ", SMALL),
    "measure's text below its code": re.sub(r" • (\S+) ", r" • \1\n   ", SMALL),
    "a list's heading": SMALL.replace(" • A1.1", "Opatření:\n • A1.1").replace(
        "Dílčí cíl A", "Dílčí cíle\nDílčí cíl A"
    ),
    "a list of priorities": SMALL.replace("Priorita B1\n", "Priority:\n• B1 "),
    "tabs": SMALL.replace(" • ", "\t•\t").replace(".1 ", ".1\t"),
    "no white space behind bullets": SMALL.replace("• ", "•"),
    "no comments": SMALL.split("Připomínky")[0],
    "comments' heading alone": SMALL.split("Připomínky")[0] + "Připomínky:\n",
    "the page's name above": "Strategie Brno 2050\nDomů | Kontakt\n" + SMALL,
    "no-break spaces": SMALL.replace("Dílčí cíl A", "Dílčí\u00a0cíl\u00a0A"),
}
BULLETS = ["•", "-", "–", "—", "*", "·", "o", "◦", "▪", "\uf0b7", "1.", "1)", "a)", "(1)", "+", ""]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_of_the_layout_reads_the_same(variant: str) -> None:
    assert tree(read(VARIANTS[variant])) == SMALL_TREE


@pytest.mark.parametrize("bullet", BULLETS)
def test_any_common_bullet(bullet: str) -> None:
    assert tree(read(SMALL.replace("•", bullet))) == SMALL_TREE


@pytest.mark.parametrize("bullet", [bullet for bullet in BULLETS if bullet])
def test_bullets_without_codes(bullet: str) -> None:
    text = re.sub(r"• [AB]1\.\d", bullet, SMALL)
    uncoded = [
        (level, code if level != "Opatření" else "", *rest) for level, code, *rest in SMALL_TREE
    ]
    assert tree(read(text)) == uncoded


def test_what_stood_above_the_plan_is_named() -> None:
    assert read("Strategie Brno 2050\n\nTisk E-mail\n" + SMALL).left_out == [1, 3]


def test_a_primary_goal_with_a_letter_holds_priorities_and_sub_goals_stand_beside_it() -> None:
    text = (
        "Hodnota: Zdravé město\nPrimární cíl A\nPečovat\nPriorita A1\nPrvní\n• A1.1 Jedna\n"
        "Dílčí cíl B\nChránit\nPriorita B1\nDruhá\n• B1.1 Dvě\nDílčí cíl C\nTřídit\n"
    )
    assert places(text) == [
        ("Hodnota", None),
        ("A", "Hodnota"),
        ("A1", "A"),
        ("A1.1", "A1"),
        ("B", "Hodnota"),
        ("B1", "B"),
        ("B1.1", "B1"),
        ("C", "Hodnota"),
    ]


PLACES = {
    "other letters": (
        "Dílčí cíl K\nX\nPriorita K10\nX\n• K10.12 X\nDílčí cíl Č\nX\n• Č1 X",
        [("K", None), ("K10", "K"), ("K10.12", "K10"), ("Č", None), ("Č1", "Č")],
    ),
    "missing levels": (
        "Priorita A1\nX\n• A1.1 X\nDílčí cíl B\nX\n• B1.1 X",
        [("A1", None), ("A1.1", "A1"), ("B", None), ("B1.1", "B")],
    ),
    "numbers": (
        "Strategický cíl 1: X\nSpecifický cíl 1.1: X\nOpatření 1.1.1: X\n• 1.1.2 X\n"
        "Strategický cíl 2. X\n2.1 X",
        [
            ("1", None),
            ("1.1", "1"),
            ("1.1.1", "1.1"),
            ("1.1.2", "1.1"),
            ("2", None),
            ("2.1", "2"),
        ],
    ),
    "letters and dots": (
        "Dílčí cíl A\nX\nPriorita A.1\nX\n• A.1.1 X",
        [("A", None), ("A.1", "A"), ("A.1.1", "A.1")],
    ),
    "Roman numbers": (
        "Priorita II\nX\nOpatření II.3: X\nPriorita III: X",
        [("II", None), ("II.3", "II"), ("III", None)],
    ),
    "activities by their codes": (
        "Priorita A1\nX\n• A1.1 X\n  ◦ A1.1.1 X\n  ◦ A1.1.2 X\n• A1.2 X",
        [
            ("A1", None),
            ("A1.1", "A1"),
            ("A1.1.1", "A1.1"),
            ("A1.1.2", "A1.1"),
            ("A1.2", "A1"),
        ],
    ),
    "activities by their heading": (
        "Opatření A1.1: X\nAktivity:\n- jedna\n- dvě\nOpatření A1.2: X",
        [("A1.1", None), ("Aktivita", "A1.1"), ("Aktivita", "A1.1"), ("A1.2", None)],
    ),
    "letters under a number": (
        "Primární cíl 1: X\nDílčí cíl A: X\nPriorita A1: X\nPrimární cíl 2: X\nDílčí cíl B: X",
        [("1", None), ("A", "1"), ("A1", "A"), ("2", None), ("B", "2")],
    ),
}


@pytest.mark.parametrize("case", PLACES)
def test_parents_are_found(case: str) -> None:
    text, expected = PLACES[case]
    assert places(text) == expected


TITLES = {
    "Hodnota: V Brně jako doma": ("", "V Brně jako doma"),
    "Hodnota V souladu s přírodou": ("", "V souladu s přírodou"),
    "Hodnota\nA přece živé město": ("", "A přece živé město"),
    "Dílčí cíl A – Zvýšit dostupnost": ("A", "Zvýšit dostupnost"),
    "Dílčí cíl B zvýšit dostupnost": ("B", "zvýšit dostupnost"),
    "Dílčí cíl A) Péče: rozvoj": ("A", "Péče: rozvoj"),
    "Priorita A1\nSlužby: síť – a rozvoj": ("A1", "Služby: síť – a rozvoj"),
    "Priorita A1\nPriorita pro všechny": ("A1", "Priorita pro všechny"),
    "Priorita A1\nAktivity podporovat": ("A1", "Aktivity podporovat"),
    "Priorita A1\n2050 stromů": ("A1", "2050 stromů"),
    "Hodnota: X": ("", "X"),
    "Dílčí cíl: A\nZvýšit dostupnost": ("A", "Zvýšit dostupnost"),
    "Priorita A1\nMístní agenda 21": ("A1", "Místní agenda 21"),
}


@pytest.mark.parametrize("text", TITLES)
def test_code_and_title_are_told_apart(text: str) -> None:
    (node,) = read(text).nodes
    assert (node.code, node.text) == TITLES[text]


@pytest.mark.parametrize("width", [40, 55, 67, 70, 80, 100])
@pytest.mark.parametrize("hang", ["", "   "])
def test_the_seed_wrapped_to_a_width_reads_the_same(width: int, hang: str) -> None:
    text = "\n".join(
        fill(line, width, subsequent_indent=hang if line.startswith(" •") else "")
        for line in SEED.split("\n")
    )
    assert tree(read(text)) == tree(read(SEED))
    said = [(c.organisation, c.name, c.text) for c in read(text).comments]
    assert said == [(c.organisation, c.name, c.text) for c in read(SEED).comments]


@pytest.mark.parametrize("unknown", ["Kapitola X", "Kapitola 3", "Pilíř A", "Oblast B2: Péče"])
def test_an_unknown_heading_is_named_wherever_it_stands(unknown: str) -> None:
    lines = SMALL.split("Připomínky")[0].splitlines()
    for number in range(1, len(lines) + 2):
        with pytest.raises(ImportRefused) as refused:
            read("\n".join([*lines[: number - 1], unknown, *lines[number - 1 :]]))
        assert refused.value.line == number


def test_wrapped_lines_are_joined() -> None:
    text = (
        "Priorita A1\nRozvíjet síť sociálních služeb pro jednotlivé cílové skupiny\n"
        "a zajistit její udržitelné financování\n"
        " • A1.1 Řešit rizika dopadů přijatých legislativních změn (např.\n"
        "   Zákon o hmotné nouzi) a politiky\n"
        "   – dotační řízení\n"
        " • A1.2 Podporovat „know-\nhow“.\n"
    )
    assert [node.text for node in read(text).nodes] == [
        "Rozvíjet síť sociálních služeb pro jednotlivé cílové skupiny "
        "a zajistit její udržitelné financování",
        "Řešit rizika dopadů přijatých legislativních změn (např. "
        "Zákon o hmotné nouzi) a politiky – dotační řízení",
        "Podporovat „know-how“.",
    ]


def after(anchor: str, line: str) -> str:
    return SMALL.replace(f"{anchor}\n", f"{anchor}\n{line}\n")


REFUSED = {
    "no plan": ("Zápis z jednání\n • první bod\n\nKonec.\n", 4),
    "nothing": ("", 1),
    "a plan's words in prose": ("Aktivita navazuje na projekt.\nPriority města\n", 2),
    "measures without a plan": (" • A1.1 Sám\n", 1),
    "a code twice": (after(" • A1.2 Rozvíjet terénní služby.", " • A1.1 Podruhé."), 9),
    "a code twice in two headings": (SMALL.replace("Priorita B1", "Priorita A1"), 11),
    "a measure under another priority": (SMALL.replace("• B1.1", "• A1.3"), 13),
    "a measure of a later number": (SMALL.replace("• A1.2", "• A2.2"), 8),
    "a priority under another goal": (SMALL.replace("Priorita A1", "Priorita B1"), 5),
    "a priority outside its goal": (
        SMALL.replace("Připomínky\n", "Primární cíl: Jiný\nPriorita A2\nX\nPřipomínky\n"),
        15,
    ),
    "an unknown heading with a number": (after("Zvýšit dostupnost péče", "Kapitola 3"), 5),
    "an unknown heading with a letter": (after("Informovat veřejnost", "Pilíř B"), 13),
    "an unknown heading and its title": (
        after("Informovat veřejnost", "Strategická oblast 2: Zdraví"),
        13,
    ),
    "an unknown heading below a measure": (after(" • A1.2 Rozvíjet terénní služby.", "Závěr"), 9),
    "an unknown heading for a known one": (SMALL.replace("Priorita A1", "Oblast A1"), 5),
    "an unknown heading before a title": (SMALL.replace("Zvýšit", "Kapitola X\nZvýšit"), 4),
    "an unknown numbered heading before a title": (SMALL.replace("Zvýšit", "Oblast 1\nZvýšit"), 4),
    "an unknown heading at the top": ("Kapitola I\n" + SMALL, 1),
    "a level above in prose": ("Priorita města je jasná.\n" + SMALL, 1),
    "a heading without a title": (SMALL.replace("Zvýšit dostupnost péče\n", ""), 3),
    "a last heading without a title": ("Hodnota: X\nPriorita A1\n", 2),
    "a title missing above a list": (SMALL.replace("Rozvíjet síť služeb\n", ""), 5),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused_with_the_line(case: str) -> None:
    text, line = REFUSED[case]
    with pytest.raises(ImportRefused) as refused:
        read(text)
    assert refused.value.line == line
    assert str(line) in str(refused.value)
