"""Deeds done at the same moment, each in a thread and a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

# SQLite's database of the tests lives in memory, where threads cannot wait for one another.
needs_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="threads that commit need PostgreSQL"
)


def at_once(deeds: list[Any]) -> list[Any]:
    """Run deeds in threads of their own; each gives its connection back."""

    def run(deed: Any) -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))
