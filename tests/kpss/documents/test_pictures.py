"""Of a photograph the picture is kept, and nothing that tells where, when and by whom it is."""

import io
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kpss.documents import files, pictures
from kpss.documents.files import FileRefused
from tests.kpss.papers import PDF, upload

CANARY = "Kanarek"
PLACE, LATITUDE, MAKER = 0x8825, 2, 0x010F
NOISE = Image.effect_noise((40, 30), 90).convert("RGB")


def taken(turned: int = 1) -> Image.Exif:
    """What a camera says: who made it, where it was, and how it was held."""
    exif = Image.Exif()
    exif[MAKER] = CANARY
    exif[pictures.ORIENTATION] = turned
    exif.get_ifd(PLACE)[LATITUDE] = (49.0, 11.0, 42.0)
    return exif


def saved(kind: str, **given: Any) -> bytes:
    content = io.BytesIO()
    NOISE.save(content, kind, **given)
    return content.getvalue()


def jpeg(*, turned: int = 1, progressive: bool = False) -> bytes:
    said = {"exif": taken(turned), "comment": CANARY.encode(), "icc_profile": b"barvy" * 9}
    return saved("JPEG", progressive=progressive, **said) + CANARY.encode()


def png() -> bytes:
    words = PngInfo()
    words.add_text("Author", CANARY)
    words.add_itxt("XML:com.adobe.xmp", CANARY)
    return saved("PNG", pnginfo=words, exif=taken(), dpi=(72, 72)) + CANARY.encode()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("progressive", [False, True])
def test_of_a_jpeg_the_picture_its_colours_and_its_upside_stay(progressive: bool) -> None:
    sent = jpeg(turned=6, progressive=progressive)
    kept = pictures.bare(sent, "image/jpeg")
    assert (CANARY.encode() in sent, CANARY.encode() in kept) == (True, False)
    picture = opened(kept)
    assert (picture.tobytes(), picture.info["icc_profile"]) == (
        opened(sent).tobytes(),
        b"barvy" * 9,
    )
    assert dict(picture.getexif()) == {pictures.ORIENTATION: 6}


def test_a_jpeg_that_stands_upright_says_nothing_of_its_camera() -> None:
    assert b"Exif" not in pictures.bare(jpeg(), "image/jpeg")


def test_of_a_png_the_picture_and_its_size_stay() -> None:
    sent = png()
    kept = pictures.bare(sent, "image/png")
    assert (CANARY.encode() in sent, CANARY.encode() in kept) == (True, False)
    picture = opened(kept)
    assert picture.tobytes() == NOISE.tobytes()
    assert (set(picture.info), dict(picture.getexif())) == ({"dpi"}, {})


def test_what_is_kept_of_a_photograph_is_what_is_hashed_and_written(tmp_path, settings, db) -> None:
    settings.DATA_DIR = tmp_path
    checked = files.check(upload("foto.jpg", jpeg()))
    files.keep(checked)
    written = files.path_of(checked.sha256).read_bytes()
    assert written == pictures.bare(jpeg(), "image/jpeg")
    assert checked.file_size == len(written)


def test_other_files_stay_to_the_byte() -> None:
    assert pictures.bare(PDF, "application/pdf") is PDF


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\xff\xffxx",
        b"\xff\xd8\xff\xe5\x00\x00" * 3,
        b"\xff\xd8\xff\xda\x00\x02abc",
    ],
)
def test_a_jpeg_that_is_not_whole_is_refused_and_never_gone_round_in(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        pictures.bare(content, "image/jpeg")


def test_a_photograph_that_is_not_whole_is_refused_in_words() -> None:
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40
    with pytest.raises(FileRefused, match=r"\w"):
        files.check(upload("foto.jpg", head + b"\xff\xd9"))
