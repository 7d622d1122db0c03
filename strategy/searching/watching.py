"""Triggers that take out of the index whatever changes, whoever writes and by whatever way.

Hiding a word must take it out of the index in the same transaction, and there are some forty deeds
that hide, withdraw, erase or rewrite: so it is the rows that tell, and no deed can forget to. What
was taken out is put down in `SearchDue` and the worker makes it anew. The row there is the lock:
who changes a row waits for a worker that has just read it, and the worker passes over what is being
changed.

They are taken off before migrations and put on after them, for SQLite loses those of a table that
is rebuilt.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from strategy import triggers
from strategy.searching.documents import SOURCES, Watch

NAME = "searched"
_ENTRIES = "SELECT id FROM strategy_searchentry WHERE source = '{source}' AND whole IN ({wholes})"
_DUE = (
    "INSERT INTO strategy_searchdue (source, whole, raised)"
    " SELECT DISTINCT '{source}', changed.whole, 0 FROM ({wholes}) AS changed"
    " WHERE changed.whole IS NOT NULL"
    " ON CONFLICT (source, whole) DO UPDATE SET raised = strategy_searchdue.raised + 1"
)

_ROWS = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of any older ones."""
    uninstall(connection)
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    for (table, event), found in _watched().items():
        triggers.execute(connection, make(table, event, found))


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take off whatever triggers of ours there are, also those of sources that are no more."""
    triggers.execute(connection, [f"DROP {one}" for one in _installed(connection)])


def installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether all are on."""
    return len(_installed(connection)) == len(_watched())


def before_migrations(using: str, plan: Any = None, **_given: object) -> None:
    """Let migrations rebuild tables."""
    if plan:
        uninstall(connections[using])


def after_migrations(using: str, plan: Any = None, **_given: object) -> None:
    """Put the triggers on again. A flush says nothing of a plan and changes no table."""
    connection = connections[using]
    tables = set(connection.introspection.table_names()) if plan is not None else set()
    # A portal that is brought up to an older version in between lacks some.
    is_whole = {"strategy_searchdue", *(table for table, _event in _watched())} <= tables
    if is_whole and (plan or not installed(connection)):
        install(connection)


def _watched() -> dict[tuple[str, str], list[tuple[str, Watch]]]:
    """What is to be done upon each event of each table."""
    found = defaultdict(list)
    for source in SOURCES.values():
        for watch in source.watched:
            for event in watch.events:
                found[watch.table, event].append((source.name, watch))
    return dict(found)


def _statements(event: str, source: str, watch: Watch) -> Iterator[str]:
    for row in _ROWS[event]:
        wholes = _wholes(watch, row)
        # First, for it waits for a worker that makes them anew at this moment.
        yield _DUE.format(source=source, wholes=wholes)
        if watch.hides:
            entries = _ENTRIES.format(source=source, wholes=wholes)
            yield f"DELETE FROM strategy_searchstem WHERE entry_id IN ({entries})"  # noqa: S608
            yield f"DELETE FROM strategy_searchentry WHERE id IN ({entries})"  # noqa: S608


def _when(event: str, found: list[tuple[str, Watch]]) -> str:
    """The condition without which nothing is to be done, so that the trigger need not be called.

    What comes in by the hundred, such as comments, is not public yet.
    """
    conditions = [watch.when.format(row=row) for _source, watch in found for row in _ROWS[event]]
    return f" WHEN ({' OR '.join(dict.fromkeys(conditions))})" if all(conditions) else ""


def _wholes(watch: Watch, row: str) -> str:
    """A query of the wholes that a row belongs to, as texts."""
    found = watch.wholes.format(row=row)
    when = f" WHERE {watch.when.format(row=row)}" if watch.when else ""
    if found.startswith("("):
        return f"SELECT CAST(one.whole AS varchar(40)) AS whole FROM {found} AS one{when}"  # noqa: S608
    return f"SELECT CAST({found} AS varchar(40)) AS whole{when}"


def _on_sqlite(table: str, event: str, found: list[tuple[str, Watch]]) -> list[str]:
    body = "; ".join(one for source, watch in found for one in _statements(event, source, watch))
    return [
        f"CREATE TRIGGER {_called(table, event)} AFTER {event} ON {table}{_when(event, found)}"
        f" BEGIN {body}; END"
    ]


def _on_postgresql(table: str, event: str, found: list[tuple[str, Watch]]) -> list[str]:
    body = "; ".join(one for source, watch in found for one in _statements(event, source, watch))
    called = _called(table, event)
    return [
        f"CREATE FUNCTION {called}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body};"
        " RETURN NULL; END $$",
        f"CREATE TRIGGER {called} AFTER {event} ON {table}"
        f" FOR EACH ROW{_when(event, found)} EXECUTE FUNCTION {called}()",
    ]


def _installed(connection: BaseDatabaseWrapper) -> list[str]:
    """What there is of ours, as DROP names it."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted, ending = "TRIGGER {}", ""
    else:
        query = "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        wanted, ending = "FUNCTION {}()", " CASCADE"
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [name for (name,) in cursor.fetchall() if f"_{NAME}_" in name]
    return [wanted.format(name) + ending for name in sorted(names)]


def _called(table: str, event: str) -> str:
    return f"{table}_{NAME}_{event.lower()}"
