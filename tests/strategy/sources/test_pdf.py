import io
import signal
import subprocess

import pikepdf
import pytest
from PIL import Image

from strategy.importing.sources import read_source
from strategy.importing.sources.pdf import pages
from tests.strategy.sources.reading import left_out, refusal, texts
from tests.strategy.sources.sheets import sheet

LONG = (
    "Rozvíjet síť sociálních služeb pro jednotlivé cílové skupiny a zajistit její udržitelné "
    "financování z více zdrojů, jak je stanoví zákon."
)


def read(body: str, style: str = ""):
    return read_source("plan.pdf", sheet(body, style))


def test_rows_of_a_paragraph_are_one_line_with_its_page():
    source = read(f"<p>{LONG}</p><p>Druhý.</p><p class=page>Třetí.</p>")
    assert [(line.number, line.text, line.page) for line in source.lines] == [
        (1, LONG, 1),
        (2, "Druhý.", 1),
        (3, "Třetí.", 2),
    ]


def test_words_cut_at_the_end_of_a_row_are_made_whole():
    assert texts(read(f"<p>{LONG}</p>", "p { hyphens: auto; width: 90pt }")) == [LONG]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("sociál-<br>ních služeb", "sociálních služeb"),
        ("česko-<br>-německý", "česko-německý"),
        ("bude-<br>li třeba", "bude-li třeba"),
        ("Brno-<br>Bystrc", "Brno-Bystrc"),
    ],
)
def test_hyphens_at_the_end_of_a_row_are_told_apart(written, whole):
    filler = "Toto je text, který vyplní celou šířku řádku až po jeho konec "
    width = "p { width: 360pt; text-align: justify }"
    (line,) = read(f"<p style='text-align-last: justify'>{filler}{written}</p>", width).lines
    assert line.text == filler + whole


def test_larger_and_bold_type_are_headings_by_their_size():
    source = read(
        f"<h1>Strategie města</h1><h2>Cíl A</h2><p>{LONG}</p><h3>Opatření A1</h3><p>{LONG}</p>"
    )
    assert [(line.text, line.heading, line.bold) for line in source.lines] == [
        ("Strategie města", 1, True),
        ("Cíl A", 2, True),
        (LONG, 0, False),
        ("Opatření A1", 3, True),
        (LONG, 0, False),
    ]


def test_a_heading_of_two_rows_is_one():
    title = "Zvýšit dostupnost a kvalitu péče a služeb pro všechny obyvatele"
    source = read(f"<h1>{title}</h1><p>{LONG}</p>")
    assert texts(source) == [title, LONG]


def test_bold_lines_that_end_with_a_colon_are_no_headings():
    source = read(f"<p>{LONG}</p><p><b>Aktivity:</b></p><p>Péče</p>")
    assert [(line.text, line.heading, line.bold) for line in source.lines][1:] == [
        ("Aktivity:", 0, True),
        ("Péče", 0, False),
    ]


def test_bullets_and_numbers_stay_with_their_text_and_have_their_depth():
    body = (
        f"<ul><li>{LONG}<li>druhá<ul><li>vnořená</ul></ul><p>Text</p>"
        "<ol type=a style='list-style-type: \"a) \"'><li>první</ol><p>A1.1&emsp;&emsp;Péče</p>"
    )
    assert [(line.text, line.bullet) for line in read(body).lines] == [
        (f"• {LONG}", 1),
        ("• druhá", 1),
        ("◦ vnořená", 2),
        ("Text", 0),
        ("a) první", 1),
        ("A1.1 Péče", 0),
    ]


def test_short_lines_below_one_another_stay_apart():
    body = f"<p>{LONG}</p><p>Gesce: OSP<br>Termín: 12/2020<br>Indikátor: počet míst</p>"
    assert texts(read(body))[1:] == ["Gesce: OSP", "Termín: 12/2020", "Indikátor: počet míst"]


PAGES = "".join(f"<h2 class=page>Cíl {n}</h2><p>{LONG}</p>" for n in "ABCDE")


def test_running_heads_and_feet_and_numbers_of_pages_are_left_out_and_named():
    style = """@page { @top-left { content: "Strategie 2050"; font-size: 8pt }
      @bottom-center { content: counter(page) } }"""
    source = read(PAGES, style)
    assert texts(source) == [text for n in "ABCDE" for text in (f"Cíl {n}", LONG)]
    assert left_out(source) == [
        pair
        for n in range(1, 6)
        for pair in (("running", "Strategie 2050"), ("page_number", str(n)))
    ]
    assert {piece.page for piece in source.left_out} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("said", ["Strana 1 z 3", "– 2 –", "2/3", "iv"])
