"""Django's PostgreSQL backend with two ways spared: statements that the server plans once, and
a look at a kept connection that asks the server nothing."""

import select
import sys
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.pq import TransactionStatus

# Statements that a connection keeps ready, as many as psycopg does; then it begins anew.
MOST_KEPT = 100


class KeptCursor(base.ServerBindingCursor):
    """For one statement, time and again: it has found out how such values are written and read.

    The other cursors put values into the words, so that no two statements are the same.
    """

    def execute(self, query: str, *values: Any, **options: Any) -> Any:
        # psycopg remembers for as long as it is the very same string.
        return super().execute(sys.intern(query), *values, **options)  # type: ignore[misc]

    def close(self) -> None:
        """Not before the connection is."""


class DatabaseWrapper(base.DatabaseWrapper):
    def preparing_cursor(self, sql: str) -> CursorWrapper:
        """For a statement of the same words each time: after some times the server has it ready.

        Its rows are to be fetched before it is asked again.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        # The stubs know neither this nor what a cursor of ours is made of.
        wrapped: CursorWrapper = self._prepare_cursor(self._kept(sql))  # type: ignore[attr-defined]
        return wrapped

    def _kept(self, sql: str) -> KeptCursor:
        if sql not in self._cursors:
            if len(self._cursors) >= MOST_KEPT:
                self._cursors.clear()
            self._cursors[sql] = KeptCursor(self.connection)  # type: ignore[call-arg]
        return self._cursors[sql]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._cursors: dict[str, KeptCursor] = {}
        return super().get_new_connection(conn_params)

    def get_connection_params(self) -> dict[str, Any]:
        # Counted for such cursors alone. Django sets None, psycopg's own default is 5.
        return {**super().get_connection_params(), "prepare_threshold": 5}

    def is_usable(self) -> bool:
        """Whether the connection stands. A server that ended it has said so on the socket."""
        if self.connection is None or self.connection.closed:
            return False
        idle = self.connection.info.transaction_status == TransactionStatus.IDLE
        if idle and not _has_news(self.connection.fileno()):
            return True
        return bool(super().is_usable())


def _has_news(socket: int) -> bool:
    """Whether something can be read from it, and be it its end."""
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))
