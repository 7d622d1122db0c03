"""The archive: the PDF of each approved edition as it was at approval, and copies with a seal.

A file is written whole before its row is, and is named after what is in it: whoever is cut
off between the two leaves a file that no row names, never a row without its file.
"""

import hashlib

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from strategy import jobs, naming
from strategy.integrity import sealing, signatures
from strategy.integrity.signatures import NotSigned
from strategy.models import ArchivedPdf, Edition, Job, PageRevision
from strategy.writing import write_whole

FOLDER = "archive"
HASH_DIGITS = 16
SEALED_BYTES = 50 * 1024**2

Kind = ArchivedPdf.Kind


class ArchiveRefused(Exception):
    """Why a file does not go to the archive; its text is for the reader."""


class OriginalChanged(ArchiveRefused):
    """The sealed copy does not begin with the approved PDF. It may be stored knowingly."""


def original(edition: Edition) -> ArchivedPdf | None:
    """The PDF that was rendered at approval, if the edition has one already."""
    return ArchivedPdf.objects.filter(edition=edition, kind=Kind.ORIGINAL).first()


def sealed(edition: Edition) -> ArchivedPdf | None:
    """The newest copy with the city's seal."""
    copies = ArchivedPdf.objects.filter(edition=edition, kind=Kind.SEALED)
    return copies.order_by("-stored_at", "-pk").first()


def keep(edition: Edition, kind: str, content: bytes) -> ArchivedPdf:
    """Store a PDF of an approved edition for good. Needs `edition.plan` at hand.

    Raises ArchiveRefused: an edition has one original, and each file once.
    """
    digest = hashlib.sha256(content).hexdigest()
    _refuse(edition, kind, digest)
    name = file_name(edition, kind, digest)
    write_whole(settings.MEDIA_ROOT / name, content)
    with transaction.atomic():
        PageRevision.raise_for(edition.plan_id)
        Edition.objects.select_for_update().get(pk=edition.pk)
        _refuse(edition, kind, digest)
        pdf = ArchivedPdf(edition=edition, kind=kind, file=name, sha256=digest, size=len(content))
        sealing.seal_row(pdf)
        pdf.save()
        return pdf


def order_missing() -> None:
    """Order the PDF of every approved edition that has none, as those approved before archives."""
    approved = Edition.objects.filter(stamp=Edition.State.APPROVED)
    kept = ArchivedPdf.objects.filter(kind=Kind.ORIGINAL).values("edition")
    for edition in approved.exclude(pk__in=kept).order_by("plan", "number"):
        jobs.order(Job.Kind.ARCHIVED_PDF, edition)


def store_sealed(edition: Edition, upload: UploadedFile, *, knowingly: bool = False) -> ArchivedPdf:
    """Store a copy that carries an electronic seal. Needs `edition.plan` at hand.

    The seal is found, not verified: that takes the list of trusted authorities. A copy that
    does not begin with the original's very bytes is stored only `knowingly`.
    Raises ArchiveRefused, and OriginalChanged as one of its kind.
    """
    approved = original(edition)
    if approved is None:
        raise ArchiveRefused(_("The approved PDF is not in the archive yet. Try again later."))
    content = _read(upload)
    if hashlib.sha256(content).hexdigest() == approved.sha256:
        raise ArchiveRefused(_("This is the approved PDF itself; it carries no seal."))
    try:
        signatures.find(content)
    except NotSigned as refusal:
        raise ArchiveRefused(str(refusal)) from None
    if not knowingly and not _begins_with(content, approved):
        raise OriginalChanged(
            _(
                "This file does not hold the approved PDF unchanged, as a sealed copy does. "
                "Somebody may have saved it anew, or it is another document."
            )
        )
    return keep(edition, Kind.SEALED, content)


def carries(copy: ArchivedPdf, approved: ArchivedPdf) -> bool:
    """Whether a sealed copy begins with the approved PDF, byte by byte."""
    try:
        with copy.file.open("rb") as file:
            return _begins_with(file.read(approved.size), approved)
    except OSError:
        return False


def file_name(edition: Edition, kind: str, digest: str) -> str:
    """Such as archive/7/brno-2050-zneni-2-s-peceti-0123456789abcdef.pdf, 7 being its key."""
    seal = "-s-peceti" if kind == Kind.SEALED else ""
    name = naming.stored_name(edition, f"{seal}-{digest[:HASH_DIGITS]}.pdf")
    return f"{FOLDER}/{edition.pk}/{name}"


def _refuse(edition: Edition, kind: str, digest: str) -> None:
    if edition.stamp != Edition.State.APPROVED:
        raise ArchiveRefused(_("Only the PDF of an approved edition goes to the archive."))
    kept = ArchivedPdf.objects.filter(edition=edition)
    if kind == Kind.ORIGINAL and kept.filter(kind=kind).exists():
        raise ArchiveRefused(_("The approved PDF is in the archive already and stays as it is."))
    if kept.filter(sha256=digest).exists():
        raise ArchiveRefused(_("This very file is stored already."))


def _read(upload: UploadedFile) -> bytes:
    if not upload.size:
        raise ArchiveRefused(_("The file is empty."))
    if upload.size > SEALED_BYTES:
        raise ArchiveRefused(
            _("The file is larger than %(megabytes)d MB.") % {"megabytes": SEALED_BYTES // 1024**2}
        )
    return upload.read()


def _begins_with(content: bytes, approved: ArchivedPdf) -> bool:
    return hashlib.sha256(content[: approved.size]).hexdigest() == approved.sha256
