"""Queries compiled once, for pages that everyone reads and deeds that many do at once: putting
one together costs more than asking it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Expression,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Rows = list[tuple[Any, ...]]
Row = TypeVar("Row", bound=Model)
# Its words, and the values in it.
Statement = tuple[str, list[Any]]
# A type of values, and what makes of them what the driver takes, if it does not as they are.
Kind = tuple[type | None, Callable[[Any], Any] | None]
Plain = dict["type[Field[Any, Any]]", Kind]

_gathered: ContextVar[list[Statement] | None] = ContextVar("gathered", default=None)


def ask(sql: str, values: list[Any]) -> Rows:
    """The rows of a statement of the same words each time. One query."""
    with _keeping_cursor(sql) as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _ask_anew(sql: str, values: list[Any]) -> Rows:
    """The same, planned by the database for just these values."""
    # Of the thread that asks, which is not that of the import.
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _execute(sql: str, values: list[Any]) -> None:
    with _keeping_cursor(sql) as cursor:
        cursor.execute(sql, values)


def _keeping_cursor(sql: str) -> CursorWrapper:
    """A cursor for a statement that the database keeps ready if it can."""
    ours = connections[DEFAULT_DB_ALIAS]
    if (keeping := getattr(ours, "preparing_cursor", None)) is None:
        return ours.cursor()
    cursor: CursorWrapper = keeping(sql)
    return cursor


@contextmanager
def in_one_go() -> Iterator[None]:
    """Within it Insertions that return nothing are gathered; at its end they are written.

    As one query where the database takes that. None of them sees what another writes.
    """
    statements: list[Statement] = []
    token = _gathered.set(statements)
    try:
        yield
    finally:
        _gathered.reset(token)
    for sql, values in _joined(statements):
        _execute(sql, values)


def _joined(statements: list[Statement]) -> list[Statement]:
    """The same as one statement; SQLite takes no writing within another."""
    if connection.vendor != "postgresql" or len(statements) < 2:
        return statements
    *first, last = [sql for sql, _values in statements]
    parts = ", ".join(f"part_{number} AS ({sql})" for number, sql in enumerate(first))
    return [(f"WITH {parts} {last}", [value for _sql, values in statements for value in values])]


def write(sql: str, values: list[Any]) -> None:
    """A statement that returns nothing; one query, or a part of that of `in_one_go`."""
    gathered = _gathered.get()
    if gathered is None:
        _execute(sql, values)
    else:
        gathered.append((sql, values))


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
        self._ask = ask if planned_once else _ask_anew

    def ask(self, *, start: int = 0, most: int | None = None, **given: object) -> Rows:
        """At most `most` rows from `start` on. One query.

        Raises KeyError where a value that the query needs is not given.
        """
        sql, parameters, converters = self._compiled
        if most is not None:
            sql += f" LIMIT {most:d} OFFSET {start:d}"
        rows = self._ask(sql, [_filled(parameter, given) for parameter in parameters])
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
        made = self._model.from_db(DEFAULT_DB_ALIAS, names, row[span])
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
            compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
        )
        return span, names, related


# Which values such a field hands to the driver as they are, on every database.
_PLAIN: Plain = {
    CharField: (str, None),
    TextField: (str, None),
    IntegerField: (int, None),
    ForeignKey: (int, None),
    BooleanField: (bool, None),
}
# PostgreSQL has types for these, too; for SQLite they are turned into text, as Django does.
_PLAIN_ON_POSTGRESQL: Plain = _PLAIN | {DateTimeField: (datetime, None), UUIDField: (UUID, None)}
_PLAIN_ON_SQLITE: Plain = _PLAIN | {
    DateTimeField: (datetime, lambda value: connection.ops.adapt_datetimefield_value(value)),
    UUIDField: (UUID, attrgetter("hex")),
}
# Rows of one statement; with any model's columns that is within what SQLite takes.
BATCH = 500


class Insertion(Generic[Row]):
    """Writes rows of a model by statements that are put together once, each of BATCH rows.

    It sends no signals: of a model with a history, that is written beside; and no instant sets
    itself, as with `auto_now`. `conflict` says what becomes of a row that is there already, in the
    words of both databases, such as “DO NOTHING”.
    """

    def __init__(self, model: type[Row], *, conflict: str = "", returning: str = "") -> None:
        self._model, self._conflict, self._returning = model, conflict, returning

    def write(self, rows: Sequence[Row]) -> Rows:
        """Write rows of the model, one query; returns what `returning` names, of each row.

        The rows themselves do not learn the primary keys that the database gives them.
        """
        batches = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
        return [returned for batch in batches for returned in self._write(batch)]

    def write_counted(self, row: Row, column: str, by: "Insertion[Any]", counter: Model) -> Rows:
        """Write a row of which one column is what `by` returns of writing `counter`.

        As one query where the database takes that; then the row itself does not learn it.
        """
        if connection.vendor != "postgresql":
            [(number,)] = by.write([counter])
            setattr(row, column, number)
            return self.write([row])
        names = [field.attname for field in self._fields]
        given = dict(zip(names, self._values(row), strict=True))
        del given[column]
        places = ", ".join("(TABLE counted)" if name == column else "%s" for name in names)
        begin, _row, end = self._frame
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return ask(
            f"WITH counted AS ({by._statement(1)}) {begin}({places}){end}",
            [*by._values(counter), *given.values()],
        )

    def _write(self, rows: Sequence[Row]) -> Rows:
        sql = self._statement(len(rows))
        values = [value for row in rows for value in self._values(row)]
        for row in rows:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        if self._returning:
            return ask(sql, values)
        write(sql, values)
        return []

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

    def _values(self, row: Row) -> Iterator[Any]:
        """As the database keeps them; words, numbers and nothing at all need no preparing."""
        read, plain = self._reading
        for field, value, (kind, turned) in zip(self._fields, read(row), plain, strict=True):
            if value is None:
                yield None
            elif type(value) is kind:
                yield turned(value) if turned else value
            else:
                yield field.get_db_prep_save(field.pre_save(row, add=True), connection)

    @cached_property
    def _reading(self) -> "tuple[attrgetter[tuple[Any, ...]], list[Kind]]":
        """Reads the values off a row; and of which type those are that need no preparing."""
        plain = _PLAIN_ON_POSTGRESQL if connection.vendor == "postgresql" else _PLAIN_ON_SQLITE
        read = attrgetter(*(field.attname for field in self._fields))
        return read, [_plain_in(field, plain) for field in self._fields]


def _plain_in(field: "Field[Any, Any]", plain: Plain) -> Kind:
    return next((kind for of, kind in plain.items() if isinstance(field, of)), (None, None))


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
