"""Under what each row of our table stands: its own columns say so, or its place in the sheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from strategy.formats.table import Record
from strategy.importing.document import Node
from strategy.importing.tables.cells import is_same
from strategy.importing.tables.heads import Row

# By the columns that say it, the strongest first.
ABOVE = ("parent_code", "parent_key", "level")
Faulty = Callable[[Row, str, str], None]


@dataclass(eq=False)
class Placed:
    """A row with the node that it makes and what the draft has of it; `has_level` says that its
    level is one of the plan's."""

    row: Row
    node: Node
    key: str
    record: Record | None = None
    has_level: bool = True
    children: list["Placed"] = field(default_factory=list)


class Placing:
    """Finds parents among the rows; what is wrong is told to `fault`."""

    def __init__(self, placed: list[Placed], fault: Faulty) -> None:
        self.placed, self.fault = placed, fault
        self.by_key = {one.key: one for one in placed if one.key}
        self.by_code = {one.node.code: one for one in placed if one.node.code}

    def nodes(self) -> list[Node]:
        """All nodes in reading order, each under its parent."""
        top: list[Placed] = []
        for place, one in enumerate(self.placed):
            above = self._above(place, one)
            (above.children if above else top).append(one)
            one.node.parent = above.node if above else None
            if above and _is_upturned(above, one):
                told = _("“%(tier)s” cannot stand under “%(parent)s”.")
                said = {"tier": one.node.level.name, "parent": above.node.level.name}
                self.fault(one.row, "tier", told % said)
        for one in self.placed:
            one.node.children = [child.node for child in one.children]
        found = list(_in_order(top))
        reached = set(found)
        for one in self.placed:
            if one.node not in reached:
                self.fault(one.row, "parent_code", _("An item cannot stand under itself."))
        return found

    def _above(self, place: int, one: Placed) -> Placed | None:
        said = [name for name in ABOVE if name in one.row.cells]
        if record := one.record:
            said = [name for name in said if not is_same(one.row.cells[name], record, name)]
        for name in said:
            if one.row.cells[name]:
                return self._said(place, one, name)
        if record is None:
            return self._by_place(place, one)
        if said and one.row.cells.get("level", "1") == "1":
            # What it stood under was taken out of its row.
            return None
        return self._kept(place, one, record)

    def _kept(self, place: int, one: Placed, record: Record) -> Placed | None:
        """The parent that the draft has; where its row is gone, the next one above."""
        if not record.parent_key:
            return None
        return self.by_key.get(record.parent_key) or self._by_place(place, one)

    def _said(self, place: int, one: Placed, name: str) -> Placed | None:
        cell = one.row.cells[name]
        if name == "level":
            return self._by_depth(place, one, cell)
        found = (self.by_code if name == "parent_code" else self.by_key).get(cell)
        if found is None:
            self.fault(one.row, name, _("No row of the sheet is “%(name)s”.") % {"name": cell})
        return found

    def _by_place(self, place: int, one: Placed) -> Placed | None:
        if depth := one.row.cells.get("level", ""):
            return self._by_depth(place, one, depth)
        return self._above_by_level(place, one)

    def _by_depth(self, place: int, one: Placed, cell: str) -> Placed | None:
        if not cell.isdecimal() or not 1 <= (depth := int(cell[:4])) <= 100:
            told = _("The depth is a number from 1, the highest.")
            self.fault(one.row, "level", told)
            return None
        for other in reversed(self.placed[:place]):
            above = other.row.cells.get("level", "")
            if above.isdecimal() and int(above[:4]) < depth:
                return other
        return None

    def _above_by_level(self, place: int, one: Placed) -> Placed | None:
        for other in reversed(self.placed[:place]):
            if other.node.level.rank < one.node.level.rank:
                return other
        return None


def _is_upturned(above: Placed, one: Placed) -> bool:
    """Of a row whose level is none, that is what is wrong with it."""
    levels_are_known = above.has_level and one.has_level
    return levels_are_known and above.node.level.rank >= one.node.level.rank


def _in_order(top: list[Placed]) -> Iterator[Node]:
    waiting = list(reversed(top))
    while waiting:
        one = waiting.pop()
        yield one.node
        waiting += reversed(one.children)