def test_numbers_of_pages_are_known_in_many_forms(said):
    style = f'@page {{ @bottom-right {{ content: "{said}" }} }}'
    source = read(f"<p>{LONG}</p>", style)
    assert (texts(source), left_out(source)) == ([LONG], [("page_number", said)])


def test_a_running_foot_with_the_number_of_the_page_is_known():
    style = '@page { @bottom-left { content: "Akční plán · strana " counter(page) " z 5" } }'
    source = read(PAGES, style)
    assert texts(source) == [text for n in "ABCDE" for text in (f"Cíl {n}", LONG)]
    assert [piece.why.value for piece in source.left_out] == ["running"] * 5


def test_a_small_running_head_that_names_the_chapter_is_known_by_its_place():
    style = """h2 { string-set: head content() }
      @page { @top-left { content: string(head); font-size: 8pt } }"""
    source = read(PAGES, style)
    assert texts(source) == [text for n in "ABCDE" for text in (f"Cíl {n}", LONG)]
    assert left_out(source) == [("running", f"Cíl {n}") for n in "ABCDE"]


def test_a_running_head_that_changes_is_known_by_the_number_of_its_page():
    style = """h2 { string-set: head content() }
      @page { @top-left { content: string(head) "  " counter(page); font-size: 10pt } }"""
    source = read(PAGES, style)
    assert texts(source) == [text for n in "ABCDE" for text in (f"Cíl {n}", LONG)]
    assert left_out(source) == [("running", f"Cíl {n} {at}") for at, n in enumerate("ABCDE", 1)]


def test_measures_with_a_number_at_the_top_of_every_page_stay_in_plain_type_too():
    cards = "".join(f"<p class=page>Opatření {n}</p><p>{n}: {LONG}</p>" for n in range(1, 6))
    source = read(cards, "@page { margin-top: 20pt } p { margin-bottom: 20pt }")
    assert texts(source) == [
        text for n in range(1, 6) for text in (f"Opatření {n}", f"{n}: {LONG}")
    ]


def test_numbered_headings_at_the_top_of_every_page_stay():
    cards = "".join(f"<h2 class=page>Karta {n}</h2><p>{LONG}</p>" for n in range(1, 6))
    source = read(cards, "@page { margin-top: 20pt }")
    assert texts(source) == [text for n in range(1, 6) for text in (f"Karta {n}", LONG)]


def test_the_same_text_close_above_the_rest_of_the_page_stays():
    body = "".join(f"<p class=page>Gesce: OSP<br>{n}: {LONG}</p>" for n in "ABC")
    found = texts(read(body, "@page { margin-top: 20pt }"))
    assert found == [text for n in "ABC" for text in ("Gesce: OSP", f"{n}: {LONG}")]


def test_contents_are_left_out_with_dots_and_without():
    body = (
        "<h1>Obsah</h1><p>Cíl A 2</p><p>Opatření, které má velmi dlouhý název a proto se na "
        f"jeden řádek nevejde 3</p><h2 class=page>Cíl A</h2><p>{LONG}</p>"
        "<p>Úvod ................ 3</p>"
    )
    source = read(body)
    assert texts(source) == ["Cíl A", LONG]
    assert {why for why, _text in left_out(source)} == {"contents"}
    assert left_out(source)[0][1] == "Obsah"


def test_a_chapter_on_the_contents_of_something_stays():
    assert texts(read(f"<h1>Obsah</h1><p>{LONG}</p>")) == ["Obsah", LONG]


def test_notes_below_the_line_and_their_marks_are_left_out():
    style = """.note { float: footnote; font-size: 7pt; line-height: 9pt }
      ::footnote-call { font-size: 6pt; vertical-align: super; line-height: 0 }
      @page { @footnote { padding-top: 4pt } }"""
    body = f"<p>Péče<span class=note>Zdroj: ČSÚ 2020.</span> o lidi.</p><p>{LONG}</p>"
    source = read(body, style)
    assert texts(source) == ["Péče o lidi.", LONG]
    assert left_out(source) == [("footnote", "1. Zdroj: ČSÚ 2020.")]


def test_a_raised_figure_of_a_unit_is_no_mark_of_a_note():
    style = "sup { font-size: 6pt; line-height: 0 }"
    assert texts(read("<p>1500 m<sup>2</sup> a péče<sup>3</sup></p>", style)) == ["1500 m2 a péče"]


def test_text_set_across_the_page_is_left_out_and_named():
    style = """.mark { position: fixed; top: 200pt; transform: rotate(-45deg); font-size: 40pt }"""
    source = read(f"<div class=mark>NÁVRH</div><p>{LONG}</p>", style)
    assert texts(source) == [LONG]
    assert left_out(source) == [("turned", "NÁVRH")]


