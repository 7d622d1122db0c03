"""A database as one file of a copy, as it stood at one moment, and back.

On SQLite its own online copy; on PostgreSQL pg_dump, and what is asked beside it is asked of the
very snapshot that is dumped. Nobody has to wait meanwhile.
"""

import os
import shutil
import sqlite3
import subprocess  # noqa: TID251  (pg_dump and pg_restore, on our own database)
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection, transaction
from django.utils.translation import gettext as _

from brnoplan.backup import BackupRefused, questions
from brnoplan.backup.questions import Told

# What DATABASE_URL may say behind its question mark, as PostgreSQL's programs read it.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcrl": "PGSSLCRL",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "channel_binding": "PGCHANNELBINDING",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "gssencmode": "PGGSSENCMODE",
    "options": "PGOPTIONS",
}
# What pg_restore of PostgreSQL 17 tells the server, which one of 16 takes for a fault.
_NEWER = b"SET transaction_timeout = 0;\n"
# 1 January 2020 in seconds: counted from then, a key fits into four bytes until 2088.
_FIRST_KEY = 1_577_836_800


def dump(path: Path) -> Told:
    """Write the database into a file; tells what it held at that moment."""
    return _dump_sqlite(path) if connection.vendor == "sqlite" else _dump_postgresql(path)


def load(path: Path) -> None:
    """Make the database of such a file; it is empty before."""
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copyfile(path, connection.settings_dict["NAME"])
        Path(connection.settings_dict["NAME"]).chmod(0o600)
    else:
        _load_postgresql(path)
    connection.close()


def is_empty() -> bool:
    """Whether there is no table. A database of SQLite that is not there is empty, and stays so."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def size() -> int:
    """Bytes that it takes in the data folder; none of PostgreSQL's lie there."""
    path = Path(connection.settings_dict["NAME"])
    return path.stat().st_size if connection.vendor == "sqlite" and path.exists() else 0


def refuse_without_rights() -> None:
    """Raise BackupRefused for a role that may not make tables, as the one that serves may not."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        if not cursor.fetchone()[0]:
            raise BackupRefused(
                _("This role may make no tables. Restore under their owner, by deploy/prepare.")
            )


def empty() -> None:
    """Leave nothing of the database. Raises BackupRefused where somebody else is using it."""
    if connection.vendor == "sqlite":
        _refuse_used_sqlite()
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
        return
    _refuse_used_postgresql()
    _empty_postgresql()


def server() -> str:
    """Which database that is, for whoever reads the manifest."""
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def broken() -> list[str]:
    """Rows that point at none, and what the database itself finds damaged in its file."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            found = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            return found + [f"{table} {key}" for table, key, *_more in cursor.fetchall()]
        # PostgreSQL has built every index and key anew, and would have refused.
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        return [name for (name,) in cursor.fetchall()]


def use_no_key_twice() -> None:
    """Let new rows get keys that none had which came after the copy, however often it is restored.

    Links in letters hold by the key of their row, and would open somebody else's. A second is a
    key, for no table gets more rows than one a second from one restoring to the next.
    """
    first = int(time.time() - _FIRST_KEY)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master"
                " WHERE type = 'table' AND sql LIKE '%%AUTOINCREMENT%%'"
                " AND name NOT IN (SELECT name FROM sqlite_sequence)"
            )
            cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s)", [first])
        else:
            cursor.execute(
                "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,"
                " GREATEST(last_value, %s)) FROM pg_sequences WHERE schemaname = 'public'",
                [first],
            )


def _dump_sqlite(path: Path) -> Told:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        # In one step, for which it reads one state: whoever writes goes on beside it.
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return questions.ask_all(lambda query: copy.execute(query))


def _dump_postgresql(path: Path) -> Told:
    _refuse_without("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]

        def ask(query: str) -> list[tuple[Any, ...]]:
            cursor.execute(query)
            return cursor.fetchall()

        told = questions.ask_all(ask)
        options = ("--format=custom", "--no-owner", "--no-privileges", "--schema=public")
        _run("pg_dump", *options, f"--snapshot={snapshot}", f"--file={path}", _name())
    return told


def _load_postgresql(path: Path) -> None:
    """By way of SQL, from which what an older server does not know is left out."""
    options = ("--no-owner", "--no-privileges", "--schema=public", "--file=-")
    whole = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    whole += ["--file=-", "--output=/dev/null"]
    with (
        tempfile.TemporaryFile() as said,
        _begun(said, "pg_restore", *options, str(path)) as reading,
        _begun(said, "psql", *whole, "--dbname", _name()) as loading,
    ):
        # Whoever breaks off has said why, and is asked for that below.
        with suppress(BrokenPipeError), cast(IO[bytes], reading.stdout) as lines:
            _pour(lines, loading.stdin)
        if reading.wait():
            # At the end of what it is given psql would commit the half that came.
            loading.kill()
        loading.communicate()
        if reading.returncode or loading.returncode:
            said.seek(0)
            raise BackupRefused(f"pg_restore: {said.read().decode(errors='replace').strip()}")


def _begun(said: IO[bytes], program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A program of PostgreSQL under way, whose complaints go into that file."""
    _refuse_without(program)
    return subprocess.Popen(  # noqa: S603  (as `_run`)
        [program, *arguments],
        env=os.environ | _environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
    )


def _pour(lines: Iterable[bytes], target: Any) -> None:
    """The lines of a script into a program, but what only a newer server knows."""
    begun = False
    for line in lines:
        # Rows may hold any words; what comes before them are settings of the session.
        begun = begun or line.startswith(b"COPY ")
        if begun or line != _NEWER:
            target.write(line)
    target.flush()


def _refuse_without(program: str) -> None:
    if shutil.which(program) is None:
        told = _("%(program)s is missing. As root: apt-get install postgresql-client")
        raise BackupRefused(told % {"program": program})


def _run(program: str, *arguments: str) -> None:
    _refuse_without(program)
    done = subprocess.run(  # noqa: S603  (programs of PostgreSQL, arguments of ours)
        [program, *arguments], env=os.environ | _environment(), capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise BackupRefused(f"{program}: {said}")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _environment() -> dict[str, str]:
    """How PostgreSQL's programs find the database; a password stands in no list of processes."""
    given = connection.settings_dict
    options = given["OPTIONS"].items()
    more = {_VARIABLES[key]: str(value) for key, value in options if key in _VARIABLES}
    named = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    return more | {variable: str(given[key]) for key, variable in named.items() if given[key]}


def _refuse_used_sqlite() -> None:
    connection.close()
    try:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0)) as alone:
            # Nobody who has it open lets the write-ahead log go.
            alone.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise BackupRefused(_in_use()) from None


def _refuse_used_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            # Of the sessions of other roles, such as the portal's own, only whose they are is told.
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usesysid IS NOT NULL AND pid <> pg_backend_pid()"
            " AND coalesce(backend_type, 'client backend') = 'client backend'"
        )
        if cursor.fetchone()[0]:
            raise BackupRefused(_in_use())


def _in_use() -> str:
    return _("Somebody is using the database. Stop the portal and its worker first.")


def _empty_postgresql() -> None:
    """The schema stays, for rights were given on it; all that is ours in it goes."""
    owned = "pronamespace = 'public'::regnamespace AND pg_has_role(proowner, 'USAGE')"
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(
            f"SELECT oid::regprocedure::text FROM pg_proc p WHERE {owned}"  # noqa: S608
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")
