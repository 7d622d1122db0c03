"""Two web nodes of one portal: each its own gunicorn, worker and data folder, on one PostgreSQL.

Uploads and the ledger of erasures are shared, nginx as it is shipped stands before both. Tried is
what could differ between them, and what happens when one is gone. `./run bench nodes`
"""

from benchmarks.ground import connection
from benchmarks.own import driven


def run() -> list[bool]:
    return driven("benchmarks.two_nodes") if connection.vendor == "postgresql" else []
