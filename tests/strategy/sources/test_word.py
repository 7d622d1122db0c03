import io

import pytest
from docx import Document

from strategy.importing.sources import read_source
from tests.strategy.sources.documents import (
    cell,
    document,
    numbered,
    paragraph,
    run,
    table,
)
from tests.strategy.sources.reading import left_out, only_table, texts
from tests.strategy.sources.workbooks import repacked


def read(*body: str, **parts: str):
    return read_source("plan.docx", document(*body, **parts))


def test_a_document_of_word_comes_paragraph_by_paragraph():
    made = Document()
    made.add_heading("Priorita A1", 2)
    made.add_paragraph("Rozvíjet síť")
    made.add_paragraph("")
    made.add_paragraph("Podporovat", style="List Bullet")
    content = io.BytesIO()
    made.save(content)
    source = read_source("plan.docx", content.getvalue())
    assert [(line.number, line.text, line.heading, line.bullet) for line in source.lines] == [
        (1, "Priorita A1", 2, 0),
        (2, "Rozvíjet síť", 0, 0),
        (3, "• Podporovat", 0, 1),
    ]
    assert [line.after_blank for line in source.lines] == [False, False, True]


@pytest.mark.parametrize(
    ("made", "depth"),
    [
        (paragraph("Cíl", style="Nadpis1"), 1),
        (paragraph("Cíl", style="Cil"), 1),
        (paragraph("Cíl", style="Obrys"), 3),
        (paragraph("Cíl", more='<w:outlineLvl w:val="3"/>'), 4),
        (paragraph("Cíl", style="Nadpis1", more='<w:outlineLvl w:val="9"/>'), 0),
        (paragraph("Cíl"), 0),
        (paragraph("Cíl", style="Neznámý"), 0),
    ],
)
def test_a_heading_is_told_by_its_style_or_its_outline(made, depth):
    (line,) = read(made).lines
    assert (line.text, line.heading) == ("Cíl", depth)


NUMBERS = numbered(("upperLetter", "%1"), ("decimal", "%1%2"), ("decimal", "%1%2.%3"))


def test_numbers_that_word_reckons_stand_before_the_text():
    places = ["1.0", "1.1", "1.2", "1.2", "1.1", "1.2", "1.0", "1.1"]
    source = read(*[paragraph("x", place=place) for place in places], numbering=NUMBERS)
    assert texts(source) == ["A x", "A1 x", "A1.1 x", "A1.2 x", "A2 x", "A2.1 x", "B x", "B1 x"]
    assert [line.bullet for line in source.lines] == [1, 2, 3, 3, 2, 3, 1, 2]


