"""The seal of a published edition: its canonical JSON and hashes, chained from the first on.

What a seal finds out is told by `verify_editions`; see `strategy.verification`.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models

from strategy import canonical
from strategy.models import ArchivedPdf, Edition, Item, Resolution, ResolutionPart, Seal, Tier

# Of a published edition only these may change.
WITHDRAWAL = ("withdrawn_at", "withdrawal_reason", "withdrawal_sha256")
CHANGING = {"strategy.Edition": {"state", *WITHDRAWAL}}


def seal(edition: Edition) -> Seal:
    """Seal an edition that has just been published, in the transaction that publishes it."""
    previous = previous_sha256(edition)
    document = canonical.encode(canonical.document(edition, previous))
    return Seal.objects.create(
        edition=edition,
        document=document,
        sha256=sha256(document),
        previous_sha256=previous,
        rows_sha256=rows_sha256(edition),
    )


def seal_unsealed() -> int:
    """Seal what was published before seals were; returns how many. Oldest first, for the chain."""
    published = Edition.objects.published()
    for edition in published.exclude(withdrawn_at=None).filter(withdrawal_sha256=""):
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
    if edition.withdrawn_at is None:
        return ""
    return sha256(f"{canonical.instant(edition.withdrawn_at)} {edition.withdrawal_reason}")


def row_sha256(pdf: ArchivedPdf) -> str:
    """Over all columns of an archived PDF but its number, which it gets only when stored."""
    columns = [field.attname for field in ArchivedPdf._meta.concrete_fields]
    values = {name: getattr(pdf, name) for name in columns if name not in {"id", "row_sha256"}}
    return sha256(json.dumps(values, default=_plain))


def rows_sha256(edition: Edition) -> str:
    """Over every column of every row that is frozen with the edition; five queries."""
    digest = hashlib.sha256()
    for rows in frozen_rows(edition):
        for values in rows.values_list(*columns(rows.model)):
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


def columns(model: type[models.Model]) -> list[str]:
    """Columns of a frozen table, without what may change."""
    changing = CHANGING.get(model._meta.label, set())
    return [field.attname for field in model._meta.concrete_fields if field.name not in changing]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str | None:
    return canonical.instant(value) if isinstance(value, datetime) else str(value)
