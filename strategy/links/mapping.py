"""The map of plans against plans: how many links of each kind, and which."""

from collections import Counter
from typing import NamedTuple
from uuid import UUID

from strategy.links.places import Place, places
from strategy.models import MeasureLink

Kind = MeasureLink.Kind
# A link is drawn from the plan that carries out; the others stand both ways.
SHOWN = (Kind.CARRIES_OUT, Kind.SAME_AS, Kind.CLASHES)


class Drawn(NamedTuple):
    """A link with its two ends as they are read."""

    kind: str
    one: Place
    other: Place
    note: str

    @property
    def said(self) -> str:
        return str(Kind(self.kind).label)


class Cell(NamedTuple):
    """How many links lead from the plan of the row to that of the column."""

    column: int
    number: int


class Line(NamedTuple):
    plan_id: int
    plan: str
    cells: list[Cell]


class Map(NamedTuple):
    """Plans that have links, as rows and columns; `links` are those asked for, in their order."""

    plans: dict[int, str]
    lines: list[Line]
    links: list[Drawn]
    counts: dict[str, int]


def drawn(kind: str = "", row: int = 0, column: int = 0) -> Map:
    """The public map; its list only of a kind, or of a field of the matrix. Three queries."""
    links = _links()
    counts = Counter((link.one.plan_id, link.other.plan_id) for link in links)
    # What holds both ways is counted in both fields, once within a plan.
    for link in links:
        if link.kind in MeasureLink.MUTUAL and link.one.plan_id != link.other.plan_id:
            counts[link.other.plan_id, link.one.plan_id] += 1
    plans = dict(
        sorted(
            {(end.plan_id, end.plan) for link in links for end in (link.one, link.other)},
            key=lambda plan: plan[1],
        )
    )
    lines = [
        Line(at, title, [Cell(other, counts[at, other]) for other in plans])
        for at, title in plans.items()
    ]
    asked = [link for link in links if _is_asked(link, kind, row, column)]
    return Map(plans, lines, asked, dict(Counter(link.kind for link in links)))


def _is_asked(link: Drawn, kind: str, row: int, column: int) -> bool:
    if kind and link.kind != kind:
        return False
    ends = (link.one.plan_id, link.other.plan_id)
    ways = {ends, ends[::-1]} if link.kind in MeasureLink.MUTUAL else {ends}
    return any((not row or row == way[0]) and (not column or column == way[1]) for way in ways)


def _links() -> list[Drawn]:
    rows = list(
        MeasureLink.objects.filter(kind__in=SHOWN).values_list("kind", "from_key", "to_key", "note")
    )
    keys: set[UUID] = {key for _kind, one, other, _note in rows for key in (one, other)}
    found = places(keys, public_only=True)
    links = [
        Drawn(kind, found[one], found[other], note)
        for kind, one, other, note in rows
        if one in found and other in found
    ]
    return sorted(
        links,
        key=lambda it: (it.one.plan, it.one.edition_id, it.one.lft, it.other.plan, it.other.lft),
    )