@pytest.mark.parametrize(
    ("kind", "pattern", "shown"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("lowerRoman", "(%1)", ["(i)", "(ii)", "(iii)"]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("ordinal", "%1", ["1.", "2.", "3."]),
        ("decimal", "Opatření %1:", ["Opatření 1:", "Opatření 2:", "Opatření 3:"]),
        ("bullet", "\uf0b7", ["•", "•", "•"]),
        ("none", "", ["", "", ""]),
    ],
)
def test_every_kind_of_number_is_written_as_word_does(kind, pattern, shown):
    body = [paragraph("x", place="1.0")] * 3
    source = read(*body, numbering=numbered((kind, pattern)))
    assert texts(source) == [f"{label} x".strip() for label in shown]


def test_letters_behind_z_are_doubled():
    body = [paragraph("x", place="1.0")] * 28
    source = read(*body, numbering=numbered(("lowerLetter", "%1")))
    assert texts(source)[-3:] == ["z x", "aa x", "bb x"]


def test_a_number_of_a_heading_comes_from_its_style():
    styles = """<w:style w:type="paragraph" w:styleId="N1"><w:name w:val="heading 1"/>
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="N2"><w:name w:val="heading 2"/>
      <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"""
    numbering = numbered(("decimal", "%1."), ("decimal", "%1.%2"))
    source = read(
        paragraph("Cíl", style="N1"),
        paragraph("Opatření", style="N2"),
        paragraph("Bez čísla", style="N2", place="0.0"),
        paragraph("Další", style="N2"),
        styles=styles,
        numbering=numbering,
    )
    assert [(line.text, line.heading, line.bullet) for line in source.lines] == [
        ("1. Cíl", 1, 0),
        ("1.1 Opatření", 2, 0),
        ("Bez čísla", 2, 0),
        ("1.2 Další", 2, 0),
    ]


def test_a_style_bound_to_a_level_of_a_list_stands_on_it():
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/>'
        '<w:pStyle w:val="N2"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = """<w:style w:type="paragraph" w:styleId="N2"><w:name w:val="heading 2"/>
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"""
    source = read(paragraph("x", style="N2"), styles=styles, numbering=numbering)
    assert texts(source) == ["1.1 x"]


def test_a_list_that_says_where_it_starts_begins_there_and_others_of_its_kind_count_on():
    more = (
        '</w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3">'
        '<w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride>"
    )
    body = [paragraph("x", place=f"{number}.0") for number in (1, 2, 3, 3)]
    source = read(*body, numbering=numbered(("decimal", "%1."), more=more))
    assert texts(source) == ["1. x", "2. x", "5. x", "6. x"]


def test_roman_levels_above_are_shown_as_numbers_where_the_level_asks_for_it():
    numbering = NUMBERS.replace('"upperLetter"', '"upperRoman"').replace(
        '<w:lvl w:ilvl="1"><w:start w:val="1"/>', '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:isLgl/>'
    )
    body = [paragraph("x", place=place) for place in ("1.0", "1.0", "1.1")]
    assert texts(read(*body, numbering=numbering)) == ["I x", "II x", "21 x"]


def test_an_empty_numbered_paragraph_counts_and_is_not_read():
    body = [paragraph("x", place="1.0"), paragraph(place="1.0"), paragraph("y", place="1.0")]
    assert texts(read(*body, numbering=numbered(("decimal", "%1.")))) == ["1. x", "3. y"]


def test_changes_are_taken_as_accepted_and_what_they_strike_out_is_named():
    made = paragraph(
        runs=run("Péče ")
        + '<w:del w:id="1"><w:r><w:delText>staré</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2">{run("nové")}</w:ins>'
        + f'<w:moveFrom w:id="3">{run("odsud")}</w:moveFrom>'
    )
    source = read(made)
    assert texts(source) == ["Péče nové"]
    assert left_out(source) == [("deleted", "staréodsud")]


def test_a_paragraph_whose_end_is_struck_out_goes_on_in_the_next():
    first = paragraph("Rozvíjet ", more='<w:rPr><w:del w:id="1"/></w:rPr>')
    assert texts(read(first, paragraph("síť"), "Konec")) == ["Rozvíjet síť", "Konec"]


def test_a_paragraph_that_is_struck_out_leaves_no_trace_but_its_name():
    gone = paragraph(
        more='<w:rPr><w:del w:id="1"/></w:rPr>',
        runs='<w:del w:id="2"><w:r><w:delText>Zrušit</w:delText></w:r></w:del>',
    )
    source = read("A", gone, paragraph("Cíl", style="Nadpis1"))
    assert [(line.text, line.heading) for line in source.lines] == [("A", 0), ("Cíl", 1)]
    assert left_out(source) == [("deleted", "Zrušit")]


@pytest.mark.parametrize("about", ["<w:vanish/>", '<w:rStyle w:val="Skryt"/>'])
def test_hidden_text_is_left_out_and_named(about):
    source = read(paragraph("vidět", runs=run(" tajné", about)))
    assert (texts(source), left_out(source)) == (["vidět"], [("hidden", "tajné")])


def test_text_of_a_hidden_style_that_is_shown_again_is_read():
    shown = run(" vidět", '<w:rStyle w:val="Skryt"/><w:vanish w:val="0"/>')
    assert texts(read(paragraph("a", runs=shown))) == ["a vidět"]


def test_notes_heads_feet_and_contents_are_left_out_and_named():
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    source = read(
        paragraph("Úvod 3", style="Obsah1"),
        paragraph("Péče", runs=note),
        footnotes='<w:footnote w:id="2">' + paragraph("Zdroj: ČSÚ") + "</w:footnote>",
        header1=paragraph("Strategie 2050"),
        footer1=paragraph("Strategie 2050"),
    )
    assert texts(source) == ["Péče"]
    assert left_out(source) == [
        ("contents", "Úvod 3"),
        ("footnote", "Zdroj: ČSÚ"),
        ("running", "Strategie 2050"),
    ]


def test_contents_that_word_makes_are_left_out_whatever_their_style():
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{paragraph('Obsah')}{paragraph('Péče 4')}</w:sdtContent></w:sdt>"
    )
    source = read(contents, "Péče")
    assert texts(source) == ["Péče"]
    assert left_out(source) == [("contents", "Obsah"), ("contents", "Péče 4")]


def test_the_instructions_of_a_field_are_not_read_and_its_result_is():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    assert texts(read(paragraph("viz ", runs=field + run("A1")))) == ["viz A1"]


def test_text_in_a_box_stands_behind_its_paragraph_and_only_once():
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing><w:txbxContent>{paragraph('v rámečku')}</w:txbxContent></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{paragraph('v rámečku')}</w:txbxContent>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(paragraph("vedle", runs=box), "dál")) == ["vedle", "v rámečku", "dál"]


def test_links_are_read_as_their_text():
    link = f'<w:hyperlink w:anchor="x">{run("Odbor")}</w:hyperlink>'
    assert texts(read(paragraph("Gesce: ", runs=link))) == ["Gesce: Odbor"]


def test_a_line_break_parts_lines_but_not_in_a_heading():
    broken = run("Gesce: OSP") + "<w:r><w:br/></w:r>" + run("Termín: 2020")
    page = '<w:r><w:br w:type="page"/></w:r>'
    source = read(
        paragraph(runs=broken),
        paragraph("Cíl", style="Nadpis1", runs="<w:r><w:br/></w:r>" + run("města") + page),
    )
    assert texts(source) == ["Gesce: OSP", "Termín: 2020", "Cíl města"]


def test_kinds_of_space_and_hyphens_of_typography_are_not_kept():
    signs = (
        "<w:r><w:softHyphen/><w:t>ní</w:t><w:noBreakHyphen/><w:t>x</w:t><w:tab/><w:t>y</w:t></w:r>"
    )
    assert texts(read(paragraph("v\u00a0Brně sociál", runs=signs))) == ["v Brně sociální-x y"]


def test_a_paragraph_that_is_all_bold_is_known():
    source = read(
        paragraph(runs=run("Opatření", "<w:b/>")),
        paragraph(runs=run("Gesce: ", "<w:b/>") + run("OSP")),
        paragraph("Nadpis", style="Cil"),
        paragraph(runs=run("ne", '<w:b w:val="false"/>')),
    )
    assert [line.bold for line in source.lines] == [True, False, True, False]


def test_a_table_stands_among_the_lines_and_its_rows_are_counted():
    source = read("Před", table(["Kód", "Název"], ["A1", "Péče"]), "Po")
    before, made, after = source.blocks
    assert (before.number, made.number, made.row_numbers, after.number) == (1, 2, [2, 3], 4)
    assert made.rows == [["Kód", "Název"], ["A1", "Péče"]]


def test_a_merged_cell_says_the_same_in_all_that_it_covers():
    source = read(
        table(
            [
                cell("Cíl A", '<w:vMerge w:val="restart"/>'),
                cell("přes dva", '<w:gridSpan w:val="2"/>'),
            ],
            [cell("", "<w:vMerge/>"), "x", "y"],
        )
    )
    assert only_table(source) == [["Cíl A", "přes dva", "přes dva"], ["Cíl A", "x", "y"]]


def test_paragraphs_and_lists_in_a_cell_are_lines_of_it():
    inner = (
        paragraph("Aktivity") + paragraph("první", place="1.0") + paragraph("druhá", place="1.0")
    )
    source = read(table(["A1", cell(inner)]), numbering=numbered(("lowerLetter", "%1)")))
    assert only_table(source) == [["A1", "Aktivity\na) první\nb) druhá"]]


def test_a_table_in_a_cell_is_read_as_its_lines():
    assert only_table(read(table(["A1", cell(table(["x", "y"]) + paragraph())]))) == [
        ["A1", "x\ny"]
    ]


def test_a_table_of_one_column_is_a_frame_around_lines():
    source = read(table([cell(paragraph("Cíl", style="Nadpis1"))], ["text"]))
    assert [(line.text, line.heading) for line in source.lines] == [("Cíl", 1), ("text", 0)]


def test_numbers_go_on_from_table_to_table_and_are_counted_once():
    body = [
        table(["a", cell(paragraph("x", place="1.0"))]),
        table([cell(paragraph("y", place="1.0"))]),
    ]
    source = read(*body, numbering=numbered(("decimal", "%1.")))
    assert (only_table(source), texts(source)) == ([["a", "1. x"]], ["2. y"])


def test_rows_that_a_tracked_change_took_away_are_not_read():
    rows = table(["a", "b"], ["c", "d"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert only_table(read(rows)) == [["c", "d"]]


def test_a_row_repeated_on_every_page_and_a_bold_one_are_known():
    rows = table(["a", "b"], ["c", "d"], [cell(paragraph(runs=run("e", "<w:b/>"))), ""], ["f", "g"])
    head = rows.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    (made,) = read(head).tables
    assert made.bold == [True, False, True, False]


def test_a_document_in_the_strict_form_is_read_as_any_other():
    strict = document(paragraph("Cíl", style="Nadpis1"))
    plain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def change(part):
        return part.replace(plain.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")

    data = repacked(strict, {"word/document.xml": change, "word/styles.xml": change})
    (line,) = read_source("plan.docx", data).lines
    assert (line.text, line.heading) == ("Cíl", 1)


def test_tables_nested_without_end_are_read_to_a_depth_and_no_further():
    inner = paragraph("x")
    for _ in range(60):
        inner = table([cell(inner), "y"])
    assert len(read(inner).tables) == 1
