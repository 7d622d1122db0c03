"""The PDFs of published editions, each made once and kept with its hash.

A file is named after its source, the HTML, so that an edition whose annex has not changed
keeps its very bytes, whatever else of its plan has changed.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from strategy.models import Edition, PageRevision, Rendition
from strategy.pdf import document
from strategy.pdf.rendering import render
from strategy.writing import write_whole

FOLDER = "renditions"
SOURCE_DIGITS = 16


class Preparing(Exception):
    """The PDF is not at hand, and another process is at the press just now."""


def pdf_of(edition: Edition) -> Rendition:
    """The PDF of a published edition as it reads now. Needs `edition.plan` at hand.

    Raises Preparing, and RenderingFailed with its kinds.
    """
    # Read before the document is made: a change meanwhile makes it stale, never falsely fresh.
    revision = _revision(edition)
    if kept := _kept(edition, revision=revision):
        return kept
    html = document.html(edition)
    name = _name(edition, html)
    if not (kept := _kept(edition, file=name)):
        with _press():
            # Another may have made it while this one waited for its turn at the database.
            kept = _kept(edition, file=name) or _keep(edition, revision, name, render(html))
    Rendition.objects.filter(pk=kept.pk).update(revision=revision)
    return kept


def _kept(edition: Edition, **state: object) -> Rendition | None:
    """The stored PDF in that state, if its file is still there."""
    kept = Rendition.objects.filter(edition=edition, **state).first()
    return kept if kept and Path(kept.file.path).exists() else None


def _revision(edition: Edition) -> int:
    numbers = PageRevision.objects.filter(plan_id=edition.plan_id).values_list("number", flat=True)
    return numbers.first() or 0


def _name(edition: Edition, html: str) -> str:
    source = hashlib.sha256(html.encode()).hexdigest()[:SOURCE_DIGITS]
    return f"{FOLDER}/{edition.plan.slug}-{edition.number}-{source}.pdf"


def _keep(edition: Edition, revision: int, name: str, pdf: bytes) -> Rendition:
    """Put the file in its place, then say so in the database, then drop the one before."""
    former = Rendition.objects.filter(edition=edition).values_list("file", flat=True).first()
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


@contextmanager
def _press() -> Iterator[None]:
    """The one press of the portal: a crowd of first readers never fills the machine."""
    folder = settings.MEDIA_ROOT / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".press").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Preparing from None
        yield
