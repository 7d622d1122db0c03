"""The seal of a published edition: its canonical JSON and hashes, chained from the first on.

What a seal finds out is told by `verify_editions`; see `strategy.verification`.
"""

import hashlib
import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from strategy import canonical
from strategy.models import Edition, Item, Resolution, ResolutionPart, Seal, Tier

# Of a published edition only these may change.
CHANGING = {"strategy.Edition": {"state", "withdrawn_at", "withdrawal_reason"}}


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
    unsealed = Edition.objects.published().filter(seal=None).order_by("plan", "number")
    return len([seal(edition) for edition in unsealed])


def previous_sha256(edition: Edition) -> str:
    """Hash of the seal of the plan's published edition before this one; empty for the first."""
    before = Seal.objects.filter(
        edition__plan=edition.plan_id, edition__number__lt=edition.number
    ).order_by("-edition__number")
    return before.values_list("sha256", flat=True).first() or ""


def rows_sha256(edition: Edition) -> str:
    """Over every column of every row that is frozen with the edition; five queries."""
    digest = hashlib.sha256()
    for row in _frozen_rows(edition):
        digest.update(json.dumps(row, cls=DjangoJSONEncoder).encode() + b"\n")
    return digest.hexdigest()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _frozen_rows(edition: Edition) -> Iterator[list[object]]:
    items = Item.objects.filter(edition=edition)
    resolutions = Resolution.objects.filter(pk=edition.approved_by_id or 0)
    yield from _rows(Edition.objects.filter(pk=edition.pk))
    yield from _rows(Tier.objects.filter(pk__in=items.values("tier")))
    yield from _rows(resolutions)
    yield from _rows(ResolutionPart.objects.filter(resolution__in=resolutions))
    yield from _rows(items)


def _rows(found: "models.QuerySet[models.Model]") -> Iterator[list[object]]:
    """Rows with the name of their table first, by primary key, whatever changes left out."""
    model = found.model
    fields = [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in CHANGING.get(model._meta.label, set())
    ]
    for values in found.order_by("pk").values_list(*fields):
        yield [model._meta.label, *values]
