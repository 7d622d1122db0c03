"""The code on the cover: what it says, that a scanner can read it, and that it is described."""

import io
import shutil
import subprocess

import page
import pikepdf
import pytest
import segno
from PIL import Image

from strategy.models import Edition
from strategy.pdf import code, document, rendering
from tests import factories

ADDRESS = "https://plany.example/overeni/"
# Of the cover's grid, in millimetres: the text's right edge, and the code without its margin.
RIGHT, SIDE = 182, 28
DOTS = 300 / 25.4


@pytest.fixture
def at_home(settings):
    settings.SITE_URL = "https://plany.example"


@pytest.fixture
def pdf(at_home, plan):
    edition = factories.publish(plan, Edition.State.APPROVED)
    return rendering.render(document.html(edition))


def modules(made):
    """The dark modules that the path draws, as (row, column)."""
    dark = set()
    for bar in made.path.removesuffix("z").split("z"):
        place, width = bar.removeprefix("M").split("h")[:2]
        left, top = map(int, place.split())
        length = int(width.removesuffix("v1"))
        dark |= {(top, column) for column in range(left, left + length)}
    return dark


def expected():
    matrix = segno.make(ADDRESS, error="m", micro=False).matrix
    return {
        (row + 4, column + 4)
        for row, line in enumerate(matrix)
        for column, is_dark in enumerate(line)
        if is_dark
    }, len(matrix) + 8


def test_the_code_leads_to_the_page_of_verification(at_home):
    made = code.of_verification()
    assert (made.address, modules(made), made.size) == (ADDRESS, *expected())


def test_the_code_may_be_soiled_a_little(at_home):
    assert segno.make(ADDRESS, error="m", micro=False).error in {"M", "Q", "H"}


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs pdftoppm")
def test_on_paper_every_module_is_where_it_belongs_with_white_around(pdf, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "300", "-f", "1", "-l", "1", "-gray", "plan.pdf", "cover"],
        cwd=tmp_path,
        check=True,
    )
    (image,) = tmp_path.glob("cover*.pgm")
    cover = Image.open(image).convert("L")
    dark, size = expected()
    module = SIDE / size
    # Found by its dark pixels, the rule above it left out.
    left, top, right, bottom = darkest(cover)
    assert right == pytest.approx(RIGHT, abs=0.2)
    assert [right - left, bottom - top] == pytest.approx([SIDE - 8 * module] * 2, abs=0.2)
    read = {
        (row, column)
        for row in range(size)
        for column in range(size)
        if grey(cover, left + (column - 3.5) * module, top + (row - 3.5) * module) < 128
    }
    assert read == dark


def darkest(cover):
    """The frame of what is black on the right of the cover's foot, in millimetres."""
    x, y = 150, 230
    area = cover.crop([round(side * DOTS) for side in (x, y, 190, 290)])
    frame = area.point(lambda grey: 255 if grey < 64 else 0).getbbox()
    return [side / DOTS + start for side, start in zip(frame, (x, y, x, y), strict=True)]


def grey(cover, x, y):
    return cover.getpixel((round(x * DOTS), round(y * DOTS)))


def test_who_does_not_see_hears_what_it_is(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        figures = [node for node in nodes(file.Root.StructTreeRoot) if node.get("/S") == "/Figure"]
        assert [ADDRESS in str(figure.Alt) for figure in figures] == [True]
        links = [str(link.A.URI) for link in file.pages[0].Annots if "/URI" in link.A]
        assert links == [ADDRESS]


def nodes(node):
    """A node of the structure and all below it."""
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from nodes(kid)


@pytest.mark.parametrize("profile", ["PDF_A_2A", "PDF_UA_1"])
def test_the_file_with_the_code_is_archivable_and_accessible(profile, pdf):
    report = page.validate_pdf_bytes(pdf, profile=getattr(page.ValidationProfile, profile))
    assert list(report.failures) == []
    assert report.is_compliant


def test_a_draft_has_no_code(at_home, plan):
    assert "cover__code" not in document.html(Edition.objects.get(plan=plan))
    assert "cover__code" in document.html(factories.publish(plan))
