"""Django's SQLite backend with the one thing it lacks: Czech sorting under PostgreSQL's name."""

from sqlite3 import dbapi2 as Database  # noqa: N812  (as Django names it)
from typing import Any

from django.db.backends.sqlite3 import base

from brnoplan.collation import compare


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Database.Connection:
        connection = super().get_new_connection(conn_params)
        connection.create_collation("cs-x-icu", compare)
        return connection
