"""Files of any size, which are hashed as they come."""

import hashlib
import io
import tempfile
import tracemalloc

from django.test import RequestFactory

from strategy import verifying_views
from strategy.integrity import hashing

PAGE = "/overeni/"
BOUNDARY = "hranice"


class Pouring(io.RawIOBase):
    """The body of a form with a file of so many bytes, made as it is read."""

    def __init__(self, size):
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="soubor"; filename="velky.pdf"'
            "\r\nContent-Type: application/pdf\r\n\r\n%PDF-"
        ).encode()
        tail = (
            f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="otisk"\r\n\r\nabc'
            f"\r\n--{BOUNDARY}--\r\n"
        ).encode()
        self.parts = [head, size - 5, tail]
        self.length = len(head) + size - 5 + len(tail)
        self.given = 0

    def read(self, size=-1):
        while self.parts:
            first = self.parts[0]
            if not first:
                self.parts.pop(0)
                continue
            count = min(size, first if isinstance(first, int) else len(first))
            piece = b"x" * count if isinstance(first, int) else first[:count]
            self.parts[0] = first - count if isinstance(first, int) else first[count:]
            self.given += count
            return piece
        return b""


def poured(size):
    body = Pouring(size)
    request = RequestFactory().generic("POST", PAGE)
    request.META |= {
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(body.length),
    }
    request.content_type, request.content_params = "multipart/form-data", {"boundary": BOUNDARY}
    request._stream = body
    return body, verifying_views._asked(request)


def test_a_large_file_is_hashed_as_it_comes_and_never_stored(db, monkeypatch):
    def refuse(*given, **also_given):
        raise AssertionError("a file was opened")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("builtins.open", refuse)
    size = 90 * 1024**2
    tracemalloc.start()
    _body, answer = poured(size)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    digest = hashlib.sha256(b"%PDF-")
    for _megabyte in range(89):
        digest.update(b"x" * 1024**2)
    digest.update(b"x" * (1024**2 - 5))
    assert (answer.file.size, answer.sha256, answer.typed) == (size, digest.hexdigest(), "abc")
    assert answer.file.is_pdf
    assert peak < 4 * 1024**2


def test_too_large_a_file_is_refused_in_words_and_what_was_typed_is_kept(db):
    tracemalloc.start()
    body, answer = poured(hashing.MOST_BYTES + 1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (answer.complaint, answer.typed, answer.sha256) == ("large", "abc", "")
    # Read to its end, for else the browser would not listen to the answer.
    assert body.given == body.length
    assert peak < 4 * 1024**2


def test_a_file_without_end_is_not_read(db):
    body, answer = poured(hashing.MOST_READ + 1024**2)
    assert (answer.complaint, body.given) == ("large", 0)
