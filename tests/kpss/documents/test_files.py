"""Files of documents: looked at, kept once under their hash, and no longer than they are named."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kpss.documents import files
from kpss.documents.files import FileRefused
from kpss.models import Document, PlanningRevision
from tests.kpss.papers import HTML, PDF, make_document, make_filed, upload
from tests.races import at_once, needs_postgres

SHA256 = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "documents"


def lying(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*"))


def test_a_checked_file_says_what_the_document_keeps() -> None:
    checked = files.check(upload("../Zpráva.PDF"))
    columns = {"file_type": "application/pdf", "file_size": len(PDF), "sha256": SHA256}
    assert checked.columns == columns | {"file_name": "Zpráva.PDF"}
    assert checked.columns.keys() == files.NO_FILE.keys()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("zprava.pdf", b""),
        ("zprava.pdf", HTML),
        ("zprava.pdf.exe", PDF),
        ("zprava.exe.pdf", PDF),
        ("zprava", PDF),
        ("...", PDF),
    ],
)
def test_a_file_that_is_not_taken_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(FileRefused, match=r"\w"):
        files.check(upload(name, content))


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    sent = upload()
    sent.size = files.MOST_BYTES + 1
    with pytest.raises(FileRefused, match="50"):
        files.check(sent)
    sent.size = files.MOST_BYTES
    files.check(sent)


def test_a_file_lies_under_its_hash_for_its_owner_alone(db: None, own_folder: Path) -> None:
    document = make_filed()
    path = files.path_of(document.sha256)
    assert path == own_folder / SHA256[:2] / SHA256
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (PDF, 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_file_of_two_documents_lies_there_once(db: None, own_folder: Path) -> None:
    first, second = make_filed(), make_filed(name="jina.pdf")
    assert lying(own_folder) == [SHA256]
    first.delete()
    assert files.remove_unnamed([SHA256]) == 0
    second.delete()
    assert (files.remove_unnamed([SHA256]), lying(own_folder)) == (1, [])


def test_a_file_goes_only_once_its_deed_is_done(
    db: None, own_folder: Path, django_capture_on_commit_callbacks
) -> None:
    document = make_filed()
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
        files.remove_later([document.sha256, ""])
        assert lying(own_folder) == [SHA256]
    assert lying(own_folder) == []


@pytest.mark.parametrize("cut_off_at", ["write", "raise_it"])
def test_what_is_cut_off_leaves_nothing_behind(
    db: None, own_folder: Path, monkeypatch: pytest.MonkeyPatch, cut_off_at: str
) -> None:
    def fail(*_given: object) -> None:
        raise OSError("disk full")

    if cut_off_at == "write":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(PlanningRevision, "raise_it", fail)
    with pytest.raises(OSError, match="disk full"):
        files.keep(files.check(upload()))
    assert lying(own_folder) == []


def test_keeping_a_file_holds_whoever_removes_files(db: None) -> None:
    before = PlanningRevision.objects.values_list("number", flat=True).first() or 0
    files.keep(files.check(upload()))
    assert PlanningRevision.objects.get().number == before + 1


def test_the_chore_removes_what_no_document_names(db: None, own_folder: Path) -> None:
    named = make_filed()
    stray = own_folder / "ab" / ("ab" * 32)
    stray.parent.mkdir()
    stray.write_bytes(b"x")
    assert [files.sweep(), files.sweep()] == [True, False]
    assert lying(own_folder) == [named.sha256]


def test_the_chore_leaves_what_is_being_written_for_a_day(db: None, own_folder: Path) -> None:
    document = make_filed()
    unfinished = files.path_of(document.sha256).parent / ".nedopsany"
    unfinished.write_bytes(b"x")
    assert (files.sweep(), unfinished.exists()) == (False, True)
    long_ago = time.time() - (files.UNFINISHED_HOURS + 1) * 3600
    os.utime(unfinished, (long_ago, long_ago))
    assert (files.sweep(), unfinished.exists()) == (True, False)


def test_the_chore_has_nothing_to_do_where_there_are_no_files(db: None) -> None:
    make_document()
    assert files.sweep() is False


def test_a_refused_deed_leaves_a_file_that_the_chore_finds(committed, own_folder: Path) -> None:
    with transaction.atomic():
        make_filed()
        transaction.set_rollback(True)
    assert (Document.objects.count(), lying(own_folder)) == (0, [SHA256])
    assert (files.sweep(), lying(own_folder)) == (True, [])


def test_an_upload_without_a_name_is_none() -> None:
    sent = SimpleUploadedFile("x", PDF)
    sent._name = None
    with pytest.raises(FileRefused):
        files.check(sent)


@needs_postgres
def test_a_file_that_is_named_anew_is_not_removed_meanwhile(committed, own_folder: Path) -> None:
    for _time in range(5):
        former = make_filed()
        former.delete()
        at_once([lambda: files.remove_unnamed([SHA256]), _add, lambda: files.sweep()])
        assert lying(own_folder) == [SHA256]
        Document.objects.all().delete()
        assert files.remove_unnamed([SHA256]) == 1


def _add() -> None:
    with transaction.atomic():
        make_filed(name="jina.pdf")
