from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from strategy.importing.sources import grid, packed, read_source
from strategy.importing.sources.workbook import facts, reading
from strategy.importing.sources.workbook.shown import shown
from tests.strategy.sources.reading import left_out, only_table, refusal
from tests.strategy.sources.workbooks import book, repacked, saved, with_cells, with_shared


def read(data: bytes):
    return read_source("plan.xlsx", data)


def test_every_sheet_is_a_table_with_its_name_and_the_numbers_of_its_rows():
    made = Workbook()
    made.active.title = "Cíle"
    made.active.append(["Kód", "Název"])
    made.active["A4"], made.active["B4"] = "A1", "Péče"
    made.create_sheet("Opatření").append(["A1.1", "Doma"])
    source = read(saved(made))
    assert [(t.name, t.page, t.number, t.row_numbers, t.rows) for t in source.tables] == [
        ("Cíle", 1, 1, [1, 4], [["Kód", "Název"], ["A1", "Péče"]]),
        ("Opatření", 2, 1, [1], [["A1.1", "Doma"]]),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (date(2020, 12, 1), "mmm-yy", "12/2020"),
        (date(2020, 12, 1), "m/yyyy", "12/2020"),
        (date(2020, 6, 1), "mm\\/yyyy", "06/2020"),
        (date(2020, 12, 1), "mmmm yyyy", "prosinec 2020"),
        (date(2020, 12, 31), "mm-dd-yy", "31. 12. 2020"),
        (date(2020, 12, 31), "d.m.yy", "31.12.2020"),
        (date(2020, 12, 31), "[$-405]d/\\ mmmm\\ yyyy;@", "31/ prosinec 2020"),
        (datetime.fromisoformat("2020-12-31T09:05"), "d.m.yyyy h:mm", "31.12.2020 9:05"),
        (date(2021, 1, 1), "yyyy", "2021"),
        (date(2026, 1, 1), "d.m", "1.1"),
        (time(9, 30), "h:mm", "9:30"),
        (1234.5, '#,##0.00 "Kč"', "1 234,50 Kč"),
        (1500000, "#,##0\\ [$Kč-405]", "1 500 000 Kč"),
        (1234567, '# ##0\\ "Kč"', "1 234 567 Kč"),
        (-1500.5, "#,##0.0;[Red]-#,##0.0", "-1 500,5"),
        (-2, "0", "-2"),
        (0.25, "0%", "25%"),
        (0.125, "0.0%", "12,5%"),
        (3, "00", "03"),
        (0, '0;-0;"–"', "–"),
        (2500000, '0.0,,"\u00a0mil."', "2,5\u00a0mil."),
        (1.5, "General", "1,5"),
        (2020, "General", "2020"),
        (12.0, "General", "12"),
        (True, "General", "PRAVDA"),
        (None, "General", ""),
        ("  první \r\n druhý ", "@", "první\ndruhý"),
    ],
)
def test_a_cell_says_what_excel_shows(value, number_format, text):
    assert shown(value, number_format) == text


def test_a_deadline_typed_as_month_and_year_comes_out_as_it_was_typed():
    def change(sheet):
        sheet["B2"] = date(2020, 12, 1)
        sheet["B2"].number_format = "mmm-yy"

    rows = only_table(read(book(["Název", "Termín"], ["Péče", None], change=change)))
    assert rows == [["Název", "Termín"], ["Péče", "12/2020"]]


def test_a_merged_cell_says_the_same_in_all_that_it_covers():
    def change(sheet):
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B1:C1")

    data = book(["Cíl", "Opatření", None], ["A", "x", "y"], [None, "z", "w"], change=change)
    assert only_table(read(data)) == [
        ["Cíl", "Opatření", "Opatření"],
        ["A", "x", "y"],
        ["A", "z", "w"],
    ]


