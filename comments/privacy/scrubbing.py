"""What the database still holds of rows that were erased: overwritten or thrown away."""

import logging

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from comments.models import Erasure, Scrub

logger = logging.getLogger(__name__)

# Apps with words of people; another one adds itself.
APPS = ["comments"]


def after_commit() -> None:
    """Scrub once the transaction is committed, where the portal itself can do so quickly.

    Until that has come true the worker tries again, whatever was erased. On PostgreSQL it is for
    the owner of the tables: `manage.py scrub`. Called in the transaction that erases.
    """
    if connection.vendor == "sqlite":
        Scrub.objects.create()
        transaction.on_commit(_scrub_quietly)


def scrub() -> None:
    """Leave nothing of erased rows in the database's files; outside of a transaction.

    On SQLite all is written anew and the write-ahead log cut to nothing, on PostgreSQL the tables
    that hold words of people. There it asks for the rights of their owner, and the log of the
    server keeps what it wrote until it is used anew. Raises OperationalError where
    others hold the database for too long.
    """
    begun, asked = timezone.now(), list(Scrub.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _scrub_sqlite(cursor)
        else:
            for table in tables():
                cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
    Erasure.objects.filter(scrubbed_at=None, done_at__lte=begun).update(scrubbed_at=timezone.now())
    Scrub.objects.filter(pk__in=asked).delete()


def scrub_due() -> bool:
    """Scrub where the attempt after an erasure came to nothing; whether that was so."""
    if connection.vendor != "sqlite":
        return False
    is_due = Scrub.objects.exists() or Erasure.objects.filter(scrubbed_at=None).exists()
    return is_due and _scrub_quietly()


def _scrub_sqlite(cursor: CursorWrapper) -> None:
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if cursor.fetchone()[0]:
        raise OperationalError("Somebody was reading; the write-ahead log is not cut yet.")


def tables() -> list[str]:
    """Those that hold words of people, of the ones that an erasure changes."""
    models = [
        *(model for app in APPS for model in apps.get_app_config(app).get_models()),
        apps.get_model("strategy", "Letter"),
        apps.get_model("strategy", "ProgressReport"),
        apps.get_model("strategy", "Reading"),
        apps.get_model("strategy", "HistoricalReading"),
        apps.get_model("strategy", "Feedback"),
        apps.get_model("strategy", "SearchEntry"),
        apps.get_model("strategy", "SearchStem"),
        apps.get_model("admin", "LogEntry"),
    ]
    return [model._meta.db_table for model in models]


def _scrub_quietly() -> bool:
    if connection.in_atomic_block:
        return False
    try:
        scrub()
    except OperationalError:
        # The worker tries again; what was erased is gone for every query already.
        logger.warning("The database could not be scrubbed now.", exc_info=True)
        return False
    return True
