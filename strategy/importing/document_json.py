"""The portal's JSON of an edition, in again: every item with its key and its whole card."""

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from strategy import due
from strategy.importing.content import Content
from strategy.importing.document import Document, Node
from strategy.importing.faults import Exact, Fault, in_words
from strategy.importing.levels import Level
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources.grid import MOST_ROWS
from strategy.importing.tables.cells import code as a_code
from strategy.importing.tables.cells import line as a_line
from strategy.importing.told import CARD, LISTS, ROLES, WORDING, Told
from strategy.integrity.canonical import FORMAT
from strategy.measures import cards
from strategy.measures.cards import Facts, Measure, Money, Responsible
from strategy.models import Edition, Indicator, Item, Responsibility

LARGEST = 25_000_000
_FIELDS = (*CARD, "begins", "ends", "lead", *ROLES, *LISTS)


def read(data: bytes, draft: Edition | None) -> Exact:
    """Against the draft that it is for. Raises ImportRefused where it is no such JSON."""
    return _Reading(_parsed(data), draft).read()


def _parsed(data: bytes) -> dict[str, Any]:
    refusal = ImportRefused(_("This is no JSON of an edition from this portal."))
    if len(data) > LARGEST:
        raise ImportRefused(_("The file holds more than can be read."))
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise refusal from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise refusal
    items, tiers = found.get("items"), found.get("tiers")
    if not (isinstance(items, list) and isinstance(tiers, list)) or len(items) > MOST_ROWS:
        raise refusal
    return found


class _Reading:
    """Items one after another; the first stands for the plan itself and is left as it is."""

    def __init__(self, found: dict[str, Any], draft: Edition | None) -> None:
        self.found = found
        self.faults: list[Fault] = []
        self.told: dict[Node, Told] = {}
        self.keys: dict[Node, UUID] = {}
        self.has_cards = found.get("format_version") != 1
        rows = Item.objects.shown().filter(edition=draft) if draft else Item.objects.none()
        self.known = {str(item.key): item for item in rows}
        self.facts = cards.of_edition(draft) if draft else {}

    def read(self) -> Exact:
        levels = {one.rank: one for one in map(_level, self.found["tiers"])}
        nodes: dict[str, Node] = {}
        for number, row in enumerate(self.found["items"][1:], start=2):
            try:
                key = str(UUID(row["key"]))
                node = self._node(number, row, levels, nodes)
            except ValidationError as error:
                self.faults.append(Fault(number, "", in_words(error)))
            except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
                self.faults.append(Fault(number, "", _("This item is not as the schema has it.")))
            else:
                if key in nodes:
                    self.faults.append(Fault(number, "key", _("This key stands here twice.")))
                nodes[key] = node
        if not nodes:
            self.faults.append(Fault(0, "", _("There is no item in the file.")))
        spoken = frozenset(WORDING + (_FIELDS if self.has_cards else ()))
        document = Document(list(nodes.values()), [], [])
        return Exact(Content(document, self.told, spoken, self.keys), self.faults)

    def _node(
        self, number: int, row: dict[str, Any], levels: dict[int, Level], above: dict[str, Node]
    ) -> Node:
        text = _text(row["text"])
        if not text:
            raise ValidationError(_("The wording is missing."))
        node = Node(levels[row["tier"]], a_code(_text(row["code"])), text, number)
        top = str(self.found["items"][0]["key"])
        if row["parent"] != top:
            node.parent = above[row["parent"]]
            if node.parent.level.rank >= node.level.rank:
                told = _("“%(tier)s” cannot stand under “%(parent)s”.")
                said = {"tier": node.level.name, "parent": node.parent.level.name}
                raise ValidationError(told % said)
            node.parent.children.append(node)
        self.told[node] = self._told(row)
        if item := self.known.get(row["key"]):
            self.keys[node] = item.key
        return node

    def _told(self, row: dict[str, Any]) -> Told:
        item = self.known.get(row["key"])
        wording = {
            "description": _text(row["description"]),
            "lead": a_line(_text(row["lead"])),
            "due": due.normal(_text(row["due"])),
        }
        same = {name for name in WORDING if item and getattr(item, name) == row[name]}
        if not self.has_cards:
            return Told(wording, same=frozenset(same))
        card = row["card"] or cards.as_json(Facts())
        if item:
            same |= _same(card, cards.as_json(self.facts.get(item.pk, cards.EMPTY)))
        return Told(wording, _facts(card), same=frozenset(same))


def _same(card: dict[str, Any], now: dict[str, Any]) -> set[str]:
    """The fields of a card that the draft has just so."""
    same = {name for name in (*CARD, "begins", "ends", *LISTS) if card[name] == now[name]}
    for role in ("lead", *ROLES):
        both = [_of_role(it, role) for it in (card, now)]
        if both[0] == both[1]:
            same.add(role)
    return same


def _of_role(card: dict[str, Any], role: str) -> list[Any]:
    return [one for one in card["responsibilities"] if one["role"] == role]


def _facts(card: dict[str, Any]) -> Facts:
    return Facts(
        **{name: _text(card[name]) for name in CARD},
        begins=due.normal(_text(card["begins"])),
        ends=due.normal(_text(card["ends"])),
        responsibilities=tuple(
            Responsible(Responsibility.Role(one["role"]).value, 0, a_line(_text(one["written"])))
            for one in card["responsibilities"]
        ),
        costs=tuple(map(_cost, card["costs"])),
        indicators=tuple(map(_indicator, card["indicators"])),
    )


def _cost(row: dict[str, Any]) -> Money:
    year, amount = row["year"], row["amount"]
    for number, most in ((year, 9999), (amount, 10**18)):
        if number is not None and not (type(number) is int and 0 <= number < most):
            raise ValueError(number)
    return Money(year, amount, _text(row["source"]), _text(row["note"]))


def _indicator(row: dict[str, Any]) -> Measure:
    return Measure(
        UUID(row["key"]),
        _text(row["name"]),
        _text(row["unit"]),
        _number(row["baseline"]),
        due.normal(_text(row["baseline_when"])),
        _number(row["target"]),
        due.normal(_text(row["target_when"])),
        Indicator.Direction(row["direction"]).value,
        _text(row["note"]),
    )


def _number(written: str | None) -> Decimal | None:
    if written is None:
        return None
    number = Decimal(written)
    if not number.is_finite() or abs(number) >= 10**11:
        raise ValueError(written)
    return number


def _level(row: Any) -> Level:
    try:
        position, name, plural = row["position"], _text(row["name"]), _text(row["name_plural"])
        if type(position) is not int or not name:
            raise ValueError(position)
        return Level(name, plural, position, is_measure=row["is_measure"] is True)
    except (KeyError, TypeError, ValueError):
        raise ImportRefused(_("This is no JSON of an edition from this portal.")) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
