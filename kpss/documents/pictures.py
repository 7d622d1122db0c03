"""Pictures without what a camera or a programme wrote into them: where, when, by what, by whom.

What is seen stays to the byte: nothing is decoded, only what lies beside the picture is left out,
and whatever follows its end. What is kept is listed, so nothing unknown is published.
"""

import re
import struct
from collections.abc import Callable, Iterator

from PIL import Image

ORIENTATION = 0x0112
_UPRIGHT = 1
# Beginnings of the segments of applications that say how the picture is to be shown.
_SHOWN_BY = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_EXIF, _SCAN, _END, _FILL = 0xE1, 0xDA, 0xD9, 0xFF
_BESIDE = {*range(0xE0, 0xF0), 0xFE}
# Within a scan stand 00 and the marks of restarts after FF; any other mark ends it.
_NEXT = re.compile(rb"\xff(?![\x00\xd0-\xd7\xff])")
# Of PNG, beside those that no reader can do without: colours, size, movement.
_SHOWING = {
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"hIST"),
    *(b"acTL", b"fcTL", b"fdAT"),
}
_PNG_HEAD = 8


def bare(content: bytes, mime: str) -> bytes:
    """The picture alone; other files as they are. Raises ValueError where it is not whole."""
    of_kind = _KINDS.get(mime)
    try:
        return b"".join(of_kind(content)) if of_kind else content
    except (IndexError, struct.error):
        raise ValueError from None


def is_picture(mime: str) -> bool:
    return mime in _KINDS


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while (mark := _mark(content, at)) != _END:
        if mark == _FILL:
            at += 1
            continue
        [size] = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + size
        data = content[at + 4 : end]
        if mark == _SCAN:
            end = _end_of_scan(content, end)
        if mark == _EXIF:
            yield _turned(data)
        elif mark not in _BESIDE or data.startswith(_SHOWN_BY.get(mark, b"\x00none")):
            yield content[at:end]
        at = end
    yield b"\xff\xd9"


def _mark(content: bytes, at: int) -> int:
    if content[at] != 0xFF:
        raise ValueError
    return content[at + 1]


def _end_of_scan(content: bytes, start: int) -> int:
    found = _NEXT.search(content, start)
    if found is None:
        raise ValueError
    return found.start()


def _turned(data: bytes) -> bytes:
    """Of what a camera said only which way is up, where the picture lies otherwise."""
    exif = Image.Exif()
    try:
        exif.load(data)
        turned = exif.get(ORIENTATION, _UPRIGHT)
    except Exception:  # noqa: BLE001  (whatever is wrong in it, it is left out)
        return b""
    if turned not in range(2, 9):
        return b""
    only = Image.Exif()
    only[ORIENTATION] = turned
    said = only.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:_PNG_HEAD]
    at, kind = _PNG_HEAD, b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", content, at)
        end = at + size + 12
        if end > len(content):
            raise ValueError
        # A capital letter begins the name of what no reader can do without.
        if kind[:1].isupper() or kind in _SHOWING:
            yield content[at:end]
        at = end


_KINDS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"image/jpeg": _jpeg, "image/png": _png}
