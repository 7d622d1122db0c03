"""Plans in tables: a row for each measure, or a row for each label of one measure's card."""

import pytest

from strategy.importing import showing
from strategy.importing.grammar.learning import learn
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import Source, Table
from strategy.importing.verdicts import Kind, Rule
from tests.strategy.grammar.reading import Rows, blocks, told

GOAL = "Cíl 1: Rodiny"
HEAD = ["Kód", "Opatření", "Gestor", "Spolugestor", "Termín plnění", "Indikátor"]
ROW = ["1.1", "Zřídit centrum", "OSP", "MPSV, MV", "12/2024", "počet klientů"]
OTHER = ["1.2", "Podpořit školy", "OŠMT", "", "průběžně", "-"]
READ = [
    "Cíl 1: Rodiny",
    "  Opatření 1.1: Zřídit centrum | lead=OSP | co_lead=MPSV | co_lead=MV | due=12/2024"
    " | indicator=počet klientů",
    "  Opatření 1.2: Podpořit školy | lead=OŠMT | due=průběžně",
]
SAME: dict[str, list[str | Rows]] = {
    "a row for each measure": [GOAL, [HEAD, ROW, OTHER]],
    "other words in the head": [
        GOAL,
        [["Číslo", "Název opatření", "Zodpovídá", "Spolupráce", "Termín", "Ukazatel"], ROW, OTHER],
    ],
    "capitals in the head": [GOAL, [[cell.upper() for cell in HEAD], ROW, OTHER]],
    "the code before the wording": [
        GOAL,
        [HEAD[1:], [f"1.1 {ROW[1]}", *ROW[2:]], [f"Opatření 1.2: {OTHER[1]}", *OTHER[2:]]],
    ],
    "the code on a line of its own": [GOAL, [HEAD, ROW, ["1.2.", *OTHER[1:]]]],
    "the goal across the table": [[HEAD, [GOAL] * 6, ROW, OTHER]],
    "the goal in the first cell of a row": [[HEAD, [GOAL, "", "", "", "", ""], ROW, OTHER]],
    "a title above the head": [GOAL, [["Akční plán na rok 2024"] * 6, HEAD, ROW, OTHER]],
    "the head again on the next page": [GOAL, [HEAD, ROW, HEAD, OTHER]],
    "the table goes on without a head": [GOAL, [HEAD, ROW], [OTHER]],
    "the goal in a column": [
        [["Cíl", *HEAD], ["1 Rodiny", *ROW], ["1 Rodiny", *OTHER]],
    ],
    "the goal in a merged column, told once": [
        [["Cíl", *HEAD], ["1 Rodiny", *ROW], ["", *OTHER]],
    ],
    "a sum below": [GOAL, [HEAD, ROW, OTHER, ["Celkem", "", "", "", "", "120"]]],
    "numbers of rows": [GOAL, [["P. č.", *HEAD], ["1.", *ROW], ["2.", *OTHER]]],
    "a heading, and one table for each measure": [
        GOAL,
        [
            ["Opatření 1.1", ROW[1]],
            ["Gestor", ROW[2]],
            ["Spolugestor", ROW[3]],
            ["Termín", ROW[4]],
            ["Indikátor", ROW[5]],
        ],
        [["Opatření 1.2", OTHER[1]], ["Gestor", OTHER[2]], ["Termín", OTHER[4]]],
    ],
    "a card with names and numbers": [
        GOAL,
        [
            ["Číslo opatření", "1.1"],
            ["Název opatření", ROW[1]],
            ["Gesce:", ROW[2]],
            ["Spolugesce:", ROW[3]],
            ["Termín plnění:", ROW[4]],
            ["Indikátory:", ROW[5]],
        ],
        [
            ["Název opatření", OTHER[1]],
            ["Číslo opatření", "1.2"],
            ["Gesce:", OTHER[2]],
            ["Termín plnění:", OTHER[4]],
        ],
    ],
    "a card with two labels in a row": [
        GOAL,
        [
            ["Číslo", "1.1", "Název opatření", ROW[1]],
            ["Gestor", ROW[2], "Spolugestor", ROW[3]],
            ["Termín", ROW[4], "Indikátor", ROW[5]],
        ],
        [["Číslo", "1.2", "Název opatření", OTHER[1]], ["Gestor", OTHER[2], "Termín", OTHER[4]]],
    ],
    "a card below a heading of the measure": [
        GOAL,
        "Opatření 1.1: Zřídit centrum",
        [["Gestor", ROW[2]], ["Spolugestor", ROW[3]], ["Termín", ROW[4]], ["Indikátor", ROW[5]]],
        "Opatření 1.2: Podpořit školy",
        [["Gestor", OTHER[2]], ["Termín", OTHER[4]]],
    ],
    "everything in the cells of one column": [
        [
            [GOAL],
            ["Opatření 1.1: Zřídit centrum\nGestor: OSP\nSpolugestor: MPSV, MV"],
            ["Termín: 12/2024"],
            ["Indikátor: počet klientů"],
            ["Opatření 1.2: Podpořit školy\nGestor: OŠMT\nTermín: průběžně"],
        ]
    ],
}


