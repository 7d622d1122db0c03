"""The PDFs of published editions, each made once and kept with its hash.

A file is named after its source, the HTML, so that an edition whose annex has not changed
keeps its very bytes, whatever else of its plan has changed. Of an approved edition there is
only the one PDF of `strategy.integrity.archive`, made by a job when it is approved.
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from strategy import jobs, slots
from strategy.integrity import archive
from strategy.models import ArchivedPdf, Edition, Job, PageRevision, Rendition
from strategy.pdf import document
from strategy.pdf.rendering import TooSlow, render
from strategy.writing import write_whole

FOLDER = "renditions"
SOURCE_DIGITS = 16
# Characters of HTML that the press sets within about 3 seconds.
MOST_IN_REQUEST = 80_000
SECONDS_IN_REQUEST = 10


class Preparing(Exception):
    """The PDF is not at hand, and a request cannot wait for it: a job has to make it."""


def pdf_of(edition: Edition) -> Rendition:
    """The PDF of a published edition as it reads now, for a request. Needs `edition.plan` at hand.

    Raises Preparing, and RenderingFailed with its kinds.
    """
    if kept := _kept(edition, revision=page_revision(edition)):
        return kept
    if jobs.under_way().filter(kind=Job.Kind.EDITION_PDF, edition=edition).exists():
        raise Preparing
    with slots.any_held() as slot:
        if slot is None:
            raise Preparing
        try:
            return make(edition, most=MOST_IN_REQUEST, seconds=SECONDS_IN_REQUEST)
        except TooSlow:
            raise Preparing from None


def make(edition: Edition, *, most: int | None = None, seconds: int | None = None) -> Rendition:
    """The PDF as it reads now, rendered if need be, by whoever holds a slot.

    Raises Preparing for a document of more than `most` characters, and RenderingFailed.
    """
    # Read before the document is made: a change meanwhile makes it stale, never falsely fresh.
    revision = page_revision(edition)
    html = document.html(edition)
    name = _name(edition, html)
    if not (kept := _kept(edition, file=name)):
        if most is not None and len(html) > most:
            raise Preparing
        kept = _keep(edition, revision, name, render(html, seconds=seconds))
    if kept is None:
        return make(edition, most=most, seconds=seconds)
    Rendition.objects.filter(pk=kept.pk).update(revision=revision)
    return kept


def make_ordered(job: Job) -> None:
    """Deed of a job EDITION_PDF."""
    make(jobs.edition_of(job))


def archive_ordered(job: Job) -> None:
    """Deed of a job ARCHIVED_PDF. Begun again after its file was kept, it finds it there."""
    edition = jobs.edition_of(job)
    if archive.original(edition) is None:
        archive.keep(edition, ArchivedPdf.Kind.ORIGINAL, render(document.html(edition)))


def keep_for(job: Job, name: str, made: Callable[[], bytes]) -> None:
    """Make a file of an edition's plan and keep it as that of a job, under a name in the media.

    Made again where something that it shows was erased meanwhile. Raises what `made` does.
    """
    edition = jobs.edition_of(job)
    while True:
        revision = page_revision(edition)
        content = made()
        with transaction.atomic():
            # Named in the database while erasures wait, so that each finds every file there is.
            if PageRevision.is_clean(edition.plan_id, revision):
                job.file = name
                job.save(update_fields=["file"])
                write_whole(Path(settings.MEDIA_ROOT) / name, content)
                return


def former(edition: Edition) -> Rendition | None:
    """The last PDF of a published edition, whatever has changed since it was made."""
    return _kept(edition)


def _kept(edition: Edition, **state: object) -> Rendition | None:
    """The stored PDF in that state, if its file is still there."""
    kept = Rendition.objects.filter(edition=edition, **state).first()
    return kept if kept and Path(kept.file.path).exists() else None


def page_revision(edition: Edition) -> int:
    """How often what the public sees of the plan has changed."""
    numbers = PageRevision.objects.filter(plan_id=edition.plan_id).values_list("number", flat=True)
    return numbers.first() or 0


def files_of(edition: Edition) -> list[Path]:
    """Every PDF of an edition in the folder, those too that no row knows any more."""
    # With a dot before it and letters after it where the writing was cut off.
    of_it = re.compile(rf"\.?{_beginning(edition)}[0-9a-f]{{{SOURCE_DIGITS}}}\.pdf(-.*)?")
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    return [path for path in folder.glob("*") if of_it.fullmatch(path.name)]


def _beginning(edition: Edition) -> str:
    return f"{edition.plan.slug}-{edition.number}-"


def _name(edition: Edition, html: str) -> str:
    source = hashlib.sha256(html.encode()).hexdigest()[:SOURCE_DIGITS]
    return f"{FOLDER}/{_beginning(edition)}{source}.pdf"


def _keep(edition: Edition, revision: int, name: str, pdf: bytes) -> Rendition | None:
    """Put the file in its place and say so in the database, then drop the one before.

    None, and no file, where something that it shows was erased meanwhile.
    """
    former = Rendition.objects.filter(edition=edition).values_list("file", flat=True).first()
    with transaction.atomic():
        # Written while erasures wait, so that each finds every file there is.
        if not PageRevision.is_clean(edition.plan_id, revision):
            return None
        write_whole(settings.MEDIA_ROOT / name, pdf)
        rendition, _created = Rendition.objects.update_or_create(
            edition=edition,
            defaults={
                "revision": revision,
                "file": name,
                "sha256": hashlib.sha256(pdf).hexdigest(),
                "size": len(pdf),
            },
        )
    if former and former != name:
        (settings.MEDIA_ROOT / former).unlink(missing_ok=True)
    return rendition
