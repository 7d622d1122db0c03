"""Files that are hashed while they come in, and never written anywhere."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

MOST_BYTES = 100 * 1024**2
# A longer request is not read at all; deploy/nginx/ lets no longer one through.
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


class TooLarge(Exception):
    """The request is so large that it is not even read."""


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
        self.size += len(piece)
        if not self.is_too_large:
            self._digest.update(piece)

    @property
    def is_too_large(self) -> bool:
        return self.size > MOST_BYTES

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def close(self) -> None:
        """Nothing is open; Django closes whatever was sent."""


class Handler(FileUploadHandler):
    """Takes the pieces of a file, and keeps none."""

    hashed: Hashed

    def new_file(self, *given: Any, **also_given: Any) -> None:
        super().new_file(*given, **also_given)
        self.hashed = Hashed(str(self.file_name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.hashed.add(raw_data)

    def file_complete(self, file_size: int) -> Any:
        return self.hashed


def hashed_form(request: HttpRequest) -> tuple[str, Hashed | None]:
    """The hash typed and the file of a sent form, which is read piece by piece.

    A file that is too large is read all the same: a browser listens to the answer only when
    it has sent everything. Raises TooLarge where the request is not read at all, and what
    Django's own parser raises of a broken form.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_READ:
        raise TooLarge
    request.upload_handlers = [Handler(request)]
    file = request.FILES.get("soubor")
    return request.POST.get("otisk", "").strip(), file  # type: ignore[return-value]