def test_columns_of_text_are_read_one_after_the_other():
    words = "Slova, která vyplní řádek od kraje ke kraji sloupce, jak to tisk dělá. "
    columns = f"<p>První. {words * 3}</p><p>Druhý. {words * 3}</p>"
    body = f"<h1>Nadpis přes oba</h1><div style='columns: 2; column-gap: 30pt'>{columns}</div>"
    source = read(body)
    assert texts(source) == [
        "Nadpis přes oba",
        f"První. {words * 3}".strip(),
        f"Druhý. {words * 3}".strip(),
    ]


def test_a_page_laid_on_its_side_is_read_as_it_is_seen():
    with pikepdf.open(io.BytesIO(sheet(f"<h1>Cíl A</h1><p>{LONG}</p>"))) as pdf:
        # Turned in the content and turned back by the page, as printers of wide tables do.
        page = pdf.pages[0]
        page.contents_coalesce()
        turned = b"q 0 1 -1 0 595 0 cm " + page.Contents.read_bytes() + b" Q"
        page.Contents = pdf.make_stream(turned)
        page.MediaBox = [0, 0, 595, 420]
        page.Rotate = 90
        content = io.BytesIO()
        pdf.save(content)
    source = read_source("plan.pdf", content.getvalue())
    assert [(line.text, line.heading) for line in source.lines] == [("Cíl A", 1), (LONG, 0)]


def test_pictures_of_pages_without_text_are_refused():
    content = io.BytesIO()
    Image.new("L", (60, 80), 255).save(content, "pdf")
    scanned = refusal("plan.pdf", content.getvalue())
    assert "OCR" in scanned


def test_a_page_with_a_picture_alone_is_named():
    scanned, content = io.BytesIO(), io.BytesIO()
    Image.new("L", (60, 80), 255).save(scanned, "pdf")
    with pikepdf.open(io.BytesIO(sheet("<p>Péče</p>"))) as pdf, pikepdf.open(scanned) as other:
        pdf.pages.extend(other.pages)
        pdf.save(content)
    source = read_source("plan.pdf", content.getvalue())
    assert [(piece.page, piece.why.value) for piece in source.left_out] == [(2, "picture")]


def encrypted(user: str) -> bytes:
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet("<p>Péče</p>"))) as pdf:
        pdf.save(content, encryption=pikepdf.Encryption(owner="x", user=user))
    return content.getvalue()


def test_a_pdf_with_a_password_is_refused_and_one_only_locked_against_changes_is_read():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert refusal("plan.pdf", encrypted("tajné")) == refusal("plan.docx", locked)
    assert texts(read_source("plan.pdf", encrypted(""))) == ["Péče"]


def test_a_pdf_that_is_broken_is_refused():
    assert refusal("plan.pdf", b"%PDF-1.7\n" + b"x" * 500) == refusal("plan.docx", b"PK\x03\x04 x")


def test_a_pdf_that_makes_its_reader_fall_over_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "SCRIPT", "no-such-file")
    assert refusal("plan.pdf", sheet("<p>x</p>")) == refusal("plan.docx", b"PK\x03\x04 x")


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch):
    def expire(*_said, **_named):
        raise subprocess.TimeoutExpired("reader", 1)

    monkeypatch.setattr(pages.subprocess, "run", expire)
    waited = refusal("plan.pdf", b"%PDF-1.7")
    assert waited != refusal("plan.docx", b"PK\x03\x04 x")
    killed = subprocess.CompletedProcess([], -signal.SIGXCPU, b"", b"")
    monkeypatch.setattr(pages.subprocess, "run", lambda *_said, **_named: killed)
    assert refusal("plan.pdf", b"%PDF-1.7") == waited


def test_a_pdf_whose_signs_are_no_letters_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "MOST_UNKNOWN", -1)
    assert refusal("plan.pdf", sheet("<p>x</p>")) != refusal("plan.docx", b"PK\x03\x04 x")


def test_a_ruled_table_stands_among_the_lines():
    source = read(
        f"<p>{LONG}</p><table class=ruled><tr><th>Kód<th>Název<th>Gesce"
        f"<tr><td>A1<td>{LONG}<td>OSP<tr><td>A2<td>Péče<td></table><p>Po tabulce.</p>"
    )
    _before, table, after = source.blocks
    assert table.rows == [["Kód", "Název", "Gesce"], ["A1", LONG, "OSP"], ["A2", "Péče", ""]]
    assert (table.number, table.page, table.row_numbers) == (2, 1, [2, 3, 4])
    assert (table.bold, after.number) == ([True, False, False], 5)