@pytest.mark.parametrize("way", SAME)
def test_the_same_plan_is_read_of_each_table(way: str) -> None:
    assert told(blocks(*SAME[way])) == READ


def test_an_indicator_has_its_values_in_columns_below_one_head() -> None:
    rows = [
        ["Č.", "Název", "Indikátor", "Indikátor", "Indikátor", "Jednotka"],
        ["Č.", "Název", "název", "výchozí hodnota", "cílová hodnota", "Jednotka"],
        ["1.1", "Zřídit centrum", "klienti", "0", "120", "osoby"],
    ]
    assert told(blocks("Cíl 1: Rodiny\nOpatření k cíli 1:", rows))[1] == (
        "  Opatření 1.1: Zřídit centrum | indicator=klienti | baseline=0 | target=120 | unit=osoby"
    )


def test_a_measure_of_several_rows_is_one() -> None:
    rows = [HEAD, ROW, [*ROW[:5], "počet rodin"], OTHER]
    found = told(blocks(GOAL, rows))
    assert found[1].endswith("| indicator=počet klientů | indicator=počet rodin")
    assert found[2:] == READ[2:]


def test_lines_of_a_cell_are_items_of_a_list_or_one_wording() -> None:
    rows = [["Opatření 1.1", "Poradna"], ["Gestor", "Odbor sociální\npéče"]]
    rows += [["Aktivity", "• nábor\n• kurz"], ["Popis", "Chybí\nlidé."]]
    assert told(blocks(GOAL, rows))[1] == (
        "  Opatření 1.1: Poradna | lead=Odbor sociální péče | activity=nábor | activity=kurz"
        " | description=Chybí lidé."
    )


def test_a_column_of_an_unknown_head_is_a_remark_with_that_head() -> None:
    rows = [["Opatření", "Gestor", "Barva"], ["Poradna", "OSP", "modrá"], ["Auto", "OD", ""]]
    document = blocks(GOAL, rows)
    (_lead, entry) = document.nodes[1].entries
    assert (entry.part, entry.label, entry.text, entry.rule) == (
        *("remark", "Barva", "modrá"),
        Rule.UNKNOWN_COLUMN,
    )


def test_a_row_across_without_a_level_marks_those_below_it() -> None:
    rows = [["Opatření", "Garant", "Termín"], ["Doprava"] * 3, ["Chodníky", "OD", "2024"]]
    (node,) = blocks(rows).nodes
    assert (node.area, node.text, node.said("lead")) == ("Doprava", "Chodníky", ["OD"])


def test_a_table_of_something_else_is_a_doubt_and_makes_no_item() -> None:
    rows = [["Rok", "Počet obyvatel"], ["2020", "381 346"], ["2021", "382 405"]]
    document = blocks("Cíl 1: Rodiny\nOpatření 1.1: Zřídit centrum", rows)
    assert [node.code for node in document.nodes] == ["1", "1.1"]
    assert {verdict.rule for verdict in document.doubts} == {Rule.UNKNOWN_TABLE}


def test_tables_alone_without_a_plan_are_refused() -> None:
    with pytest.raises(ImportRefused):
        blocks([["Jméno", "Organizace", "Podpis"], ["Jan Novák", "OSP", ""]])


def test_a_merged_cell_is_shown_once_wherever_it_is_repeated():
    title, goal = ["Akční plán"] * 3, ["Cíl 1: Péče"] * 3
    head, row = ["Opatření", "Gestor", "Termín"], ["1.1 Poradna", "OSP", "12/2027"]
    document = learn(Source("xlsx", [Table(1, 0, [title, head, goal, row], [1, 2, 3, 4])], []))
    shown = [verdict.text for _number, verdict in showing.lines(document, Kind.LEFT_OUT)]
    assert shown == ["Akční plán", *head]
    assert [verdict.text for _number, verdict in showing.lines(document, "")].count(goal[0]) < 2
    assert dict(showing.kinds(document))[Kind.LEFT_OUT] == 4
