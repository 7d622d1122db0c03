"""Triggers that refuse to write a row, the same on both databases.

SQLite loses those of a table that a migration rebuilds: such a migration installs them again.
"""

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

# (table, event, condition over NEW and OLD under which the write is refused)
Rule = tuple[str, str, str]


def install(
    connection: BaseDatabaseWrapper, name: str, rules: Sequence[Rule], message: str
) -> None:
    """Put the triggers of those rules on, in place of any older ones of that name.

    What they refuse raises IntegrityError with the message.
    """
    uninstall(connection, name, rules)
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    execute(connection, [statement for rule in rules for statement in make(name, rule, message)])


def uninstall(connection: BaseDatabaseWrapper, name: str, rules: Sequence[Rule]) -> None:
    """Take the triggers off."""
    drop = "TRIGGER IF EXISTS {}" if connection.vendor == "sqlite" else "FUNCTION IF EXISTS {}()"
    ending = "" if connection.vendor == "sqlite" else " CASCADE"
    execute(connection, [f"DROP {drop.format(_called(name, rule))}{ending}" for rule in rules])


def refusing_function(name: str, condition: str, message: str, *, returned: str) -> str:
    """PostgreSQL's function behind a trigger; `returned` is the row that it lets pass."""
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {condition} THEN RAISE EXCEPTION '{message}'"
        f" USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        f" RETURN {returned}; END $$"
    )


def execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _on_sqlite(name: str, rule: Rule, message: str) -> list[str]:
    table, event, condition = rule
    return [
        f"CREATE TRIGGER {_called(name, rule)} BEFORE {event} ON {table} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ]


def _on_postgresql(name: str, rule: Rule, message: str) -> list[str]:
    table, event, condition = rule
    called = _called(name, rule)
    returned = "OLD" if event == "DELETE" else "NEW"
    return [
        refusing_function(called, condition, message, returned=returned),
        f"CREATE TRIGGER {called} BEFORE {event} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {called}()",
    ]


def _called(name: str, rule: Rule) -> str:
    table, event, _condition = rule
    return f"{table}_{name}_{event.lower()}"
