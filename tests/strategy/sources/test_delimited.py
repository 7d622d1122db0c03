import pytest

from strategy.importing.sources import grid, read_source
from tests.strategy.sources.reading import only_table, refusal

ROWS = [["Kód", "Název", "Gesce"], ["A1.1", "Péče, doma i venku", "OSP"], ["A1.2", "Řád", ""]]


def read(text: str, encoding: str = "utf-8"):
    return read_source("plan.csv", text.encode(encoding))


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_told_by_the_rows(delimiter):
    text = "\n".join(delimiter.join(row) for row in ROWS)
    assert only_table(read(text)) == ROWS


def test_commas_part_cells_where_quotes_protect_those_in_the_text():
    assert only_table(read('Kód,Název,Gesce\nA1.1,"Péče, doma i venku",OSP\nA1.2,Řád,')) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250", "utf-16", "iso-8859-2"])
def test_encodings_are_told_as_in_plain_text(encoding):
    text = "Kód;Název\r\nA1.1;Péče o děti ve městě"
    assert only_table(read(text, encoding)) == [["Kód", "Název"], ["A1.1", "Péče o děti ve městě"]]


def test_a_line_break_inside_quotes_stays_and_rows_keep_the_numbers_of_their_lines():
    (table,) = read('Kód;Název\nA1;"první\n\ndruhý"\n\nA2;"řekl ""ne"""').tables
    assert table.rows == [["Kód", "Název"], ["A1", "první\ndruhý"], ["A2", 'řekl "ne"']]
    assert table.row_numbers == [1, 2, 6]


def test_the_delimiter_that_excel_names_is_no_row():
    (table,) = read("sep=,\na;b,c\n1;2,3").tables
    assert (table.rows, table.row_numbers) == ([["a;b", "c"], ["1;2", "3"]], [2, 3])


def test_rows_are_filled_up_and_unused_columns_cut_off():
    assert only_table(read("a;b;c;;\n1;;;;\n;2;;;")) == [
        ["a", "b", "c"],
        ["1", "", ""],
        ["", "2", ""],
    ]


def test_quotation_marks_that_are_not_closed_are_refused_by_line():
    assert refusal("plan.csv", b'a;b\nc;"d\ne;f').split(":")[0].endswith(" 2")


@pytest.mark.parametrize(
    ("name", "most", "text"),
    [("MOST_ROWS", 2, "a;b\n1;2\n3;4"), ("MOST_COLUMNS", 1, "a;b\n1;2")],
)
def test_a_table_larger_than_the_limit_is_refused(monkeypatch, name, most, text):
    monkeypatch.setattr(grid, name, most)
    assert str(most) in refusal("plan.csv", text.encode())
    monkeypatch.setattr(grid, name, most + 1)
    assert len(read(text).tables) == 1
