"""How much of what is uploaded is ever written to disk."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

# Of all files of one request; whoever takes an upload says so in words by its `size`.
MOST_BYTES = 50 * 1024**2


class LostFile(UploadedFile):
    """A file that found no room on the disk: whoever reads it is told so, by an OSError."""

    def __init__(self, failure: OSError, name: str | None, kind: str | None, size: int) -> None:
        super().__init__(_Lost(failure), name, kind, size)  # type: ignore[arg-type]


class _Lost:
    closed = False

    def __init__(self, failure: OSError) -> None:
        self._failure = failure

    def __getattr__(self, name: str) -> Any:
        # Django looks whether there is one.
        raise AttributeError(name) if name == "mode" else self._failure

    def close(self) -> None:
        """There is nothing open."""


class LimitedFileHandler(TemporaryFileUploadHandler):
    """Keeps the files of a request in temporary ones, at most MOST_BYTES in all.

    The rest is read and dropped, for a browser listens to the answer only when it has sent
    everything. A file that was cut tells the size that it really has, and always more than
    MOST_BYTES.
    """

    written = 0
    is_cut = False
    failure: OSError | None = None

    def new_file(self, *given: Any, **also_given: Any) -> None:
        self.is_cut, self.failure = False, None
        try:
            super().new_file(*given, **also_given)
        except OSError as failure:
            self.failure = failure

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.written + len(raw_data) > MOST_BYTES:
            self.is_cut = True
        if not self.is_cut and self.failure is None:
            self.written += len(raw_data)
            self._write(raw_data, start)

    def _write(self, raw_data: bytes, start: int) -> None:
        """Where the disk is full the rest of the form is read all the same, with every word."""
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()
        except OSError as failure:
            self.failure = failure

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.failure is not None:
            return LostFile(self.failure, self.file_name, self.content_type, file_size)
        file = super().file_complete(file_size)
        if file is not None and self.is_cut:
            file.size = max(file_size, MOST_BYTES + 1)
        return file
