"""What the portal does outside of requests: one thing after another, in a process of its own."""

import logging
import time
from collections.abc import Callable

from django.db import Error, InterfaceError, OperationalError, close_old_connections

from brnoplan import daily, importing, unstored
from brnoplan.packet import making as packet
from brnoplan.signing_in import forgetting as signing_in
from comments.inviting import invite
from comments.privacy import expiring
from comments.subscribing import news
from comments.tables import making as tables
from kpss.documents import files as documents
from kpss.documents import texts
from kpss.joining import deciding as joining
from kpss.news import subscribing as planning_subscribing
from kpss.news import telling as planning_news
from strategy import jobs, slots
from strategy.feedback import sending as feedback
from strategy.integrity import checking
from strategy.ledger import keeping as ledger
from strategy.letters import sending
from strategy.models import Job
from strategy.pdf import library
from strategy.rounds import making as rounds
from strategy.rounds import reminding
from strategy.searching import keeping as searching

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
# While the disk is full: what takes long is not made in vain all the time.
FULL_SECONDS = 30.0

# What each kind of job does. A deed sets the job's `file` or `result` itself.
DEEDS: dict[str, Callable[[Job], None]] = {
    Job.Kind.EDITION_PDF: library.make_ordered,
    Job.Kind.ARCHIVED_PDF: library.archive_ordered,
    Job.Kind.PACKET: packet.make,
    Job.Kind.SETTLEMENT_TABLE: tables.make_ordered,
    Job.Kind.VERIFICATION: checking.work,
    Job.Kind.PLAN_IMPORT: importing.make_ordered,
    Job.Kind.ROUND_EVALUATION: rounds.make_ordered,
}


def do_next_job() -> bool:
    """Do the next job of the queue, in a free slot; False where there is none to be had."""
    if not jobs.under_way().exists():
        return False
    for slot in slots.SLOTS:
        with slots.held(slot) as is_ours:
            if is_ours and (job := jobs.take(slot)):
                do(job)
                return True
    return False


class Seldom:
    """A chore that is looked after only now and then, but then until there is nothing left."""

    def __init__(self, chore: Callable[[], bool], *, seconds: float) -> None:
        self.chore, self.seconds = chore, seconds
        self.due_at = 0.0

    def __call__(self) -> bool:
        if time.monotonic() < self.due_at:
            return False
        if self.chore():
            return True
        self.due_at = time.monotonic() + self.seconds
        return False


# Each does one thing at most and says whether there was one to do.
CHORES: list[Callable[[], bool]] = [
    do_next_job,
    searching.catch_up,
    invite.remind_next,
    news.tell_next,
    planning_news.tell_next,
    sending.send_waiting,
    Seldom(reminding.remind_next, seconds=600),
    Seldom(expiring.work, seconds=600),
    Seldom(documents.sweep, seconds=3600),
    Seldom(texts.read_next, seconds=10),
    Seldom(planning_subscribing.expire, seconds=600),
    Seldom(joining.expire, seconds=600),
    Seldom(feedback.expire, seconds=600),
    Seldom(signing_in.expire, seconds=3600),
    Seldom(ledger.keep_or_log, seconds=60),
]


def do(job: Job) -> None:
    """Do a job that was taken, and write down how it went."""
    try:
        DEEDS[job.kind](job)
    except (InterfaceError, OperationalError):
        # Nothing can be written down now. Whoever gets the slot next finds the job cut off.
        raise
    except OSError as failure:
        if unstored.is_of_storage(failure):
            # No fault of the job's, which is made once there is room again.
            jobs.put_back(job)
            raise
        _failed(job, failure)
    except Exception as failure:  # noqa: BLE001  (whatever it is, it is written down)
        _failed(job, failure)
    except BaseException:
        jobs.put_back(job)
        raise
    else:
        jobs.finish(job)


def _failed(job: Job, failure: Exception) -> None:
    logger.exception("Job %s failed: %s", job.pk, job)
    jobs.fail(job, str(failure) or repr(failure))


def work(*, once: bool = False) -> None:
    """Do what there is to do, for ever, or `once` until there is nothing left.

    Once, it raises the database's Error where that is away.
    """
    while True:
        try:
            # Each in its turn, so that none keeps the others waiting for ever.
            was_busy = sum(chore() for chore in CHORES) > 0
            if not once:
                daily.order_verification()
        except Error:
            if once:
                raise
            logger.exception("The worker could not reach the database and tries again.")
            was_busy = False
        except OSError as failure:
            if once or not unstored.is_of_storage(failure):
                raise
            logger.exception("The worker found no room on the disk and tries again.")
            time.sleep(FULL_SECONDS)
            was_busy = False
        if was_busy:
            continue
        if once:
            return
        time.sleep(POLL_SECONDS)
        # As Django does between requests: the database may have gone away and come back.
        close_old_connections()
