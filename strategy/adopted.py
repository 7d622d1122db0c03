"""What bodies have adopted of an edition, read along with its root in one query."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from strategy.models import Resolution, ResolutionPart

# The report can be as long as a plan, and no page shows it.
RESOLUTION = [field.attname for field in Resolution._meta.concrete_fields if field.name != "report"]
_PART = [field.attname for field in ResolutionPart._meta.concrete_fields]
COLUMNS = [
    *(f"resolved__{name}" for name in RESOLUTION),
    *(f"resolved__parts__{name}" for name in _PART),
]


class Adopted(NamedTuple):
    """A resolution that was adopted, and its parts in their order."""

    resolution: Resolution
    parts: list[ResolutionPart]


def joined(items: Any) -> Any:
    """Items with COLUMNS to ask for: a row for each part that a body adopted of the edition."""
    adopted = Q(edition__resolutions__adopted=True)
    return items.annotate(
        resolved=FilteredRelation("edition__resolutions", condition=adopted),
    )


def by_edition(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Adopted]]:
    """Rows of COLUMNS as {edition: what was adopted of it, the oldest first}."""
    found: dict[int, Adopted] = {}
    for row in rows:
        if row[0] is None:
            continue
        resolution = Resolution.from_db(None, RESOLUTION, row[: len(RESOLUTION)])
        parts = found.setdefault(resolution.pk, Adopted(resolution, [])).parts
        if row[len(RESOLUTION)] is not None:
            parts.append(ResolutionPart.from_db(None, _PART, row[len(RESOLUTION) :]))
    grouped: dict[int, list[Adopted]] = {}
    for pk in sorted(found):
        found[pk].parts.sort(key=lambda part: part.position)
        grouped.setdefault(found[pk].resolution.edition_id, []).append(found[pk])
    return grouped
