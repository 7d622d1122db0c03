"""What the press makes: an archivable, accessible, well set book."""

import io
from datetime import UTC, datetime

import page
import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import TextBox

from strategy import tree
from strategy.models import Edition, Item, Plan, Tier
from strategy.pdf import document, press, rendering
from tests import factories

# The document of the module is made from a database, which pytest-django makes for those marked.
# What it is made of, `test_pdf_document.py` tries on both.
pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

LONG = "Zajišťovat dostupnost, kvalitu a udržitelné financování sociálních služeb ve městě. "


def make_long_plan():
    """Three goals of four priorities, wordings of many lengths, and comments."""
    plan = factories.make_plan(title="Město v pohybu")
    draft = factories.draft_of(plan)
    tiers = list(Tier.objects.filter(plan=plan))
    value = factories.root_of(draft).get_children()[0]
    for letter in "BCD":
        goal = tree.create_item(value, tiers[1], code=letter, text=LONG)
        for number in range(1, 5):
            priority = tree.create_item(goal, tiers[2], code=f"{letter}{number}", text=LONG * 2)
            for last in range(1, 2 + number + ord(letter) % 3):
                code, text = f"{letter}{number}.{last}", LONG * (1 + (last * number) % 4)
                tree.create_item(priority, tiers[3], code=code, text=text)
    edition = factories.publish(plan, at=datetime(2018, 6, 20, 8, tzinfo=UTC))
    for code in ["A1", "B1.1"]:
        factories.make_comment(factories.item_of(edition, code), text=LONG * 3)
    return edition


