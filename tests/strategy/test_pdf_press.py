"""What the press makes: an archivable, accessible, well set book; and that it opens nothing."""

import io
import socketserver
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import page
import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from strategy import tree
from strategy.models import Edition, Item, Plan, Tier
from strategy.pdf import document, press, rendering
from tests import factories

# The document of the module is made from a database, which pytest-django makes for those marked.
pytestmark = pytest.mark.django_db

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


# What a hostile document might ask for, were its text ever taken for markup.

ASKING = [
    '<img src="{0}">',
    '<link rel="stylesheet" href="{0}">',
    "<style>@import url({0});</style>",
    '<style>@import "{0}";</style>',
    "<style>@font-face {{ font-family: x; src: url({0}) }} p {{ font-family: x }}</style><p>x",
    '<p style="background: url({0})">x',
    '<ul style="list-style-image: url({0})"><li>x',
    '<p style="content: url({0})">x',
    '<link rel="attachment" href="{0}">',
    '<a rel="attachment" href="{0}">x</a>',
    '<object data="{0}"></object>',
    '<embed src="{0}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}"/></svg>',
    '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg">'
    '<image width="9" height="9" href="{0}"/></svg>\'>',
    '<base href="{0}"><img src="x.png">',
]


class Opened(set):
    """Files opened and connections made, as the interpreter itself reports them."""

    listening = False

    def hear(self, event, given):
        if self.listening and event == "open":
            self.add(str(given[0]))
        if self.listening and event == "socket.connect":
            self.add(f"{given[1]}")


opened = Opened()
sys.addaudithook(opened.hear)


@pytest.fixture
def watched():
    opened.clear()
    opened.listening = True
    yield opened
    opened.listening = False


@pytest.fixture(scope="module")
def port():
    """A loopback server that answers everything with a redirect and counts who came."""

    class Redirect(socketserver.StreamRequestHandler):
        def handle(self):
            server.hits += 1
            self.rfile.readline()
            self.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Redirect) as server:
        server.hits, server.daemon_threads = 0, True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def addresses(tmp_path, port):
    canary = tmp_path / "canary.css"
    canary.write_text("p::before { content: 'KANÁREK' }")
    number = port.server_address[1]
    return {
        "file": canary.as_uri(),
        "path": str(canary),
        "http": f"http://127.0.0.1:{number}/x.css",
        "ftp": f"ftp://127.0.0.1:{number}/x.css",
        "relative": "../canary.css",
        "own": "brnoplan:../../../etc/passwd",
    }


def hostile(asking, address):
    return f'<html lang="cs"><title>x</title><body>{asking.format(address)}<p>text'


@pytest.mark.parametrize("asking", ASKING)
@pytest.mark.parametrize("kind", ["file", "path", "http", "ftp", "relative", "own"])
def test_the_press_opens_nothing_that_a_document_asks_for(
    kind, asking, addresses, port, watched, tmp_path
):
    before = port.hits
    pdf = b""
    # Most are refused outright; what is no request at all to WeasyPrint leaves an honest page.
    with suppress(FatalURLFetchingError):
        pdf = press.press(hostile(asking, addresses[kind]))
    watched.listening = False
    assert port.hits == before
    assert [path for path in watched if "canary" in path or "127.0.0.1" in path] == []
    assert [path for path in watched if "passwd" in path] == []
    assert b"KAN" not in pdf


@pytest.mark.parametrize(
    ("kind", "asking"), [("file", 1), ("file", 8), ("http", 0), ("http", 1), ("ftp", 0)]
)
def test_with_the_usual_fetcher_the_same_watch_sees_it_opened(
    kind, asking, addresses, port, watched
):
    """The control of the test above: there is something to be seen."""
    markup = hostile(ASKING[asking], addresses[kind])
    HTML(string=markup, url_fetcher=URLFetcher(timeout=1)).write_pdf()
    watched.listening = False
    assert [path for path in watched if "canary" in path or "127.0.0.1" in path] != []


def test_what_is_refused_ends_the_rendering_with_its_address(addresses):
    with pytest.raises(rendering.RenderingFailed, match="canary"):
        rendering.render(hostile(ASKING[0], addresses["file"]))


def test_a_document_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS", 0.2)
    with pytest.raises(rendering.RenderingFailed, match=r"0\.2 seconds"):
        rendering.render("<p>x")


def test_a_child_that_hangs_is_not_waited_for(monkeypatch, tmp_path):
    hanging = tmp_path / "hanging"
    hanging.write_text("#!/bin/sh\nexec sleep 30")
    hanging.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(hanging))
    monkeypatch.setattr(rendering, "SECONDS", 0.2)
    began = time.monotonic()
    with pytest.raises(rendering.RenderingFailed):
        rendering.render("")
    assert time.monotonic() - began < 20


def test_a_document_that_takes_too_much_memory_is_ended(monkeypatch):
    monkeypatch.setattr(rendering, "MEMORY_BYTES", 60 * 1024**2)
    with pytest.raises(rendering.RenderingFailed):
        rendering.render("<p>x")


def test_the_child_has_the_lowest_priority_and_none_of_our_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "tajemství")
    spy = tmp_path / "spy"
    spy.write_text(
        f"#!{sys.executable}\nimport os\nprint('%PDF-', os.nice(0), *sorted(os.environ))"
    )
    spy.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(spy))
    said = rendering.render("").decode().split()
    assert said == ["%PDF-", "19", "FONTCONFIG_FILE", "HOME", "LANG", "PATH", "TMPDIR"]


def test_the_child_is_held_to_its_memory_and_its_time(monkeypatch, tmp_path):
    spy = tmp_path / "spy"
    spy.write_text(
        f"#!{sys.executable}\nimport sys, resource as r\nsys.stdin.read()\n"
        "print('%PDF-', *r.getrlimit(r.RLIMIT_AS), *r.getrlimit(r.RLIMIT_CPU))"
    )
    spy.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(spy))
    said = rendering.render("").decode().split()
    assert said == ["%PDF-", *[str(3 * 1024**3)] * 2, "600", "600"]


@pytest.mark.parametrize("deed", ["echo %PDF-1.7; exit 1", "echo 'nic takového'", "true"])
def test_what_is_no_whole_file_is_not_taken_for_one(deed, monkeypatch, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text(f"#!/bin/sh\ncat > /dev/null; {deed}")
    broken.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(broken))
    with pytest.raises(rendering.RenderingFailed):
        rendering.render("")


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text(
        "#!/bin/sh\necho \"OSError: cannot load library 'libpango-1.0-0': none\" >&2; exit 1"
    )
    broken.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(broken))
    with pytest.raises(rendering.LibraryMissing) as caught:
        rendering.render("")
    assert caught.value.library == "libpango-1.0-0"
    assert caught.value.command == (
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


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
