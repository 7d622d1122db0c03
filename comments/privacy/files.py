"""Stored files that show a comment as it was: deleted, and ordered anew without it."""

import hashlib
from pathlib import Path

from django.db.models import Q, QuerySet

from comments.models import Comment, ErasedFile, Erasure
from strategy import jobs
from strategy.models import Edition, Job, PageRevision, Rendition
from strategy.pdf import library


def drop_files_of(comment: Comment, erasure: Erasure) -> None:
    """Delete every stored file that may show the comment; of each its hash is kept.

    In the transaction of the deed that erases or redacts, with the comment locked. No file that
    is being made of what there was is kept, and each is ordered anew. The bytes go at once: what
    a transaction that fails has deleted can be made again, what it left behind could not be found.
    """
    PageRevision.erase_for(comment.plan_id)
    for edition in _annexed(comment):
        _drop_renditions(edition, erasure)
    for job in Job.objects.filter(edition__plan=comment.plan_id).exclude(file=""):
        _drop_file_of(job, erasure)


def know_new_hashes() -> bool:
    """Write down the hash of one file that was made instead of an erased one.

    Orders it again where its job is gone. False where there is nothing more to write down.
    """
    waiting = ErasedFile.objects.filter(new_sha256="").select_related("erasure", "edition")
    for erased in waiting.order_by("pk"):
        if new := _new_hash(erased):
            ErasedFile.objects.filter(pk=erased.pk).update(new_sha256=new)
            return True
        _order_again(erased)
    return False


def _order_again(erased: ErasedFile) -> None:
    """Unless it was ordered since; what then failed is not tried for ever."""
    of_file = Job.objects.filter(kind=erased.kind, edition=erased.edition, variant=erased.variant)
    if not of_file.filter(ordered_at__gte=erased.erasure.done_at).exists():
        jobs.order(erased.kind, erased.edition, erased.variant)


def _annexed(comment: Comment) -> QuerySet[Edition]:
    """Editions whose annex has the comment, or one that was answered together with it."""
    together = Q(points__together_with__comment=comment) | Q(points__followers__comment=comment)
    comments = Comment.objects.filter(Q(pk=comment.pk) | together)
    editions = Edition.objects.select_related("plan").order_by("pk")
    return editions.filter(pk__in=comments.values("item__edition"))


def _drop_renditions(edition: Edition, erasure: Erasure) -> None:
    for path in library.files_of(edition):
        path.unlink(missing_ok=True)
    known = Rendition.objects.filter(edition=edition)
    for old in known.values_list("sha256", flat=True):
        _remember(erasure, edition, Job.Kind.EDITION_PDF, "", old)
        jobs.order(Job.Kind.EDITION_PDF, edition)
    known.delete()


def _drop_file_of(job: Job, erasure: Erasure) -> None:
    path = Path(job.file.path)
    edition, is_done = jobs.edition_of(job), job.state == Job.State.DONE
    if path.exists():
        _remember(erasure, edition, job.kind, job.variant, _hash_of(path))
        path.unlink()
    if is_done:
        job.delete()
    else:
        Job.objects.filter(pk=job.pk).update(file="")
    jobs.order(job.kind, edition, job.variant)


def _remember(erasure: Erasure, edition: Edition, kind: str, variant: str, old: str) -> None:
    ErasedFile.objects.create(
        erasure=erasure, edition=edition, kind=kind, variant=variant, old_sha256=old
    )


def _new_hash(erased: ErasedFile) -> str:
    if erased.kind == Job.Kind.EDITION_PDF:
        made = Rendition.objects.filter(edition=erased.edition).values_list("sha256", flat=True)
        return made.first() or ""
    done = Job.objects.filter(kind=erased.kind, edition=erased.edition, variant=erased.variant)
    later = done.filter(state=Job.State.DONE, started_at__gte=erased.erasure.done_at)
    paths = [Path(job.file.path) for job in later.exclude(file="")]
    return next((_hash_of(path) for path in paths if path.exists()), "")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
