"""Pictures that go with a link to a plan or an item where people share it, 1200 × 630 points.

Drawn here and now with Pillow, which WeasyPrint brings along: it takes a tenth of a second,
where typesetting a page and turning it into a picture takes seconds and a slot of the machine. So
no picture has to wait, and each is kept by the page store until its plan changes.
"""

import io
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import font_source_sans_pro
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from strategy import reading
from strategy.pages import storable
from strategy.typography import czech

FONTS = Path(font_source_sans_pro.font_directory)
SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 80
# The colours of the light pages.
GROUND, INK, MUTED, ACCENT = "#ffffff", "#1c2230", "#555e70", "#b5122a"
# Sizes of type to try for the wording, each with the number of lines that it has room for.
SIZES = ((56, 4), (48, 5), (40, 6))
LINE = 1.22
TOP = 190
COLOURS = 64


@require_safe
def of_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a plan as it is read now. One query."""
    read = reading.read(slug)
    return _answer(
        draw("", read.edition.title, str(read.edition.get_state_display())), read.plan.pk
    )


@require_safe
def of_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """The picture of an item where it is read now. Two queries."""
    item, _is_current = reading.placed(key)
    return _answer(draw(item.code, item.text, item.edition.title), item.edition.plan_id)


def draw(code: str, text: str, below: str) -> bytes:
    """A picture with a code, if any, a wording cut to what fits, and a line below it."""
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 14), fill=ACCENT)
    pen.text((MARGIN, 64), settings.SITE_NAME, font=font("Bold", 34), fill=ACCENT)
    city = settings.CITY_NAME
    pen.text((WIDTH - MARGIN, 64), city, font=font("Regular", 30), fill=MUTED, anchor="ra")
    top = TOP
    if code:
        pen.text((MARGIN, 136), code, font=font("Bold", 56), fill=ACCENT)
        top += 30
    lines, size = fitted(czech(text))
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * LINE), line, font=font("Semibold", size), fill=INK)
    pen.text((MARGIN, HEIGHT - 90), shortened(czech(below), font("Regular", 30)),
             font=font("Regular", 30), fill=MUTED)  # fmt: skip
    written = io.BytesIO()
    picture.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


def fitted(text: str) -> tuple[list[str], int]:
    """The lines of a text in the largest type in which it fits; else cut in the smallest."""
    for size, most in SIZES:
        lines = broken(text, font("Semibold", size))
        if len(lines) <= most:
            return lines, size
    kept = lines[:most]
    return [*kept[:-1], shortened(f"{kept[-1]} …", font("Semibold", size))], size


def broken(text: str, type_face: ImageFont.FreeTypeFont) -> list[str]:
    """The text in lines that fit between the margins; too long a word is cut."""
    lines = [""]
    # No-break spaces stay: only these are where a line may end.
    for word in text.replace("\n", " ").split(" "):
        joined = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and _is_too_wide(joined, type_face):
            lines.append(shortened(word, type_face))
        else:
            lines[-1] = shortened(joined, type_face)
    return lines


def shortened(text: str, type_face: ImageFont.FreeTypeFont) -> str:
    """The text, cut where it does not fit on one line."""
    if not _is_too_wide(text, type_face):
        return text
    text = text.removesuffix(" …")
    while text and _is_too_wide(f"{text} …", type_face):
        text = text[:-1]
    return f"{text.rstrip()} …"


def _is_too_wide(text: str, type_face: ImageFont.FreeTypeFont) -> bool:
    return type_face.getlength(text) > WIDTH - 2 * MARGIN


@lru_cache(maxsize=16)
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """The product's own type. Without the shaping library, so that every machine draws the same."""
    path = FONTS / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _answer(picture: bytes, plan_id: int) -> HttpResponse:
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return storable(response, plan_id)
