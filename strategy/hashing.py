"""Files that are hashed while they come in, and never written anywhere."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_BYTES = 100 * 1024**2
# What stands around a file in a form.
FORM_BYTES = 64 * 1024
# A longer file is not even read to its end, as it must be for the browser to hear the answer.
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


class HashingHandler(FileUploadHandler):
    """Takes the pieces of a file, gives them to no other handler, and keeps none."""

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
        self.too_large = content_length > MOST_BYTES + FORM_BYTES
        self._is_endless = content_length > MOST_READ

    def new_file(self, *given: Any, **also_given: Any) -> None:
        super().new_file(*given, **also_given)
        if self.too_large:
            raise StopUpload(connection_reset=self._is_endless)
        self.hashed = Hashed(str(self.file_name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.hashed.add(raw_data)

    def file_complete(self, file_size: int) -> Any:
        return self.hashed
