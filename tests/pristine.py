"""The database as migrating leaves it, and its return after tests that commit.

Django's `flush` empties every table there is, frozen ones not at all, and makes all content types
and permissions anew; here nearly all stays where it is. What migrations wrote is there again, too.
"""

import sqlite3
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comments import unshortened
from kpss import once, unrewritten
from strategy import frozen, kept
from strategy.auditing import kept as audited
from strategy.searching import watching

GUARDS = (frozen, kept, audited, unshortened, once, unrewritten, watching)


def remember() -> Callable[[], None]:
    """Remember the database as it stands; what is returned gives it back."""
    return _remember_sqlite() if connection.vendor == "sqlite" else _remember_postgresql()


def _remember_sqlite() -> Callable[[], None]:
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(copy)

    def give_back() -> None:
        connection.ensure_connection()
        copy.backup(connection.connection)
        ContentType.objects.clear_cache()

    return give_back


def _remember_postgresql() -> Callable[[], None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS pristine CASCADE; CREATE SCHEMA pristine")
        cursor.execute(
            "CREATE TABLE pristine.sequences AS"
            " SELECT schemaname, sequencename, last_value FROM pg_sequences"
        )
        names = connection.introspection.table_names(cursor)
        filled = [name for name in names if _found(cursor, f"SELECT WHERE EXISTS (TABLE {name})")]
        for name in filled:
            cursor.execute(f"CREATE TABLE pristine.{name} AS TABLE public.{name}")
        triggers = _triggers(cursor)
    empty = [name for name in names if name not in filled]
    changed = " UNION ALL ".join(
        [f"SELECT '{name}' WHERE EXISTS (TABLE {name})" for name in empty]
        + [f"SELECT '{name}' WHERE {_hash(name)} <> {_hash(f'pristine.{name}')}" for name in filled]
    )

    def give_back() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # No trigger of ours refuses, and the tables may be emptied in any order.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for (name,) in _found(cursor, changed):
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608  (names of ours)
                if name in filled:
                    cursor.execute(f"INSERT INTO {name} TABLE pristine.{name}")
            cursor.execute(_SEQUENCES)
            if _triggers(cursor) != triggers:
                for guard in GUARDS:
                    guard.install(connection)
        ContentType.objects.clear_cache()

    return give_back


_SEQUENCES = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass,"
    " coalesce(before.last_value, now.start_value), before.last_value IS NOT NULL)"
    " FROM pg_sequences now JOIN pristine.sequences before USING (schemaname, sequencename)"
    " WHERE now.last_value IS DISTINCT FROM before.last_value"
)


def _hash(table: str) -> str:
    """SQL that differs as soon as a row of the table does."""
    rows = "string_agg(md5(one::text), '' ORDER BY md5(one::text))"
    return f"(SELECT coalesce({rows}, '') FROM {table} one)"  # noqa: S608  (names of ours)


def _triggers(cursor: CursorWrapper) -> list[tuple]:
    return _found(
        cursor,
        "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1, 2",
    )


def _found(cursor: CursorWrapper, query: str) -> list[tuple]:
    cursor.execute(query)
    return cursor.fetchall()
