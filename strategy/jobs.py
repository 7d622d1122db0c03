"""The queue of what takes too long for a request: order, take, finish, fail.

Each job is done by whoever holds a slot (`strategy/slots.py`). Nobody has to report being
alive: who gets a slot's lock knows that whatever is said to run in that slot was cut off.
"""

from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.models import Edition, Job

MOST_ATTEMPTS = 3
UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)
# How long readers are told of a failure before their asking orders the same again.
FAILURE_STANDS = timedelta(minutes=10)
# How often a page that waits for a job asks again.
REFRESH_SECONDS = 5


def order(kind: str, edition: Edition | None = None, variant: str = "") -> Job:
    """The job under way, or a new one that waits; ordered only if the transaction is committed."""
    job, _created = Job.objects.get_or_create(
        kind=kind, edition=edition, variant=variant, state__in=UNDER_WAY
    )
    return job


def ask(kind: str, edition: Edition | None = None, variant: str = "") -> Job:
    """As `order`, for who may ask as often as they like: what has just failed stays failed."""
    last = Job.objects.filter(kind=kind, edition=edition, variant=variant).last()
    if last and (last.is_under_way or _has_just_failed(last)):
        return last
    return order(kind, edition, variant)


def edition_of(job: Job) -> Edition:
    """The edition that a job is for, with its plan at hand."""
    return Edition.objects.select_related("plan").get(jobs=job)


def under_way() -> QuerySet[Job]:
    """Jobs that wait or run, in the order in which they are taken."""
    return Job.objects.filter(state__in=UNDER_WAY).order_by("pk")


def ahead(job: Job) -> int:
    """How many jobs are done before this one."""
    return under_way().filter(pk__lt=job.pk).count()


def take(slot: int) -> Job | None:
    """The next job for whoever holds that slot's lock: one that waits, or was cut off there.

    A job that was cut off each time it was tried has failed.
    """
    with transaction.atomic():
        while job := _next(slot):
            if job.attempts < MOST_ATTEMPTS:
                job.state, job.slot = Job.State.RUNNING, slot
                job.attempts, job.started_at = job.attempts + 1, timezone.now()
                job.save()
                return job
            _end(job, Job.State.FAILED, error=job.error or _("The work was cut off each time."))
    return None


def put_back(job: Job) -> None:
    """Let a job wait again whose work was broken off on purpose; that was no attempt."""
    _wait(job, attempts=job.attempts - 1)


def finish(job: Job) -> None:
    """The deed is done; it has set `file` and `result` itself."""
    _end(job, Job.State.DONE)


def fail(job: Job, error: str) -> None:
    """The deed failed. It is tried again until it has failed MOST_ATTEMPTS times."""
    if job.attempts < MOST_ATTEMPTS:
        _wait(job, error=error)
    else:
        _end(job, Job.State.FAILED, error=error)


def _has_just_failed(job: Job) -> bool:
    if job.state != Job.State.FAILED or job.finished_at is None:
        return False
    return timezone.now() - job.finished_at < FAILURE_STANDS


def _next(slot: int) -> Job | None:
    # SQLite has one writer at a time, and so needs no locks of rows.
    skips = connection.features.has_select_for_update_skip_locked
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, slot=slot)
    return Job.objects.select_for_update(skip_locked=skips).filter(free).order_by("pk").first()


def _wait(job: Job, **changes: object) -> None:
    _change(job, state=Job.State.WAITING, slot=None, **changes)


def _end(job: Job, state: str, error: str = "") -> None:
    """Keep the outcome instead of earlier ones for the same; a failure takes no success away."""
    with transaction.atomic():
        _change(job, state=state, slot=None, error=error, finished_at=timezone.now())
        same = Job.objects.filter(kind=job.kind, edition=job.edition_id, variant=job.variant)
        replaced = {Job.State.FAILED, state}
        for earlier in same.filter(pk__lt=job.pk, state__in=replaced):
            earlier.delete()
            if earlier.file:
                transaction.on_commit(partial(earlier.file.delete, save=False))


def _change(job: Job, **changes: object) -> None:
    for name, value in changes.items():
        setattr(job, name, value)
    job.save()
