"""The seal of a published edition: its canonical JSON and hashes, chained from the first on.

What a seal finds out is told by `verify_editions`; see `strategy.integrity.checking`.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from strategy.integrity import canonical
from strategy.models import (
    ArchivedPdf,
    Card,
    Cost,
    Edition,
    Indicator,
    Item,
    Resolution,
    ResolutionPart,
    Responsibility,
    Seal,
    Tier,
)

# What is not hashed: of a published edition these columns may still change.
WITHDRAWAL = ("withdrawn_at", "withdrawal_reason", "withdrawal_sha256")
LEFT_OUT = {
    "strategy.Edition": {"state", *WITHDRAWAL},
    # The number comes only when the row is stored; the hash is what comes of the rest.
    "strategy.ArchivedPdf": {"id", "row_sha256", "row_columns"},
}


class MissingColumn(Exception):
    """A column that was sealed is not in its table any more; its text is for the reader."""

    def __init__(self, table: str, column: str) -> None:
        names = {"table": table, "column": column}
        super().__init__(_("the sealed column %(table)s.%(column)s is missing") % names)


def seal(edition: Edition) -> Seal:
    """Seal an edition that has just been published, in the transaction that publishes it."""
    previous = previous_sha256(edition)
    document = canonical.encode(canonical.document(edition, previous))
    frozen = [rows.model for rows in frozen_rows(edition)]
    columns = json.dumps({model._meta.label: _columns(model) for model in frozen})
    return Seal.objects.create(
        edition=edition,
        document=document,
        sha256=sha256(document),
        previous_sha256=previous,
        rows_sha256=rows_sha256(edition, columns),
        rows_columns=columns,
    )


def seal_unsealed() -> int:
    """Seal what was published before seals were; returns how many. Oldest first, for the chain."""
    published = Edition.objects.published()
    for edition in published.filter(state=Edition.State.WITHDRAWN, withdrawal_sha256=""):
        edition.withdrawal_sha256 = withdrawal_sha256(edition)
        edition.save(update_fields=["withdrawal_sha256"])
    unsealed = published.filter(seal=None).order_by("plan", "number")
    return len([seal(edition) for edition in unsealed])


def previous_sha256(edition: Edition) -> str:
    """Hash of the seal of the plan's published edition before this one; empty for the first."""
    before = Seal.objects.filter(
        edition__plan=edition.plan_id, edition__number__lt=edition.number
    ).order_by("-edition__number")
    return before.values_list("sha256", flat=True).first() or ""


def withdrawal_sha256(edition: Edition) -> str:
    """Over when and why the edition was withdrawn; empty where it was not."""
    if edition.state != Edition.State.WITHDRAWN:
        return ""
    moment = canonical.instant(edition.withdrawn_at) or ""
    return sha256(f"{moment} {edition.withdrawal_reason}")


def seal_row(pdf: ArchivedPdf) -> None:
    """Give an archived PDF that is not stored yet the hash over its columns of today."""
    pdf.row_columns = json.dumps(_columns(ArchivedPdf))
    pdf.row_sha256 = row_sha256(pdf)


def row_sha256(pdf: ArchivedPdf) -> str:
    """Over those columns of an archived PDF that were hashed when it was stored.

    Raises ValueError where these are not readable, and MissingColumn.
    """
    names = json.loads(pdf.row_columns)
    _refuse_missing(ArchivedPdf, names)
    values = [pdf.row_columns, *(getattr(pdf, name) for name in names)]
    return sha256(json.dumps(values, default=_plain))


def rows_sha256(edition: Edition, columns: str) -> str:
    """Over every row that is frozen with the edition; nine queries at most.

    `columns` is what a Seal keeps of them: JSON, {label of the model: names of its columns}.
    Raises ValueError where this is not readable, and MissingColumn.
    """
    named = json.loads(columns)
    digest = hashlib.sha256(columns.encode())
    for rows in frozen_rows(edition):
        # A table that a later version freezes along is not in an older seal.
        names = named.get(rows.model._meta.label, [])
        _refuse_missing(rows.model, names)
        for values in rows.values_list(*names) if names else []:
            line = [rows.model._meta.label, *values]
            digest.update(json.dumps(line, default=_plain).encode() + b"\n")
    return digest.hexdigest()


def frozen_rows(edition: Edition) -> "Iterator[models.QuerySet[Any]]":
    """The rows of each table that are frozen with the edition, by primary key."""
    items = Item.objects.filter(edition=edition)
    resolutions = Resolution.objects.filter(pk=edition.approved_by_id or 0)
    yield Edition.objects.filter(pk=edition.pk)
    yield Tier.objects.filter(pk__in=items.values("tier")).order_by("pk")
    yield resolutions
    yield ResolutionPart.objects.filter(resolution__in=resolutions).order_by("pk")
    yield items.order_by("pk")
    for model in (Card, Responsibility, Cost, Indicator):
        yield model._default_manager.filter(item__in=items).order_by("pk")


def _columns(model: type[models.Model]) -> list[str]:
    """Columns of a table as this version has it, without what is left out."""
    left_out = LEFT_OUT.get(model._meta.label, set())
    return [field.attname for field in model._meta.concrete_fields if field.name not in left_out]


def _refuse_missing(model: type[models.Model], names: list[str]) -> None:
    there = {field.attname for field in model._meta.concrete_fields}
    if missing := [name for name in names if name not in there]:
        raise MissingColumn(model._meta.db_table, missing[0])


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str | None:
    return canonical.instant(value) if isinstance(value, datetime) else str(value)
