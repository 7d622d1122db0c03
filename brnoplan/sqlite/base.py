"""Django's SQLite backend with the one thing it lacks, Czech sorting under PostgreSQL's name, and a
cursor that stays for statements of the same words."""

from functools import lru_cache
from sqlite3 import dbapi2 as Database  # noqa: N812  (as Django names it)
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.utils import CursorWrapper

from brnoplan.collation import compare


# As many statements as come so are few; lists of many rows have words of their own.
@lru_cache(maxsize=200)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class KeptCursor(base.SQLiteCursorWrapper):
    """For statements that come time and again: their words are put as SQLite wants them once."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _with_question_marks(query)
        converted: str = super().convert_query(query, param_names=param_names)
        return converted

    def close(self) -> None:
        """Not before the connection is."""


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Database.Connection:
        connection = super().get_new_connection(conn_params)
        connection.create_collation("cs-x-icu", compare)
        self._kept: KeptCursor = connection.cursor(factory=KeptCursor)
        return connection

    def preparing_cursor(self, sql: str) -> CursorWrapper:
        """For a statement of the same words each time, as in `brnoplan.postgresql`.

        Its rows are to be fetched before anything is asked again.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        # The stubs know neither this nor what a cursor of ours is made of.
        wrapped: CursorWrapper = self._prepare_cursor(self._kept)  # type: ignore[attr-defined]
        return wrapped
