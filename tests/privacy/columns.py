"""Every column that holds words, who sees it and how long it is kept, as `columns.txt` says.

Of a table of history each column is private, whatever its row’s is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Model

TABLE = Path(__file__).with_name("columns.txt")
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField,
         models.BinaryField, models.GenericIPAddressField, models.UUIDField)  # fmt: skip
# Keys of rows, which stand in addresses.
KEYS = models.UUIDField
PAST = "Historical"


class Column(NamedTuple):
    """Of a model by its label, as `comments.Contact`."""

    model: str
    name: str


class Said(NamedTuple):
    """What the table says of a column."""

    seen: str
    kept: str

    @property
    def is_private(self) -> bool:
        """Whether nobody from outside may see it in any row."""
        return not self.seen.startswith("public")

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it in every row."""
        return self.seen == "public"


def lines() -> Iterator[tuple[str, list[str], Said]]:
    """(model, its columns, what is said of them) of each line of the table."""
    for line in TABLE.read_text().splitlines():
        if not line.startswith("#"):
            columns, seen, kept = line.split(" | ")
            model, names = columns.split(": ")
            yield model, names.split(), Said(seen, kept)


def table() -> dict[Column, Said]:
    return {Column(model, name): said for model, names, said in lines() for name in names}


def all_models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not _is_past(model)]


def past_models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if _is_past(model)]


def _is_past(model: type[Model]) -> bool:
    return model.__name__.startswith(PAST)


def holding_words(model: type[Model]) -> list[models.Field]:
    """Its columns of words, but for those that lead to other rows and the keys of its own."""
    fields = model._meta.local_concrete_fields
    return [
        field
        for field in fields
        if isinstance(field, WORDS) and not isinstance(field, KEYS) and not field.is_relation
    ]


def columns() -> set[Column]:
    """All there are."""
    return {
        Column(model._meta.label, field.name)
        for model in all_models()
        for field in holding_words(model)
    }
