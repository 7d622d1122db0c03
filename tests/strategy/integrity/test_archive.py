"""What goes to the archive, what does not, and what the staff see of it."""

import hashlib
import stat

import pytest
from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from strategy.integrity import archive, signatures
from strategy.models import ArchivedPdf, Edition, PageRevision
from tests import factories
from tests.strategy.cast import client_of
from tests.strategy.sealed_pdfs import PDF, sealed

ADD = "/admin/strategy/archivedpdf/add/"
LIST = "/admin/strategy/archivedpdf/"
Kind = ArchivedPdf.Kind


@pytest.fixture
def approved(plan):
    return factories.publish(plan, Edition.State.APPROVED)


@pytest.fixture
def kept(approved):
    archive.keep(approved, Kind.ORIGINAL, PDF)
    return approved


def upload(content):
    return SimpleUploadedFile("kopie.pdf", content)


def files():
    folder = settings.MEDIA_ROOT / archive.FOLDER
    names = [path for path in folder.rglob("*") if path.is_file()]
    stored = {settings.MEDIA_ROOT / row.file.name for row in ArchivedPdf.objects.all()}
    return sorted(path.name for path in names if path in stored)


def test_the_original_is_kept_as_it_is_with_its_hash_and_size(approved):
    pdf = archive.keep(approved, Kind.ORIGINAL, PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    assert (pdf.sha256, pdf.size) == (digest, len(PDF))
    assert pdf.file.name == f"archive/{approved.pk}/zkusebni-plan-zneni-1-{digest[:16]}.pdf"
    path = settings.MEDIA_ROOT / pdf.file.name
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert archive.original(approved) == pdf


def test_a_long_address_of_a_plan_still_fits_the_name(db):
    plan = factories.make_plan(slug="a" * 50)
    approved = factories.publish(plan, Edition.State.APPROVED)
    name = archive.file_name(approved, Kind.SEALED, "0" * 64)
    assert len(name) <= ArchivedPdf._meta.get_field("file").max_length


def test_an_edition_has_one_original(kept):
    with pytest.raises(archive.ArchiveRefused):
        archive.keep(kept, Kind.ORIGINAL, PDF + b"\n")
    assert ArchivedPdf.objects.count() == 1


def test_only_an_approved_edition_goes_to_the_archive(published):
    for edition in (published, factories.draft_of(published.plan)):
        with pytest.raises(archive.ArchiveRefused):
            archive.keep(edition, Kind.ORIGINAL, PDF)
    assert ArchivedPdf.objects.count() == 0


def test_cut_off_between_file_and_row_it_is_kept_by_the_next_try(approved, monkeypatch):
    def fail(pdf, *given, **also_given):
        raise RuntimeError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(ArchivedPdf, "save", fail)
        with pytest.raises(RuntimeError):
            archive.keep(approved, Kind.ORIGINAL, PDF)
    assert ArchivedPdf.objects.count() == 0
    assert archive.keep(approved, Kind.ORIGINAL, PDF).size == len(PDF)


def test_what_could_not_be_written_has_no_row(approved, monkeypatch):
    def fail(path, content):
        raise OSError("disk full")

    monkeypatch.setattr(archive, "write_whole", fail)
    with pytest.raises(OSError, match="disk full"):
        archive.keep(approved, Kind.ORIGINAL, PDF)
    assert ArchivedPdf.objects.count() == 0


def test_what_is_kept_changes_the_pages_of_the_plan(approved):
    before = PageRevision.objects.get(plan=approved.plan).number
    archive.keep(approved, Kind.ORIGINAL, PDF)
    assert PageRevision.objects.get(plan=approved.plan).number == before + 1


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_archive_is_frozen(kept, deed):
    pdfs = ArchivedPdf.objects.all()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        pdfs.update(size=1) if deed == "update" else pdfs._raw_delete("default")


# Sealed copies.


def test_a_sealed_copy_stands_beside_the_original(kept):
    copy = archive.store_sealed(kept, upload(sealed(PDF)))
    assert copy.kind == Kind.SEALED
    assert "zneni-1-s-peceti-" in copy.file.name
    assert (settings.MEDIA_ROOT / copy.file.name).read_bytes() == sealed(PDF)
    assert archive.sealed(kept) == copy
    assert archive.original(kept).sha256 == hashlib.sha256(PDF).hexdigest()
    assert archive.carries(copy, archive.original(kept))


def test_the_newest_sealed_copy_is_the_one(kept):
    archive.store_sealed(kept, upload(sealed(PDF)))
    newer = archive.store_sealed(kept, upload(sealed(PDF, b"newer")))
    assert archive.sealed(kept) == newer


def test_there_is_no_sealed_copy_before_the_original(approved):
    with pytest.raises(archive.ArchiveRefused):
        archive.store_sealed(approved, upload(sealed(PDF)))


HALF = sealed(PDF)[: len(PDF) + 40]
REFUSED = {
    "empty": b"",
    "no PDF": b"PK\x03\x04" + sealed(PDF),
    "no end": sealed(PDF)[:-6],
    "the original": PDF,
    "no signature": PDF + b"%\nstartxref\n9\n%%EOF\n",
    "a page begun": HALF,
    "an empty signature": sealed(PDF, b""),
    "no hexadecimal gap": sealed(PDF).replace(b"736561", b"zzzzzz"),
    "a range beyond the file": sealed(PDF).replace(b"ByteRange[0 0000001", b"ByteRange[0 9999999"),
    "a range from elsewhere": sealed(PDF).replace(b"ByteRange[0 ", b"ByteRange[1 "),
    "an end beyond the file": PDF + b"startxref\n99999\n%%EOF\n",
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("knowingly", [False, True])
def test_what_carries_no_seal_is_refused_in_words(kept, content, knowingly):
    with pytest.raises(archive.ArchiveRefused) as refusal:
        archive.store_sealed(kept, upload(content), knowingly=knowingly)
    assert str(refusal.value) != ""
    assert not isinstance(refusal.value, archive.OriginalChanged)
    assert ArchivedPdf.objects.count() == 1


NO_END = "PDF je poškozené: chybí mu konec."
SIGNED = {
    "another header": (sealed(b"%PS--" + PDF[5:]), "Soubor není PDF."),
    "more after its end": (sealed(PDF) + b"more", NO_END),
    "an end at nothing": (sealed(PDF) + b"startxref\n0\n%%EOF\n", NO_END),
    "an end beyond the file": (sealed(PDF) + b"startxref\n99999\n%%EOF\n", NO_END),
}


@pytest.mark.parametrize(("content", "words"), SIGNED.values(), ids=SIGNED)
def test_what_is_no_whole_pdf_is_refused_though_it_is_signed(kept, content, words):
    with pytest.raises(archive.ArchiveRefused) as refusal:
        archive.store_sealed(kept, upload(content), knowingly=True)
    assert str(refusal.value) == words


def test_a_copy_may_be_as_large_as_is_said(kept, monkeypatch):
    monkeypatch.setattr(archive, "SEALED_BYTES", len(sealed(PDF)))
    assert archive.store_sealed(kept, upload(sealed(PDF))).size == len(sealed(PDF))


def test_too_large_a_copy_is_refused_before_it_is_read(kept, monkeypatch):
    monkeypatch.setattr(archive, "SEALED_BYTES", len(sealed(PDF)) - 1)
    copy = upload(sealed(PDF))
    copy.file = None
    with pytest.raises(archive.ArchiveRefused):
        archive.store_sealed(kept, copy)


def test_the_same_copy_is_not_stored_twice(kept):
    archive.store_sealed(kept, upload(sealed(PDF)))
    with pytest.raises(archive.ArchiveRefused):
        archive.store_sealed(kept, upload(sealed(PDF)))
    assert len(files()) == 2


def test_a_copy_that_was_saved_anew_is_stored_only_knowingly(kept):
    other = sealed(PDF.replace(b"1.7", b"1.6"))
    with pytest.raises(archive.OriginalChanged):
        archive.store_sealed(kept, upload(other))
    assert ArchivedPdf.objects.count() == 1
    copy = archive.store_sealed(kept, upload(other), knowingly=True)
    assert not archive.carries(copy, archive.original(kept))


def test_of_a_file_full_of_would_be_signatures_only_a_few_are_looked_at(monkeypatch):
    looked = []
    monkeypatch.setattr(signatures, "_is_whole", lambda *given: looked.append(given))
    with pytest.raises(signatures.NotSigned):
        signatures.find(PDF + b"/ByteRange[0 10 99 10]" * 200_000 + b"\nstartxref\n9\n%%EOF\n")
    assert len(looked) == signatures.MOST


# The staff.


@pytest.mark.parametrize(
    ("name", "reads", "adds"),
    [
        ("superuser", 200, 200),
        ("approver", 200, 200),
        ("auditor", 200, 403),
        ("editor", 403, 403),
        ("officer", 403, 403),
        ("nobody", 302, 302),
    ],
)
def test_who_reads_the_archive_and_who_adds_to_it(kept, name, reads, adds):
    client = client_of(name)
    given = {"edition": kept.pk, "file": upload(sealed(PDF))}
    assert (client.get(LIST).status_code, client.get(ADD).status_code) == (reads, adds)
    client.post(ADD, given)
    assert ArchivedPdf.objects.count() == (2 if adds == 200 else 1)


def test_the_approver_stores_a_copy_and_it_is_written_down(kept):
    client = client_of("approver")
    response = client.post(ADD, {"edition": kept.pk, "file": upload(sealed(PDF))}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    copy = archive.sealed(kept)
    page = client.get(f"{LIST}{copy.pk}/change/")
    assert page.status_code == 200
    assert copy.sha256 in page.content.decode()
    written = LogEntry.objects.filter(object_id=copy.pk, user__username="approver")
    assert [entry.action_flag for entry in written] == [ADDITION]


def test_what_is_refused_is_told_at_the_field(kept):
    client = client_of("approver")
    response = client.post(ADD, {"edition": kept.pk, "file": upload(PDF)})
    assert list(response.context["form"].errors) == ["file"]
    assert ArchivedPdf.objects.count() == 1


def test_a_copy_that_differs_is_asked_about_and_then_stored(kept):
    client = client_of("approver")
    other = sealed(PDF.replace(b"1.7", b"1.6"))
    asked = client.get(ADD).content.decode()
    assert 'type="checkbox"' not in asked
    response = client.post(ADD, {"edition": kept.pk, "file": upload(other)})
    assert 'type="checkbox" name="knowingly"' in response.content.decode()
    assert ArchivedPdf.objects.count() == 1
    client.post(ADD, {"edition": kept.pk, "file": upload(other), "knowingly": "on"})
    assert ArchivedPdf.objects.count() == 2


def test_a_draft_cannot_be_chosen(kept):
    draft = factories.draft_of(kept.plan)
    client = client_of("approver")
    response = client.post(ADD, {"edition": draft.pk, "file": upload(sealed(PDF))})
    assert list(response.context["form"].errors) == ["edition"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(kept, count, django_assert_num_queries):
    for number in range(count):
        archive.store_sealed(kept, upload(sealed(PDF, str(number).encode())))
    client = client_of("auditor")
    with django_assert_num_queries(8):
        assert client.get(LIST).status_code == 200


def test_nothing_is_changed_or_deleted_there(kept):
    client = client_of("superuser")
    pdf = archive.original(kept)
    assert client.post(f"{LIST}{pdf.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}{pdf.pk}/change/", {"kind": "sealed"}).status_code == 403
    assert archive.original(kept) == pdf
