"""Rows of our table on their way to a draft; what is wrong gathers, so that all is told at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from strategy.formats.table import Record, records
from strategy.importing.content import Content
from strategy.importing.document import Document, Node
from strategy.importing.faults import Exact, Fault, in_words
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import BY_KEY
from strategy.importing.levels import Level, folded
from strategy.importing.tables.cells import READERS, SAID, is_same
from strategy.importing.tables.heads import Own, Row, label
from strategy.importing.tables.placing import Placed, Placing
from strategy.importing.told import ROLES, WORDING, Told
from strategy.measures.cards import Facts, Responsible
from strategy.models import Edition, Tier


def read(own: Own, draft: Edition | None) -> Exact:
    """Against the draft that it is for, with its plan at hand; None for a new plan."""
    return _Reading(own, draft).read()


class _Reading:
    def __init__(self, own: Own, draft: Edition | None) -> None:
        self.own = own
        self.faults = list(own.faults)
        known = list(records(draft)) if draft else []
        self.by_key = {record.key: record for record in known}
        self.by_code = {record.code: record for record in known if record.code}
        tiers = Tier.objects.filter(plan=draft.plan_id).order_by("position") if draft else []
        self.levels = _levels_of(tiers) or _levels_of_rows(own.rows)
        self.is_new = not tiers
        self.told: dict[Node, Told] = {}
        self.keys: dict[Node, UUID] = {}

    def read(self) -> Exact:
        if not self.own.rows:
            self.faults.append(Fault(0, "", _("There is no item in the sheet.")))
        placed = [self._placed(row) for row in self.own.rows]
        self._refuse_twice(placed)
        nodes = Placing(placed, self._fault).nodes()
        self.faults.sort(key=lambda fault: fault.row)
        spoken = self.own.fields & SAID
        content = Content(Document(nodes, [], []), self.told, spoken, self.keys)
        return Exact(content, self.faults)

    def _placed(self, row: Row) -> Placed:
        key = self._key(row)
        code = row.cells.get("code", "")
        record = self.by_key.get(key) or (None if key else self.by_code.get(code))
        values, same = self._values(row, record)
        code, text = values.pop("code", ""), values.pop("text", "")
        node = Node(self._level(row), code, text, row.number)
        self.told[node] = _told(values, same)
        if record:
            self.keys[node] = UUID(record.key)
        has_level = folded(row.cells.get("tier", "")) in self.levels
        return Placed(row, node, record.key if record else key, record, has_level)

    def _key(self, row: Row) -> str:
        written = row.cells.get("key", "")
        try:
            return str(UUID(written)) if written else ""
        except ValueError:
            self._fault(row, "key", _("This is no key. Leave it empty for a new item."))
            return ""

    def _values(self, row: Row, record: Record | None) -> tuple[dict[str, Any], frozenset[str]]:
        """What the cells say, and the fields that they leave as they are."""
        values: dict[str, Any] = {}
        same = set()
        for field, cell in row.cells.items():
            if field not in READERS:
                continue
            if record and is_same(cell, record, field):
                same.add(field)
                if field not in SAID:
                    values[field] = getattr(record, field)
                continue
            try:
                values[field] = READERS[field](cell)
            except ValidationError as error:
                self._fault(row, field, in_words(error))
        if record:
            values.setdefault("code", record.code if "code" not in row.cells else "")
        return values, frozenset(same)

    def _level(self, row: Row) -> Level:
        written = row.cells.get("tier", "")
        found = self.levels.get(folded(written))
        if found is None:
            told = _("The plan has no such level. It has: %(levels)s.")
            names = ", ".join(level.name for level in self.levels.values())
            message = told % {"levels": names} if written else _("The level is missing.")
            self._fault(row, "tier", message)
        return found or next(iter(self.levels.values()), Level("?", "?", 0))

    def _refuse_twice(self, placed: Iterable[Placed]) -> None:
        for field in ("code", "key"):
            seen: dict[str, int] = {}
            for one in placed:
                value = one.node.code if field == "code" else one.key
                first = seen.setdefault(value, one.row.number)
                if value and first != one.row.number:
                    told = _("The same stands on row %(row)d already.")
                    self._fault(one.row, field, told % {"row": first})

    def _fault(self, row: Row, field: str, message: str) -> None:
        self.faults.append(Fault(row.number, label(field), message))


def _told(values: dict[str, Any], same: frozenset[str]) -> Told:
    """Of the fields that a row says otherwise than the draft."""
    wording = {name: values[name] for name in WORDING if name in values}
    people = [Responsible(role, 0, name) for role in ROLES for name in values.pop(role, [])]
    if lead := values.get("lead"):
        people.append(Responsible("lead", 0, lead))
    words = {name: value for name, value in values.items() if name not in WORDING}
    return Told(wording, Facts(responsibilities=tuple(people), **words), same=same)


def _levels_of(tiers: Iterable[Tier]) -> dict[str, Level]:
    return {
        folded(tier.name): Level(
            tier.name, tier.name_plural, tier.position, is_measure=tier.is_measure
        )
        for tier in tiers
    }


def _levels_of_rows(rows: Iterable[Row]) -> dict[str, Level]:
    """Of a new plan: as the sheet names them, the highest where it stands the least deep."""
    depths: dict[str, int] = {}
    for row in rows:
        name, depth = row.cells.get("tier", ""), row.cells.get("level", "")
        if name:
            deep = int(depth) if depth.isdecimal() and len(depth) < 4 else len(depths) + 1
            depths[name] = min(depths.get(name, deep), deep)
    ordered = sorted(depths, key=lambda name: depths[name])
    return {folded(name): _new_level(name, rank, ordered) for rank, name in enumerate(ordered)}


def _new_level(name: str, rank: int, ordered: list[str]) -> Level:
    word = BY_KEY.get(flat(name))
    if word:
        return Level(name, word.plural, rank, is_goal=word.is_goal, is_measure=word.is_measure)
    return Level(name, name, rank, is_measure=rank == len(ordered) - 1)
