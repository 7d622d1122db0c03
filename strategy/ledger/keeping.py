"""From the table into the file: once a deed is committed, and by the worker what that missed."""

import logging

from django.conf import settings
from django.db import DatabaseError

from strategy.ledger import file
from strategy.models import LedgerEntry

logger = logging.getLogger(__name__)


def keep() -> bool:
    """Put into the file what it lacks; says whether there was any. A chore of the worker.

    Raises OSError where it cannot be written.
    """
    rows = list(LedgerEntry.objects.filter(in_file=False).order_by("done_at"))
    if rows:
        file.add(settings.LEDGER_FILE, map(as_in_file, rows))
        LedgerEntry.objects.filter(pk__in=[row.pk for row in rows]).update(in_file=True)
    return bool(rows)


def keep_or_log() -> bool:
    """As `keep`, once a deed is done: what fails is told in the log alone, and tried again."""
    try:
        return keep()
    except (OSError, DatabaseError) as failure:
        logger.error("The ledger of erasures was not written: %s", type(failure).__name__)
        return False


def as_in_file(row: LedgerEntry) -> file.Entry:
    return file.Entry(str(row.pk), row.kind, row.what, row.done_at, file.key_mark())
