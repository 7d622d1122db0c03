"""The tests' SQLite database, which lives in memory, as a file that others can open."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection


def write_database(path: Path) -> None:
    """Write the tables, and the rows that are committed: tests ask for `committed`.

    In a transaction of its own SQLite would wait for its end, which is never.
    """
    assert not connection.in_atomic_block
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        # Before others come: of several that turn a file to it at once one is refused.
        copy.execute("PRAGMA journal_mode=WAL")
