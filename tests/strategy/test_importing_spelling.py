"""Codes as people type them, and what must not be taken for wording without a word."""

import re
from textwrap import wrap

import pytest

from strategy.importing import spelling
from strategy.importing.codes import CODE
from strategy.importing.refusal import ImportRefused
from strategy.models import Item
from strategy.models.items import RESERVED_HANDLES
from tests.strategy.importing_texts import SEED, SMALL, SMALL_TREE, places, read, tree

SPELLINGS = {
    "measures in small letters": re.sub(r"• ([AB])1", lambda m: f"• {m[1].lower()}1", SMALL),
    "measures without a bullet": re.sub(r"• ([AB])1", lambda m: f"{m[1].lower()}1", SMALL),
    "priorities in small letters": SMALL.replace("Priorita A1", "Priorita a1"),
    "a space inside measures": re.sub(r"• ([AB])1", r"• \1 1", SMALL),
    "a space inside, no bullet": re.sub(r"• ([AB])1", r"\1 1", SMALL),
    "a space inside priorities": re.sub(r"Priorita ([AB])1", r"Priorita \1 1", SMALL),
    "a space and a colon": re.sub(r"Priorita ([AB])1\n", r"Priorita \1 1: ", SMALL),
    "a space, title on the same line": re.sub(r"Priorita ([AB])1\n", r"Priorita \1 1 ", SMALL),
    "a space behind the level word": re.sub(r"• ([AB])1", r"• Opatření \1 1", SMALL),
    "a small letter and a space": SMALL.replace("Priorita A1", "Priorita č. a 1"),
}


@pytest.mark.parametrize("case", SPELLINGS)
def test_a_code_is_read_however_it_is_spelt(case: str) -> None:
    assert tree(read(SPELLINGS[case])) == SMALL_TREE


