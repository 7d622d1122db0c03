"""Files that are hashed while they come in, and never written anywhere."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser

MOST_BYTES = 100 * 1024**2
# What stands around a file in a form.
FORM_BYTES = 64 * 1024
# A longer request is not read at all.
MOST_READ = 3 * MOST_BYTES
AT_ONCE = 2

_places = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """As many files are being read as this process has room for."""


@contextmanager
def one_of_few() -> Iterator[None]:
    """Keep most threads of the process free for readers, however slowly a file comes in.

    Raises Busy.
    """
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _places.release()


class Hashed:
    """What is left of a file that was sent: its name, size in bytes, hash, and kind."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self.is_pdf = False
        self._digest = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        if not self.size:
            self.is_pdf = piece.startswith(b"%PDF-")
        self._digest.update(piece)
        self.size += len(piece)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def close(self) -> None:
        """Nothing is open; Django closes whatever was sent."""


class TooLarge(Exception):
    """The file is larger than any of ours; `fields` are those of the form before it."""

    def __init__(self, fields: QueryDict) -> None:
        self.fields = fields


def hashed_form(request: HttpRequest, name: str) -> tuple[QueryDict, Hashed | None]:
    """The fields of a sent form and its file of that name, read piece by piece.

    Raises TooLarge, and what Django's own parser raises of a broken form.
    """
    if not (request.content_type or "").startswith("multipart/"):
        return request.POST, None
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_READ:
        raise TooLarge(QueryDict())
    handler = _Handler()
    parser = MultiPartParser(request.META, _Pieces(request), [handler])  # type: ignore[arg-type]
    fields, files = parser.parse()
    if handler.too_large:
        raise TooLarge(fields)
    return fields, files.get(name)


class _Pieces:
    """A request that can be read by pieces only.

    Django reads what is left of a refused file by lines, and a file may be a single line.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.read = request.read


class _Handler(FileUploadHandler):
    """Takes the pieces of a file, and keeps none."""

    too_large = False
    hashed: Hashed

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 (as Django calls it)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.is_long = content_length > MOST_BYTES + FORM_BYTES

    def new_file(self, *given: Any, **also_given: Any) -> None:
        super().new_file(*given, **also_given)
        if self.is_long:
            self.too_large = True
            # The rest is read all the same: a browser listens only when it has sent everything.
            raise StopUpload(connection_reset=False)
        self.hashed = Hashed(str(self.file_name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.hashed.add(raw_data)

    def file_complete(self, file_size: int) -> Any:
        return self.hashed
