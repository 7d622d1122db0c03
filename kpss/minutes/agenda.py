"""The agenda of a meeting in reading order, numbered as it is read: 1, 1.1, 2 …"""

from typing import NamedTuple

from kpss.models import AgendaPoint, Meeting


class Numbered(NamedTuple):
    """A point with its number and how deep it stands, from 1."""

    row: AgendaPoint
    number: str
    level: int


def numbered(meeting: Meeting) -> list[Numbered]:
    """All points of a meeting. One query."""
    under: dict[int | None, list[AgendaPoint]] = {}
    for point in AgendaPoint.objects.filter(meeting=meeting).order_by("position", "pk"):
        under.setdefault(point.parent_id, []).append(point)
    return _numbered(under, None, "", 1)


def _numbered(
    under: dict[int | None, list[AgendaPoint]], parent: int | None, before: str, level: int
) -> list[Numbered]:
    found = []
    for place, point in enumerate(under.get(parent, []), start=1):
        number = f"{before}{place}"
        found.append(Numbered(point, number, level))
        found += _numbered(under, point.pk, f"{number}.", level + 1)
    return found