TEXTS = [
    "m2 zeleně přidat.",
    "V 2.5 km okruhu sázet stromy.",
    "Web2.0 zavést.",
    "COVID-19 zvládat.",
    "Činnosti A 1.1 dále podporovat.",
    "v 2.5 milionu Kč.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_words_with_numbers_stay_words(text: str) -> None:
    measures = [node.text for node in read(f"Dílčí cíl A\nX\n• {text}\n").nodes[1:]]
    assert measures == [text]


LONG = "A1" + ".1" * 15
NO_CODES = {
    "small letters of no goal": ("• b1.1 Podporovat.", "b1.1"),
    "small letters of no goal, no bullet": ("b1.1 Podporovat.", "b1.1"),
    "a priority of no goal": ("Priorita b1", "b1"),
    "a space and a letter of no goal": ("• B 1.1 Podporovat.", "B 1.1"),
    "longer than the column": (f"• {LONG} Podporovat.", LONG),
    "longer than the column, level word": (f"Opatření {LONG}: Podporovat.", LONG),
    "longer than the column, no bullet": (f"{LONG} Podporovat.", LONG),
    "longer than the column, one number": (f"• A{'1' * 30} Podporovat.", "A" + "1" * 30),
    "longer than the column, numbers": (f"• {'1.' * 15}1 Podporovat.", "1." * 15 + "1"),
    "too many numbers": ("• A1.1.1.1.1.1.1.1 Podporovat.", "A1.1.1.1.1.1.1.1"),
    "too great a number": ("• A1.1234 Podporovat.", "A1.1234"),
    "brackets": ("• (a1.2) Podporovat.", "(a1.2"),
    "spaces everywhere": ("• A. 1. 2 Podporovat.", "A. 1. 2"),
    "a comma": ("- A1,2 Podporovat.", "A1,2"),
    "no space behind": ("• A1.2Podporovat.", "A1.2"),
    "a space and a small title": ("Opatření A 1.2 podporovat.", "A 1.2"),
    "a small letter and a space": ("• a 1.2 Podporovat.", "a 1.2"),
    "too many letters": ("• ABCDE1.1 Podporovat.", "ABCDE1.1"),
}


@pytest.mark.parametrize("case", NO_CODES)
def test_what_looks_like_a_code_and_is_none_is_refused_with_its_line(case: str) -> None:
    line, code = NO_CODES[case]
    with pytest.raises(ImportRefused) as refused:
        read(f"Dílčí cíl A\nZvýšit\nPriorita A1\nRozvíjet\n• A1.1 Jedna.\n{line}\n")
    assert str(refused.value) == str(spelling.refused(code, 6))


def test_the_longest_code_is_what_the_column_holds() -> None:
    assert Item._meta.get_field("code").max_length == spelling.LONGEST_CODE


def test_no_code_can_be_an_address_of_the_portal() -> None:
    assert [name for name in RESERVED_HANDLES if re.fullmatch(CODE, name, re.IGNORECASE)] == []


PAIRS = {
    "Dílčí cíl AA\nZvýšit": ("AA", "Zvýšit"),
    "Dílčí cíl AA Zvýšit": ("AA", "Zvýšit"),
    "Dílčí cíl AB\nZvýšit": ("AB", "Zvýšit"),
    "Dílčí cíl AB: Zvýšit": ("AB", "Zvýšit"),
    "Dílčí cíl AB – Zvýšit": ("AB", "Zvýšit"),
    "Dílčí cíl AB. Zvýšit": ("AB", "Zvýšit"),
    "Dílčí cíl: AB\nZvýšit": ("AB", "Zvýšit"),
    "Priorita EU fondy": ("", "EU fondy"),
    "Priorita EU – fondy": ("", "EU – fondy"),
    "Priorita MČ": ("", "MČ"),
    "Hodnota: EU jako domov": ("", "EU jako domov"),
}


@pytest.mark.parametrize("text", PAIRS)
def test_two_letters_are_a_code_where_they_are_set_apart(text: str) -> None:
    (node,) = read(text).nodes
    assert (node.code, node.text) == PAIRS[text]


def test_goals_of_two_letters_stand_beside_the_others() -> None:
    text = "Dílčí cíl A\nX\nDílčí cíl AA\nX\nPriorita AA1\nX\n• AA1.1 X\nDílčí cíl AB\nX"
    assert places(text) == [
        ("A", None),
        ("AA", None),
        ("AA1", "AA"),
        ("AA1.1", "AA1"),
        ("AB", None),
    ]


def test_letters_that_are_no_code_are_refused_on_their_own_line() -> None:
    with pytest.raises(ImportRefused) as refused:
        read("Hodnota: Město\nDílčí cíl ABC\nZvýšit dostupnost\nPriorita A1\nX\n")
    assert str(refused.value) == str(spelling.refused("ABC", 2))


EARLY = "Jan Schejbal\n26. 6. 2018\nPriorita A1 je správná.\n\n"


@pytest.mark.parametrize("section", [f"Připomínky\n{EARLY}", "Připomínky:\nDoplnit mapu.\n"])
def test_comments_above_the_plan_are_refused_with_their_line(section: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(f"Plán města\n\n{section}{SMALL}")
    assert refused.value.line == 3


def test_a_section_above_the_plan_that_says_there_are_no_comments_is_left_out() -> None:
    assert read(f"Připomínky\nBez připomínek.\n{SMALL}").left_out == [1, 2]


BULLETS = [*"»→~►▪‣●○■□✓➢–—", "o", "1)", "1."]


@pytest.mark.parametrize("bullet", BULLETS)
@pytest.mark.parametrize("is_coded", [True, False])
def test_a_bullet_is_no_part_of_the_wording(bullet: str, is_coded: bool) -> None:
    text = SMALL.replace("•", bullet) if is_coded else re.sub(r"• [AB]1\.\d", bullet, SMALL)
    measures = [(node.code, node.text) for node in read(text).nodes if node.level.is_measure]
    assert measures == [
        (code if is_coded else "", text) for _, code, text, _ in SMALL_TREE if "." in code
    ]


@pytest.mark.parametrize("rest", ["~5 minut chůze.", "»dobré sousedství« ve městě.", "1. června."])
def test_a_sign_that_may_be_a_bullet_goes_on_in_a_wrapped_text(rest: str) -> None:
    above = "Rozvíjet síť služeb, které jsou dostupné pro všechny, do"
    text = f"Priorita A1\nX\n• A1.1 {above}\n{rest}\n• A1.2 {above}\nměsta\n"
    assert read(text).nodes[1].text == f"{above} {rest}"


def test_a_wrapped_line_may_begin_with_a_dash_a_letter_and_a_number() -> None:
    text = "Dílčí cíl V\nX\n• V1.1 Vybudovat síť\n– v 1.2 milionu domácností.\n"
    assert read(text).nodes[1].text == "Vybudovat síť – v 1.2 milionu domácností."


def evened(line: str, width: int) -> str:
    """A line wrapped so that its lines are of about one length, as `fmt` does."""
    narrower = range(width * 4 // 5, width + 1)
    return "\n".join(min((wrap(line, w) for w in narrower), key=lambda t: (len(t), len(t[0]))))


@pytest.mark.parametrize("width", [60, 72, 80])
def test_a_wrap_that_evens_the_lines_out_reads_the_same(width: int) -> None:
    plan = SEED.split("\nPřipomínky")[0]
    text = "\n".join(
        evened(line, width) if len(line) > width else line for line in plan.split("\n")
    )
    assert tree(read(text)) == tree(read(plan))


ABOVE = "Podporovat komunitní plánování sociálních služeb v okolí a"


def test_a_wrapped_line_may_begin_with_a_capital() -> None:
    text = f"Priorita A1\n{ABOVE} dále i vzdělávat\nlidi\nPriorita A2\n{ABOVE}\nKPSS."
    assert read(text).nodes[1].text == f"{ABOVE} KPSS."


@pytest.mark.parametrize("below", ["Závěr", "Kapitola první", "Jan Novák"])
def test_what_may_be_a_heading_does_not_go_on_from_a_line_that_had_room(below: str) -> None:
    text = f"Priorita A1\n{ABOVE} dále i vzdělávat pracovníky\nlidi\nPriorita A2\n{ABOVE}\n{below}"
    with pytest.raises(ImportRefused) as refused:
        read(text)
    assert refused.value.line == 6


def test_a_full_sentence_is_over() -> None:
    text = f"Priorita A1\n{ABOVE} dále i vzdělávat\nlidi\nPriorita A2\n{ABOVE}.\nKPSS."
    with pytest.raises(ImportRefused) as refused:
        read(text)
    assert refused.value.line == 6
