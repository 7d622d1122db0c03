"""Queries compiled once, for the pages that everyone reads: putting one together costs more
than asking it."""

from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Rows = list[tuple[Any, ...]]


class Given(Expression):
    """Stands in a prepared query for a value that comes when it is asked."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]


class Prepared:
    """Rows of a `values_list()` in which some values are Given; compiled when first asked.

    The query must not be sliced itself: `ask` takes the bounds.
    """

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        self._rows = rows
        self._compiled: tuple[str, list[Any], dict[int, Any]] | None = None

    def ask(self, *, start: int = 0, most: int | None = None, **given: object) -> Rows:
        """At most `most` rows from `start` on. One query.

        Raises KeyError where a value that the query needs is not given.
        """
        sql, parameters, converters = self._compiled = self._compiled or self._compile()
        if most is not None:
            sql += f" LIMIT {most:d} OFFSET {start:d}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [_filled(parameter, given) for parameter in parameters])
            rows = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    def _compile(self) -> tuple[str, list[Any], dict[int, Any]]:
        compiler = self._rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        return sql, list(parameters), compiler.get_converters(columns)


def _filled(parameter: object, given: dict[str, object]) -> Any:
    if isinstance(parameter, Given):
        return parameter.output_field.get_db_prep_value(given[parameter.name], connection)
    return parameter


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    """A row with its values as the fields' own types: SQLite keeps dates as text, for one."""
    values = list(row)
    for position, (steps, column) in converters.items():
        for step in steps:
            values[position] = step(values[position], column, connection)
    return tuple(values)