def test_what_is_hidden_is_left_out_and_said():
    def change(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("Číselník").append(["skryté"])
        sheet.parent["Číselník"].sheet_state = "hidden"
        sheet.parent.create_sheet("Prázdný")

    source = read(book(["Kód", "Poznámka", "x"], ["A1", "p", "y"], ["A2", "q", "z"], change=change))
    assert only_table(source) == [["Kód", "x"], ["A2", "z"]]
    assert source.tables[0].row_numbers == [1, 3]
    assert [(why, text.split(": ")[-1]) for why, text in left_out(source)] == [
        ("hidden", "A1 | p | y"),
        ("hidden", "Poznámka | p | q"),
        ("hidden", "Číselník"),
        ("empty_sheet", "Prázdný"),
    ]
    assert [(piece.number, piece.page) for piece in source.left_out] == [
        (2, 1),
        (1, 1),
        (0, 2),
        (0, 3),
    ]


def test_rows_that_are_all_bold_are_known():
    def change(sheet):
        sheet["A1"].font = sheet["B1"].font = sheet["A2"].font = Font(bold=True)

    (table,) = read(book(["Kód", "Název"], ["A1", "Péče"], change=change)).tables
    assert table.bold == [True, False]


def test_a_formula_says_the_value_that_was_last_reckoned():
    data = with_cells(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f>"x"</f><v>text</v></c></row>'
    )
    assert only_table(read(data)) == [["2", "", "text"]]


def test_formulas_without_a_value_are_refused_by_cell():
    said = refusal("plan.xlsx", book(["Kód", "=1+1"], ["=A1", "x"]))
    assert "„Opatření“" in said or "“Opatření”" in said
    assert "B1, A2" in said


def test_of_many_cells_to_be_mended_ten_are_named():
    said = refusal("plan.xlsx", book(*[["=1+1"] for _ in range(13)]))
    assert ("A10" in said, "A11" in said, "3" in said) == (True, False, True)


def test_a_formula_in_a_hidden_row_stops_nothing():
    def change(sheet):
        sheet.row_dimensions[2].hidden = True

    assert only_table(read(book(["A1"], ["=1+1"], change=change))) == [["A1"]]


def test_an_error_of_the_sheet_is_refused_by_cell():
    data = with_cells('<row r="3"><c r="D3" t="e"><v>#REF!</v></c></row>')
    assert "D3" in refusal("plan.xlsx", data)


def test_rows_and_cells_that_say_not_where_they_stand_follow_one_another():
    data = with_cells(
        '<row><c t="inlineStr"><is><t>A1</t></is></c><c><v>5</v></c></row>'
        '<row><c t="inlineStr"><is><t>A2</t></is></c></row>'
    )
    assert only_table(read(data)) == [["A1", "5"], ["A2", ""]]


def test_a_cell_at_the_far_end_of_the_sheet_is_refused_before_the_gap_is_filled():
    far = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    wide = '<row r="1"><c r="XFD1"><v>1</v></c></row>'
    for xml in (far, wide):
        assert "„Opatření“" in refusal("plan.xlsx", with_cells(xml)).replace(
            "“Opatření”", "„Opatření“"
        )


def test_empty_cells_with_a_format_far_away_are_no_part_of_the_table():
    data = with_cells(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="Z900000" s="0"/></row>'
    )
    assert only_table(read(data)) == [["1"]]


@pytest.mark.parametrize(
    ("name", "most"), [("MOST_ROWS", 1), ("MOST_COLUMNS", 1), ("MOST_CELLS", 3)]
)
def test_a_sheet_larger_than_the_limit_is_refused(monkeypatch, name, most):
    data = book(["a", "b"], ["c", "d"])
    monkeypatch.setattr(grid, name, most)
    refusal("plan.xlsx", data)
    monkeypatch.setattr(grid, name, most + 1)
    assert len(read(data).tables) == 1


SHARED = with_shared(
    "<si><t>Kód</t></si><si><r><t>Pé</t></r><r><rPr><b/></rPr><t>če</t></r></si>",
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>',
)


def test_texts_that_stand_apart_from_their_cells_are_read():
    assert only_table(read(SHARED)) == [["Kód", "Péče"]]


def test_more_texts_than_fit_into_memory_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_STRINGS", 100)
    said = refusal("plan.xlsx", SHARED)
    monkeypatch.setattr(packed, "MOST_PARTS", 1)
    assert refusal("plan.xlsx", SHARED) == said


def test_texts_more_than_half_the_cells_allowed_are_refused(monkeypatch):
    monkeypatch.setattr(grid, "MOST_CELLS", 3)
    assert refusal("plan.xlsx", SHARED)
    monkeypatch.setattr(grid, "MOST_CELLS", 4)
    assert only_table(read(SHARED)) == [["Kód", "Péče"]]


def test_empty_rows_and_cells_without_end_are_refused(monkeypatch):
    data = with_cells('<row r="1"><c r="A1"><v>1</v></c></row>' + "<row><c/></row>" * 4)
    monkeypatch.setattr(facts, "MOST_SEEN", 9)
    monkeypatch.setattr(grid, "MOST_CELLS", 9)
    refusal("plan.xlsx", data)
    monkeypatch.setattr(facts, "MOST_SEEN", 10)
    assert only_table(read(data)) == [["1"]]


def test_merged_cells_that_cover_more_than_the_limit_are_refused(monkeypatch):
    def change(sheet):
        for column in "ABCD":
            sheet.merge_cells(f"{column}1:{column}2")

    data = book(["a", "b", "c", "d"], [None, None, None, None, "e"], change=change)
    monkeypatch.setattr(grid, "MOST_CELLS", 7)
    assert refusal("plan.xlsx", data)


def test_a_workbook_that_takes_values_out_of_others_is_refused():
    links = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    whole = book(["A1"])
    assert only_table(read(whole)) == [["A1"]]
    added = {"xl/externalLinks/externalLink1.xml": links}
    assert "Excel" in refusal("plan.xlsx", repacked(whole, added=added))
