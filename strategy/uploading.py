"""How much of what is uploaded is ever written to disk."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

# Of all files of one request; whoever takes an upload says so in words by its `size`.
MOST_BYTES = 50 * 1024**2


class LimitedFileHandler(TemporaryFileUploadHandler):
    """Keeps the files of a request in temporary ones, at most MOST_BYTES in all.

    The rest is read and dropped, for a browser listens to the answer only when it has sent
    everything. A file that was cut tells the size that it really has, and always more than
    MOST_BYTES.
    """

    written = 0
    is_cut = False

    def new_file(self, *given: Any, **also_given: Any) -> None:
        super().new_file(*given, **also_given)
        self.is_cut = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.written + len(raw_data) > MOST_BYTES:
            self.is_cut = True
        if not self.is_cut:
            self.written += len(raw_data)
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        file = super().file_complete(file_size)
        if file is not None and self.is_cut:
            file.size = max(file_size, MOST_BYTES + 1)
        return file
