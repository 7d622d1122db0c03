"""Django's PostgreSQL backend with two ways spared: statements that the server plans once, and
a look at a kept connection that asks the server nothing."""

import select
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.pq import TransactionStatus

# In the place of a cursor's name; those of Django begin with an underscore.
_PREPARING = "preparing"


class DatabaseWrapper(base.DatabaseWrapper):
    def preparing_cursor(self) -> AbstractContextManager[CursorWrapper]:
        """For a statement of the same words each time: after some times the server has it ready."""
        # The stubs know neither this nor what a cursor of ours is made of.
        cursor: AbstractContextManager[CursorWrapper] = self._cursor(_PREPARING)  # type: ignore[attr-defined]
        return cursor

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        """Send statements one after another, and wait for the server once, at the end."""
        with self.wrap_database_errors, self.connection.pipeline():
            yield

    def create_cursor(self, name: str | None = None) -> Any:
        if name != _PREPARING:
            return super().create_cursor(name)
        # The other cursors put values into the words, so that no two statements are the same.
        return base.ServerBindingCursor(self.connection)  # type: ignore[call-arg]

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
