"""What a copy asks of the database at its moment; the same SQL on both databases."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import FileField

from kpss.documents import files as documents
from kpss.models import Document

# Rows of a statement, asked of the database or of a copy of it.
Ask = Callable[[str], Iterable[Sequence[Any]]]


class Told(NamedTuple):
    """Rows by table, the migrations that were run, the chain of editions, the files named."""

    rows: dict[str, int]
    migrations: list[list[str]]
    seals: str
    files: list[str]


def ask_all(ask: Ask) -> Told:
    return Told(rows(ask), migrations(ask), seals(ask), files(ask))


def tables() -> list[str]:
    """All tables of models, those of relations between two models too, and of migrations."""
    models = apps.get_models(include_auto_created=True)
    managed = {model._meta.db_table for model in models if model._meta.managed}
    return sorted(managed | {"django_migrations"})


def rows(ask: Ask, names: Iterable[str] | None = None) -> dict[str, int]:
    names = tables() if names is None else names
    quote = connection.ops.quote_name
    return {
        name: next(iter(ask(f"SELECT count(*) FROM {quote(name)}")))[0]  # noqa: S608  (names of ours)
        for name in names
    }


def migrations(ask: Ask) -> list[list[str]]:
    found = ask("SELECT app, name FROM django_migrations")
    return sorted([app, name] for app, name in found)


def seals(ask: Ask) -> str:
    """One hash over the hashes of all editions in their order."""
    found = ask("SELECT edition_id, sha256, previous_sha256 FROM strategy_seal ORDER BY edition_id")
    chain = "\n".join(" ".join(map(str, row)) for row in found)
    return hashlib.sha256(chain.encode()).hexdigest()


def files(ask: Ask) -> list[str]:
    """Paths in the data folder of all files that rows name; first those that are soon replaced."""
    named = {path for table, column in _columns() for path in _of_column(ask, table, column)}
    lasting = settings.MEDIA_ROOT.name + "/archive/"
    of_documents = {
        str(documents.path_of(sha256).relative_to(settings.DATA_DIR))
        for (sha256,) in ask(f"SELECT sha256 FROM {Document._meta.db_table} WHERE sha256 <> ''")  # noqa: S608
    }
    first = sorted(named, key=lambda path: (path.startswith(lasting), path))
    return [*first, *sorted(of_documents)]


def in_data_folder(name: str) -> Path:
    return Path(settings.DATA_DIR) / name


def _columns() -> list[tuple[str, str]]:
    return [
        (model._meta.db_table, str(field.column))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
    ]


def _of_column(ask: Ask, table: str, column: str) -> list[str]:
    found = ask(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608
    return [f"{settings.MEDIA_ROOT.name}/{name}" for (name,) in found]
