"""Tables in PDF: ruled and not, merged cells, more pages."""

import pytest

from tests.strategy.sources.reading import only_table, texts
from tests.strategy.sources.test_pdf import LONG, read


def test_a_merged_cell_says_the_same_in_all_that_it_covers():
    source = read(
        "<table class=ruled><tr><td rowspan=2>Cíl A<td colspan=2>přes dva<tr><td>x<td>y</table>"
    )
    assert only_table(source) == [["Cíl A", "přes dva", "přes dva"], ["Cíl A", "x", "y"]]


def test_paragraphs_of_a_cell_are_its_lines():
    cell = f"<p>{LONG}</p><p>Gesce: OSP</p><ul><li>první<li>druhá</ul>"
    source = read(f"<table class=ruled><tr><td>A1<td>{cell}<tr><td>A2<td>x</table>")
    assert only_table(source)[0] == ["A1", f"{LONG}\nGesce: OSP\n• první\n• druhá"]


def test_a_table_open_at_its_sides_has_all_its_columns():
    style = "td { border-bottom: 0.5pt solid black } td + td { border-left: 0.5pt solid black }"
    source = read("<table><tr><td>A1<td>Péče<td>OSP<tr><td>A2<td>Doma<td>KPSS</table>", style)
    assert only_table(source) == [["A1", "Péče", "OSP"], ["A2", "Doma", "KPSS"]]


def test_a_table_that_goes_on_over_the_page_is_one_and_says_its_head_once():
    rows = "".join(f"<tr><td>A{n}<td>{LONG}<td>OSP" for n in range(1, 25))
    (table,) = read(
        f"<table class=ruled><thead><tr><th>Kód<th>Název<th>Gesce<tbody>{rows}</table>"
    ).tables
    assert [row[0] for row in table.rows] == ["Kód", *(f"A{n}" for n in range(1, 25))]
    assert (table.page, len(table.row_numbers), len(table.bold)) == (1, 25, 25)


def test_two_tables_with_text_between_them_stay_two():
    table = "<table class=ruled><tr><td>a<td>b<tr><td>c<td>d</table>"
    source = read(f"{table}<p>Mezi.</p>{table}")
    assert [type(block).__name__ for block in source.blocks] == ["Table", "Line", "Table"]


def test_a_frame_around_text_is_no_table():
    source = read(f"<div style='border: 1pt solid black; padding: 4pt'><p>{LONG}</p></div>")
    assert texts(source) == [LONG]


def test_a_line_below_a_heading_is_no_table():
    source = read("<h1 style='border-bottom: 1pt solid black'>Cíl A</h1><p>Péče.</p>")
    assert texts(source) == ["Cíl A", "Péče."]


ROWS = [
    ["Opatření", "Gestor", "Termín"],
    ["Péče o seniory", "Odbor sociální péče", "12/2020"],
    ["Bydlení", "Bytový odbor", "průběžně"],
    ["Doprava", "Odbor dopravy", "2021"],
]


def plain_table(rows, widths=""):
    made = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    return f"<table>{widths}{made}</table>"


def test_a_table_without_lines_is_told_by_what_stands_below_one_another():
    body = f"<p>{LONG}</p>{plain_table(ROWS)}<p style='margin-top: 40pt'>{LONG}</p>"
    source = read(body, "td { padding: 3pt 6pt }")
    assert only_table(source) == ROWS
    assert texts(source) == [LONG, LONG]


def test_rows_of_more_lines_without_rules_are_told_by_the_room_between_them():
    rows = [[LONG, "OSP", "2020"], ["Bydlení", "Bytový odbor města", "2021"], [LONG, "x", "y"]]
    source = read(plain_table(rows, "<col width=50%><col width=25%>"), "td { padding: 6pt 8pt }")
    assert only_table(source) == rows


def test_a_number_set_apart_from_its_text_is_no_column():
    body = "".join(f"<p>A1.{n}&emsp;&emsp;&emsp;Opatření {n}</p>" for n in range(1, 6))
    assert texts(read(body)) == [f"A1.{n} Opatření {n}" for n in range(1, 6)]


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_gaps_make_no_table(count):
    body = "".join(f"<p>Gesce{n}:&emsp;&emsp;&emsp;OSP</p>" for n in range(count))
    assert texts(read(body)) == [f"Gesce{n}: OSP" for n in range(count)]
