"""What is uploaded is written to disk only up to a limit, whatever is sent."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.test import RequestFactory

from strategy import uploading

MEGABYTE = 1024**2


class Slowly:
    """A file of so many megabytes that is never there as a whole."""

    def __init__(self, name: str, megabytes: int) -> None:
        self.name, self.left = name, megabytes

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"x" * MEGABYTE] * self.left)

    def read(self) -> bytes:
        return b"x" * MEGABYTE * self.left


@pytest.fixture(autouse=True)
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MOST_BYTES", 4 * MEGABYTE)


def sent(**megabytes: int) -> dict[str, TemporaryUploadedFile]:
    files = {name: Slowly(f"{name}.pdf", size) for name, size in megabytes.items()}
    request = RequestFactory().post("/", {"words": "napsáno", **files})
    assert request.POST["words"] == "napsáno"
    return request.FILES.dict()


def written(file: TemporaryUploadedFile) -> int:
    return len(file.read()) // MEGABYTE


def test_a_file_within_the_limit_is_whole() -> None:
    file = sent(soubor=4)["soubor"]
    assert (file.size, written(file)) == (4 * MEGABYTE, 4)


def test_of_a_larger_one_no_more_is_written_and_it_tells_its_size() -> None:
    file = sent(soubor=9)["soubor"]
    assert file.size == 9 * MEGABYTE
    assert written(file) <= 4


def test_the_limit_is_of_all_files_together_and_who_was_cut_says_so() -> None:
    files = sent(prvni=3, druhy=3)
    assert files["prvni"].size == 3 * MEGABYTE
    assert files["druhy"].size > uploading.MOST_BYTES
    assert sum(map(written, files.values())) <= 4


def test_a_small_file_stays_in_the_memory() -> None:
    assert isinstance(sent(soubor=1)["soubor"], InMemoryUploadedFile)


def test_every_request_is_read_so(settings) -> None:
    assert settings.FILE_UPLOAD_HANDLERS[-1] == "strategy.uploading.LimitedFileHandler"
