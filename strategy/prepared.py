"""Queries compiled once, for pages that everyone reads and deeds that many do at once: putting
one together costs more than asking it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    CharField,
    Expression,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Rows = list[tuple[Any, ...]]
Row = TypeVar("Row", bound=Model)


def keeping_cursor() -> AbstractContextManager[CursorWrapper]:
    """A cursor for a statement of the same words each time, which the database keeps if it can."""
    keeping = getattr(connection, "preparing_cursor", connection.cursor)
    cursor: AbstractContextManager[CursorWrapper] = keeping()
    return cursor


def _any_cursor() -> AbstractContextManager[CursorWrapper]:
    """Of the connection of the thread that asks, which is not that of the import."""
    cursor: AbstractContextManager[CursorWrapper] = connection.cursor()
    return cursor


def in_one_go() -> AbstractContextManager[None]:
    """Within it Insertions that return nothing are sent together where the database takes that.

    An error of theirs comes at the end. Nothing else may be asked within.
    """
    together: AbstractContextManager[None] = getattr(connection, "in_one_go", nullcontext)()
    return together


class Given(Expression):
    """Stands in a prepared query for a value that comes when it is asked."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]


class Prepared:
    """Rows of a `values_list()` in which some values are Given; compiled when first asked.

    The query must not be sliced itself: `ask` takes the bounds. Where any values lead to the same
    way to the rows, such as a key, it may be `planned_once` by the database, too.
    """

    def __init__(self, rows: "QuerySet[Any, Any]", *, planned_once: bool = False) -> None:
        self._rows = rows
        self._cursor = keeping_cursor if planned_once else _any_cursor

    def ask(self, *, start: int = 0, most: int | None = None, **given: object) -> Rows:
        """At most `most` rows from `start` on. One query.

        Raises KeyError where a value that the query needs is not given.
        """
        sql, parameters, converters = self._compiled
        if most is not None:
            sql += f" LIMIT {most:d} OFFSET {start:d}"
        with self._cursor() as cursor:
            cursor.execute(sql, [_filled(parameter, given) for parameter in parameters])
            rows = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    @cached_property
    def compiler(self) -> SQLCompiler:
        return self._rows.query.get_compiler(connection=connection)

    @cached_property
    def _compiled(self) -> tuple[str, list[Any], dict[int, Any]]:
        sql, parameters = self.compiler.as_sql()
        columns = [column for column, _sql, _alias in self.compiler.select]
        return sql, list(parameters), self.compiler.get_converters(columns)


class PreparedModel(Generic[Row]):
    """One row of a query as its model, with what it selects as related; values are Given.

    It is found by a key.
    """

    def __init__(self, rows: "QuerySet[Row]") -> None:
        self._model = rows.model
        self._prepared = Prepared(rows, planned_once=True)

    def first(self, **given: Any) -> Row | None:
        """The first row, if any. One query; raises KeyError as `Prepared.ask` does."""
        rows = self._prepared.ask(most=1, **given)
        return self._made(rows[0]) if rows else None

    def _made(self, row: tuple[Any, ...]) -> Row:
        span, names, related = self._parts
        made = self._model.from_db(connection.alias, names, row[span])
        for part in related:
            part.populate(row, made)
        return made

    @cached_property
    def _parts(self) -> tuple[slice, list[str], list[Any]]:
        """Where in a row the model's own columns are, what they are called, and the related."""
        compiler = self._prepared.compiler
        places = compiler.klass_info["select_fields"]
        span = slice(places[0], places[-1] + 1)
        names = [column.target.attname for column, _sql, _alias in compiler.select[span]]
        # The stubs are those of a later Django.
        related = get_related_populators(  # type: ignore[call-arg]
            compiler.klass_info, compiler.select, connection.alias
        )
        return span, names, related


# Which fields of these values hand them to the driver as they are.
_PLAIN: dict[type, tuple[type, ...]] = {
    str: (CharField, TextField),
    int: (IntegerField, ForeignKey),
    bool: (BooleanField,),
}
# Rows of one statement; with any model's columns that is within what SQLite takes.
BATCH = 500


class Insertion(Generic[Row]):
    """Writes rows of a model by statements that are put together once, each of BATCH rows.

    It sends no signals: of a model with a history, that is written beside. `conflict` says what
    becomes of a row that is there already, in the words of both databases, such as “DO NOTHING”.
    """

    def __init__(self, model: type[Row], *, conflict: str = "", returning: str = "") -> None:
        self._model, self._conflict, self._returning = model, conflict, returning

    def write(self, rows: Sequence[Row]) -> Rows:
        """Write rows of the model, one query; returns what `returning` names, of each row.

        The rows themselves do not learn the primary keys that the database gives them.
        """
        batches = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
        return [returned for batch in batches for returned in self._write(batch)]

    def _write(self, rows: Sequence[Row]) -> Rows:
        values = [self._value(field, row) for row in rows for field in self._fields]
        with keeping_cursor() as cursor:
            cursor.execute(self._statement(len(rows)), values)
            returned = cursor.fetchall() if self._returning else []
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias
        return returned

    @cached_property
    def _fields(self) -> "list[Field[Any, Any]]":
        """The columns that are given, which are all but a key that the database counts."""
        options = self._model._meta
        return [field for field in options.concrete_fields if field is not options.auto_field]

    @cached_property
    def _frame(self) -> tuple[str, str, str]:
        """What stands before the rows, one row, and what stands behind them."""
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(field.column)) for field in self._fields)
        end = f" ON CONFLICT {self._conflict}" if self._conflict else ""
        end += f" RETURNING {self._returning}" if self._returning else ""
        row = f"({', '.join(['%s'] * len(self._fields))})"
        table = quote(self._model._meta.db_table)
        return f"INSERT INTO {table} ({columns}) VALUES ", row, end  # noqa: S608  (names of ours)

    def _statement(self, count: int) -> str:
        begin, row, end = self._frame
        return begin + ", ".join([row] * count) + end

    @staticmethod
    def _value(field: "Field[Any, Any]", row: Row) -> Any:
        """As the database keeps it; words, numbers and nothing at all need no preparing."""
        value = field.pre_save(row, add=True)
        if value is None or (type(value) in _PLAIN and isinstance(field, _PLAIN[type(value)])):
            return value
        return field.get_db_prep_save(value, connection)


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