@pytest.fixture(scope="module")
def html(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        made = document.html(make_long_plan())
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def pdf(html):
    return rendering.render(html)


@pytest.fixture(scope="module")
def file(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(html):
    """Text of each page as a list of pieces, margin boxes included."""
    return [list(texts_of(sheet._page_box)) for sheet in press.lay_out(html).pages]


def texts_of(box):
    """Pieces of text in a laid out box, those that stand out of the flow included."""
    box = getattr(box, "_box", box)
    if isinstance(box, TextBox):
        yield box.text
    for child in getattr(box, "children", []):
        yield from texts_of(child)


def right_ends(box):
    """Where the pieces of text in a laid out box end, in CSS pixels from the left."""
    if isinstance(box, TextBox):
        yield box.position_x + box.width
    for child in getattr(getattr(box, "_box", box), "children", []):
        yield from right_ends(child)


def elements(file):
    """(tag, page number) of each element of the structure, in reading order."""
    numbers = {sheet.objgen: number for number, sheet in enumerate(file.pages, start=1)}

    def walk(element):
        yield str(element.S)[1:], numbers.get(element.Pg.objgen) if "/Pg" in element else None
        kids = element.K if isinstance(element.get("/K"), pikepdf.Array) else []
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    return list(walk(file.Root.StructTreeRoot.K[0]))


@pytest.mark.parametrize("profile", ["PDF_A_2A", "PDF_UA_1"])
def test_the_file_is_archivable_and_accessible(profile, pdf):
    report = page.validate_pdf_bytes(pdf, profile=getattr(page.ValidationProfile, profile))
    assert list(report.failures) == []
    assert report.is_compliant


def test_the_validation_would_find_a_file_that_is_not(html):
    plain = HTML(string="<p>Nic</p>").write_pdf()
    for profile in (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1):
        assert not page.validate_pdf_bytes(plain, profile=profile).is_compliant


def test_the_file_says_its_title_language_and_both_standards(file):
    assert str(file.Root.Lang) == "cs"
    assert bool(file.Root.MarkInfo.Marked)
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
    assert str(file.docinfo.Title).startswith("Město v pohybu – ")
    with file.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["xmp:CreateDate"] == "2018-06-20T08:00:00Z"


def test_the_same_document_gives_the_same_bytes_twice(html, pdf):
    assert rendering.render(html) == pdf


def test_the_time_and_the_folders_of_the_machine_leave_no_trace(html, pdf, monkeypatch, tmp_path):
    monkeypatch.setattr("strategy.pdf.rendering.tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    assert rendering.render(html) == pdf


def test_bookmarks_follow_the_tree(file):
    with file.open_outline() as outline:
        [_contents, value, annex] = outline.root
        assert value.title == "Soudržné město"
        assert [goal.title[:2] for goal in value.children] == ["A ", "B ", "C ", "D "]
        assert [item.title[:3] for item in value.children[1].children] == [
            "B1 ",
            "B2 ",
            "B3 ",
            "B4 ",
        ]
        assert annex.children == []


def test_each_code_is_an_address_inside_the_file(file):
    names = [str(name) for name in file.Root.Names.Dests.Names][::2]
    assert {"A", "A1", "B", "D4", "pripominky"} <= set(names)


def test_contents_lead_to_the_page_they_say(file, pages):
    numbers = {sheet.objgen: number for number, sheet in enumerate(file.pages, start=1)}
    flat = list(file.Root.Names.Dests.Names)
    places = {
        str(name): numbers[place[0].objgen]
        for name, place in zip(flat[::2], flat[1::2], strict=True)
    }
    sheets = file.pages[1:3]
    links = [str(link.Dest) for sheet in sheets for link in sheet.get("/Annots", [])]
    once = list(dict.fromkeys(links))
    # Each entry ends with its page number.
    said = [int(piece) for texts in pages[1:3] for piece in texts if piece.strip().isdigit()]
    assert len(once) == 1 + 4 + 1 + 12 + 1
    assert [places[target] for target in once] == said


def test_each_page_but_the_cover_says_its_number_and_the_number_of_all(pages):
    total = str(len(pages))
    ends = [[piece for piece in texts if piece.endswith(f" {total}")] for texts in pages]
    assert ends[0] == []
    assert [last[-1].split()[-3] for last in ends[1:]] == [
        str(number) for number in range(2, len(pages) + 1)
    ]


def test_running_heads_name_the_goal_of_the_page(pages):
    letters = ("A ", "B ", "C ", "D ")
    goals = [next((text[0] for text in texts if text.startswith(letters)), "") for texts in pages]
    # Cover, two pages of contents, the value; then each page has a goal until the annex.
    assert goals[:4] == ["", "", "", ""]
    assert "".join(dict.fromkeys(goals[4:-1])) == "ABCD"
    assert goals[-1] == ""


def test_no_heading_stands_alone_and_a_priority_keeps_its_first_two_measures(file):
    found = [pair for pair in elements(file) if pair[0] in {"H3", "H4", "LI", "P"}]
    trios = list(zip(found, found[1:], found[2:], strict=False))
    headings = [trio for trio in trios if trio[0][0] in {"H3", "H4"}]
    assert len(headings) == 4 + 13 + 2
    assert [trio for trio in headings if trio[0][1] != trio[1][1]] == []
    priorities = [trio for trio in headings if trio[1][0] == trio[2][0] == "LI"]
    assert len(priorities) == 13
    assert [trio for trio in priorities if trio[0][1] != trio[2][1]] == []
    # The plan is long enough for a priority to run over to the next page.
    assert len({page for _tag, page in found}) > 7


def test_nothing_is_read_aloud_for_the_dots_of_the_contents(pages):
    assert [piece for piece in pages[1] if set(piece) & {".", "…"} and len(piece) < 3] == []


def test_long_words_are_hyphenated_the_czech_way():
    words = "nejneobhospodařovávatelnějšími " * 12
    [sheet] = press.lay_out(f'<html lang="cs"><title>x</title><p>{words}').pages
    ends = {text.split()[-1] for text in texts_of(sheet._page_box)}
    assert {end for end in ends if end.endswith("-")} <= {
        "nej-", "nejne-", "nejneob-", "nejneobhos-", "nejneobhospo-", "nejneobhospoda-",
        "nejneobhospodařo-", "nejneobhospodařová-", "nejneobhospodařováva-",
        "nejneobhospodařovávatel-", "nejneobhospodařovávatelněj-",
    }  # fmt: skip
    assert [end for end in ends if end.endswith("-")] != []


def test_the_style_sheet_is_understood_to_the_last_line(html, caplog):
    press.press(html)
    assert [record.getMessage() for record in caplog.records] == []


def test_what_the_font_lacks_is_told_by_its_number_and_the_file_stays_valid():
    text = press.printable("<p>漢字 🙂 c\u030c a\u2011b \x0c\u200b\ufe0f</p>\n")
    assert text == "<p>[znaky U+6F22 U+5B57] [znak U+1F642] č a-b </p>\n"
    pdf = press.press(f'<html lang="cs"><title>Písmo</title><h1>{text}</h1>')
    assert page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_A_2A).is_compliant


def test_a_draft_is_marked_and_dated_today(plan):
    edition = Edition.objects.select_related("plan").get(pk=factories.draft_of(plan).pk)
    assert "cover__state--draft" in document.html(edition)


def test_a_word_longer_than_its_line_stays_on_the_page(plan):
    endless = "x" * 3000
    draft = factories.draft_of(plan)
    for code in ("A", "A1", "A1.1"):
        item = factories.item_of(draft, code)
        Item.objects.filter(pk=item.pk).update(text=endless, description=endless)
    Plan.objects.filter(pk=plan.pk).update(summary=endless)
    pages = press.lay_out(document.html(factories.draft_of(plan))).pages
    ends = [end for sheet in pages for end in right_ends(sheet._page_box)]
    margin = 182 * 96 / 25.4
    assert 0.9 * margin < max(ends) <= margin + 1


# The last byte of a stream depends on all before it: in these documents it is CR, in the second
# that of the table at the end of the file.
@pytest.mark.parametrize("number", [2, 12])
def test_a_stream_that_ends_in_cr_is_not_read_as_shorter(number):
    title = f"<h1>Zkouška {number} {'x' * (number % 7)}</h1>"
    html = (
        '<!doctype html><html lang="cs"><head><title>T</title></head><body>'
        f'<section class="cover">{title}</section><p>Odstavec {number * 37}</p></body></html>'
    )
    pdf = press.press(html)
    assert b"\r\r\nendstream" in pdf
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_A_2A)
    assert list(report.failures) == []
