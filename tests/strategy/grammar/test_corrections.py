import json

import pytest

from strategy.importing.as_data import as_data, from_data
from strategy.importing.corrections import corrected
from strategy.importing.document import Document
from strategy.importing.refusal import ImportRefused
from strategy.importing.understanding import understand
from tests.strategy.grammar.reading import FIXTURES, doubts, lines, told

TEXT = """\
Bydlení
Cíl 1: Péče
Opatření 1.1: Poradna pro rodiny a pro seniory
Gestor: OSP
Termín: po volbách
Cíl 2: Doprava
Opatření 2.1: Chodníky
"""


@pytest.fixture
def plan() -> Document:
    return lines(TEXT)


CORRECTIONS = {
    "a level": (
        [{"do": "level", "node": 2, "level": "Opatření"}],
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny a pro seniory | lead=OSP | due=po volbách",
            "  Opatření 2: Doprava",
            "  Opatření 2.1: Chodníky",
        ],
    ),
    "a level that the document has not": (
        [{"do": "level", "node": 0, "level": "Priorita"}],
        [
            "Priorita 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny a pro seniory | lead=OSP",
            " | due=po volbách",
            "  Cíl 2: Doprava",
            "    Opatření 2.1: Chodníky",
        ],
    ),
    "a parent": (
        [{"do": "parent", "node": 3, "parent": 0}],
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny a pro seniory | lead=OSP | due=po volbách",
            "Cíl 2: Doprava",
            "  Opatření 2.1: Chodníky",
        ],
    ),
    "code and wording": (
        [
            {"do": "code", "node": 3, "value": "2.7"},
            {"do": "text", "node": 3, "value": "Nové chodníky"},
        ],
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny a pro seniory | lead=OSP | due=po volbách",
            "Cíl 2: Doprava",
            "  Opatření 2.7: Nové chodníky",
        ],
    ),
    "what is said": (
        [
            {"do": "entry", "node": 1, "entry": 1, "part": "due", "text": "6/2027"},
            {"do": "add_entry", "node": 1, "part": "co_lead", "text": "MV"},
            {"do": "drop_entry", "node": 1, "entry": 0},
        ],
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny a pro seniory | due=06/2027 | co_lead=MV",
            "Cíl 2: Doprava",
            "  Opatření 2.1: Chodníky",
        ],
    ),
    "left out": (
        [{"do": "leave_out", "node": 2}],
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny a pro seniory | lead=OSP | due=po volbách",
            "  Opatření 2.1: Chodníky",
        ],
    ),
    "split": (
        [{"do": "split", "node": 1, "at": 19}],
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny | lead=OSP | due=po volbách",
            "  Opatření: a pro seniory",
            "Cíl 2: Doprava",
            "  Opatření 2.1: Chodníky",
        ],
    ),
    "merged": (
        [{"do": "merge", "node": 3, "into": 1}],
        [
            "Cíl 1: Péče",
            "  Opatření 1.1: Poradna pro rodiny a pro seniory Chodníky | lead=OSP",
            " | due=po volbách",
            "Cíl 2: Doprava",
        ],
    ),
    "taken": (
        [{"do": "take", "verdict": 0, "level": "Oblast"}],
        [
            "Oblast: Bydlení",
            "  Cíl 1: Péče",
            "    Opatření 1.1: Poradna pro rodiny a pro seniory | lead=OSP | due=po volbách",
            "  Cíl 2: Doprava",
            "    Opatření 2.1: Chodníky",
        ],
    ),
}


@pytest.mark.parametrize("case", CORRECTIONS)
def test_a_correction_is_applied(plan: Document, case: str) -> None:
    corrections, expected = CORRECTIONS[case]
    if case == "a parent":
        expected = [*expected[:2], "  Opatření 2.1: Chodníky", expected[2]]
    found = told(corrected(plan, corrections))
    assert sorted("\n".join(found).split("\n")) == sorted(
        "\n".join(expected).replace("\n | ", " | ").split("\n")
    )


def test_the_document_that_was_shown_stays_as_it_was(plan: Document) -> None:
    before = as_data(plan)
    corrected(plan, [{"do": "leave_out", "node": 0}, {"do": "text", "node": 1, "value": "X"}])
    assert as_data(plan) == before


REFUSED = [
    {"do": "nothing"},
    {"do": "level", "node": 9, "level": "Cíl"},
    {"do": "text", "node": -1, "value": "X"},
    {"do": "text", "node": 1, "value": None},
    {"do": "entry", "node": 1, "entry": 5, "part": "lead", "text": "X"},
    {"do": "add_entry", "node": 1, "part": "colour", "text": "X"},
    {"do": "add_entry", "node": 1, "part": "text", "text": "X"},
    {"do": "parent", "node": 0, "parent": 1},
    {"do": "parent", "node": 0, "parent": 0},
    {"do": "split", "node": 1, "at": 0},
    {"do": "split", "node": 1, "at": 999},
    {"do": "merge", "node": 1, "into": 1},
    {"do": "take", "verdict": 99, "level": "Cíl"},
]


@pytest.mark.parametrize("correction", REFUSED, ids=str)
def test_a_correction_of_what_is_not_there_is_refused(plan: Document, correction: dict) -> None:
    with pytest.raises(ImportRefused):
        corrected(plan, [correction])


def test_what_was_left_out_cannot_be_corrected_further(plan: Document) -> None:
    gone = {"do": "leave_out", "node": 1}
    with pytest.raises(ImportRefused):
        corrected(plan, [gone, {"do": "text", "node": 1, "value": "X"}])


def test_a_corrected_deadline_that_is_none_stays_a_doubt(plan: Document) -> None:
    change = {"do": "entry", "node": 1, "entry": 1, "part": "due", "text": "13/2020"}
    entry = corrected(plan, [change]).nodes[1].entries[1]
    assert (entry.normal, entry.certainty.value) == ("", "unsure")


@pytest.mark.parametrize("name", ["akcni-plan-socialni-vylouceni.txt", "brno-2050.txt"])
def test_a_document_survives_as_data(name: str) -> None:
    data = as_data(understand(name, (FIXTURES / name).read_bytes()))
    assert as_data(from_data(json.loads(json.dumps(data)))) == data


FAMILY = "Hodnota: Město\nDílčí cíl A\nPéče\nPriorita A1\nSlužby\n • A1.1 Poradna\n • A1.1 Auto\n"


def test_a_text_of_the_strict_layout_keeps_the_strict_refusal_as_a_doubt() -> None:
    document = understand("plan.txt", FAMILY.encode())
    assert document.refusal is not None
    assert document.refusal.line == 7
    assert (7, "refused") in doubts(document)
    kept = from_data(as_data(document)).refusal
    assert kept is not None
    assert (str(kept), kept.line) == (str(document.refusal), 7)
    assert corrected(document, [{"do": "code", "node": 4, "value": "A1.2"}]).refusal is None


def test_a_text_whose_items_someone_answers_for_is_no_business_of_the_strict_reader() -> None:
    text = FAMILY.replace("A1.1 Auto", "A1.2 Auto (gestor: OSP)")
    document = understand("plan.txt", text.encode())
    assert document.refusal is None
    assert document.nodes[-1].said("lead") == ["OSP"]
