"""Plain text and Markdown."""

import pytest
from django.utils.translation import override

from strategy.importing.sources import read_source
from tests.strategy.sources.reading import left_out, only_table, texts


def markdown(text: str):
    return read_source("plan.md", text.encode())


def test_plain_text_comes_line_by_line_with_the_numbers_of_the_file():
    source = read_source("plan.txt", "Priorita A1\n\n • A1.1 Péče\n".encode("cp1250"))
    assert source.kind == "text"
    assert [(line.number, line.text, line.after_blank) for line in source.lines] == [
        (1, "Priorita A1", False),
        (3, "• A1.1 Péče", True),
    ]


@pytest.mark.parametrize(
    ("noise", "why"),
    [
        ("Strana 3 z 20", "page_number"),
        ("- 12 -", "page_number"),
        ("Stránka č. 4", "page_number"),
        ("1.1 Bydlení ............ 14", "contents"),
        ("Úvod … … … 3", "contents"),
        ("Prezentace se nahrává, počkejte prosím", "web"),
        ("© 2016 SlidePlayer.cz Inc.", "web"),
        ('Stáhnout ppt "Akční plán"', "web"),
    ],
)
def test_what_belongs_to_paper_or_web_is_left_out_and_named(noise, why):
    source = read_source("plan.txt", f"Priorita A1\n{noise}\nRozvíjet síť".encode())
    assert texts(source) == ["Priorita A1", "Rozvíjet síť"]
    assert [(piece.number, piece.why, piece.text) for piece in source.left_out] == [(2, why, noise)]


@pytest.mark.parametrize(
    "text", ["12", "A1.1", "Strana se zavazuje ke třem cílům", "Podíl osob … 12 %", "Tisk map"]
)
def test_what_may_be_a_part_of_the_plan_stays(text):
    assert texts(read_source("plan.txt", f"Priorita\n{text}".encode())) == ["Priorita", text]


def test_reasons_for_leaving_out_are_said_in_words():
    (piece,) = read_source("plan.txt", b"Priorita A\nStrana 3").left_out
    with override("en"):
        assert piece.why.label == "page number"


def test_headings_of_markdown_have_their_depth():
    source = markdown("# Strategie\n\n## Cíl A ##\n\nPriorita A1\n-----------\n\nText\n====\n")
    assert [(line.text, line.heading) for line in source.lines] == [
        ("Strategie", 1),
        ("Cíl A", 2),
        ("Priorita A1", 2),
        ("Text", 1),
    ]


def test_lists_of_markdown_have_their_depth_and_keep_their_numbers():
    source = markdown("- první\n  - vnořená\n    1. číslo\n* druhá\n\n3) třetí\n")
    assert [(line.text, line.bullet) for line in source.lines] == [
        ("• první", 1),
        ("• vnořená", 2),
        ("1. číslo", 3),
        ("• druhá", 1),
        ("3) třetí", 1),
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Gesce:** OSP", "Gesce: OSP"),
        ("__Gesce__ *OSP* `kód`", "Gesce OSP kód"),
        ("[Odbor](https://brno.cz) ![mapa](m.png)", "Odbor mapa"),
        (r"2 \* 3 \# \_x\_", "2 * 3 # _x_"),
        ("a_b_c a 2*3*4", "a_b_c a 2*3*4"),
        ("text<br>dál <b>tučně</b>", "text dál tučně"),
        ("> citát", "citát"),
        ("- [x] hotovo", "• hotovo"),
        ("**a *b* c** *d *e* ``f`g``", "a b c *d e f`g"),
        ("[[Odbor](https://brno.cz)] a ![mapa](m.png", "[Odbor] a ![mapa](m.png"),
        ("<!-- skrytá -->## Cíl # A ## <!-- bez konce", "Cíl # A ## <!-- bez konce"),
        ("## Cíl #A#", "Cíl #A#"),
    ],
)
def test_marks_of_markdown_are_taken_away(written, shown):
    assert texts(markdown(written)) == [shown]


def test_a_line_that_is_all_bold_is_known_as_such():
    source = markdown("**Opatření A1.1**\n\n**Gesce:** OSP")
    assert [line.bold for line in source.lines] == [True, False]


def test_a_pipe_table_is_a_table_where_it_stands():
    source = markdown(
        "# Opatření\n\n| Kód | Název \\| text | Gesce |\n|:--|---|--:|\n"
        "| A1.1 | **Péče**<br>doma | |\n\nKonec"
    )
    head, table, end = source.blocks
    assert (head.text, end.text) == ("Opatření", "Konec")
    assert table.rows == [["Kód", "Název | text", "Gesce"], ["A1.1", "Péče\ndoma", ""]]
    assert (table.number, table.row_numbers, table.bold) == (3, [3, 5], [True, False])


def test_what_markdown_does_not_show_is_not_read():
    source = markdown("---\ntitle: x\n---\nCíl[^1]<!-- skrytá\npoznámka --> A\n\n[^1]: Zdroj ČSÚ\n")
    assert texts(source) == ["Cíl", "A"]
    assert left_out(source) == [("footnote", "Zdroj ČSÚ")]


def test_lines_keep_their_numbers_behind_a_comment_of_several_lines():
    source = markdown("<!--\n\n-->\n# A\n")
    assert [(line.number, line.text) for line in source.lines] == [(4, "A")]


def test_code_is_read_as_it_stands():
    assert texts(markdown("```\n# není *nadpis*\n```")) == ["# není *nadpis*"]


def test_a_line_alone_with_pipes_is_no_table():
    assert texts(markdown("a | b\nc | d")) == ["a | b", "c | d"]


def test_a_table_without_outer_pipes_is_read():
    assert only_table(markdown("Kód | Název\n--- | ---\nA1 | Péče")) == [
        ["Kód", "Název"],
        ["A1", "Péče"],
    ]
