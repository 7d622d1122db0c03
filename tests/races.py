"""Deeds done at the same moment, each in a thread and a connection of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.files import write_database

# SQLite's database of the tests lives in memory, where threads cannot wait for one another.
needs_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads that commit need PostgreSQL"
)


def at_once(deeds: list[Any], *, threads: int | None = None) -> list[Any]:
    """Run deeds in threads of their own, or so many at a time; each gives its connection back."""

    def run(deed: Any) -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads or len(deeds)) as pool:
        return list(pool.map(run, deeds))


@contextmanager
def on_a_file(path: Path) -> Iterator[None]:
    """Let threads find on SQLite, in a file, what is committed in the memory of the test.

    There they wait for one another as in production. Whatever is asked meanwhile is asked in
    threads; what they write is gone afterwards. PostgreSQL needs nothing of it.
    """
    if connection.vendor == "postgresql":
        yield
        return
    write_database(path)
    in_memory = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = in_memory
