"""The closing hour: 20 comments and 100 page views a second, behind the shipped nginx.

Then the same beside 500 slow clients, and 20 PDFs ordered at once. `./run bench closing`;
CLOSING_SECONDS (600) is how long each lasts. Without nginx slow clients are told of, too: the
portal alone is not made for them. On PostgreSQL, as in production.
"""

from benchmarks.ground import connection
from benchmarks.own import driven


def run() -> list[bool]:
    return driven("benchmarks.closing_hour") if connection.vendor == "postgresql" else []
