"""What the portal has done once a day, whoever notices first that it is due."""

from datetime import timedelta

from django.utils import timezone

from strategy import jobs
from strategy.integrity import checking
from strategy.models import Job

VERIFIED_EVERY = timedelta(hours=24)


def order_verification() -> Job | None:
    """Have the editions verified where that was last done more than a day ago.

    Returns the last verification that has ended, if any. A query or three.
    """
    last = checking.last()
    if last is None or _is_old(last):
        jobs.order(Job.Kind.VERIFICATION)
    return last


def _is_old(job: Job) -> bool:
    return job.finished_at is None or timezone.now() - job.finished_at > VERIFIED_EVERY
