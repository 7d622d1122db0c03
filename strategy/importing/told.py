"""What a file says of one item beside its code, wording and level: as the draft would keep it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

from django.core.exceptions import ValidationError

from strategy import due
from strategy.importing import money
from strategy.importing.document import Document, Entry, Node
from strategy.importing.grammar.field_words import Part
from strategy.measures.cards import EMPTY, Facts, Measure, Money, Responsible
from strategy.models import CardField, Indicator, Responsibility

Role = Responsibility.Role

# The field of a draft that each part of a text is kept in.
FIELD_OF: dict[Part, str] = {
    Part.LEAD: "lead",
    Part.CO_LEAD: "co_lead",
    Part.IMPLEMENTER: "implementer",
    Part.PARTNER: "partner",
    Part.DUE: "due",
    Part.PERIOD: "period",
    Part.INDICATOR: "indicators",
    Part.UNIT: "indicators",
    Part.BASELINE: "indicators",
    Part.TARGET: "indicators",
    Part.CRITERION: "criterion",
    Part.COSTS: "costs",
    Part.FUNDING: "costs",
    Part.TARGET_GROUP: "target_groups",
    Part.ACTIVITY: "activities",
    Part.OUTPUT: "outputs",
    Part.RISK: "risks",
    Part.LINK: "superior",
    Part.REMARK: "remarks",
    Part.STATUS: "remarks",
    Part.COMMENTARY: "remarks",
    Part.AIM: "description",
    Part.DESCRIPTION: "description",
    Part.REASONS: "description",
}
WORDING = ("description", "lead", "due")
CARD = ("target_groups", "activities", "outputs", "criterion", "risks", "superior", "remarks")
ROLES = ("co_lead", "implementer", "partner")
LISTS = ("costs", "indicators")
# As a card calls them, for whoever reads of a difference.
CARD_FIELDS = {
    "lead": CardField.LEAD,
    "due": CardField.DUE,
    "co_lead": CardField.CO_LEADS,
    "implementer": CardField.IMPLEMENTERS,
    "partner": CardField.PARTNERS,
    **{name: CardField(name) for name in ("period", *CARD, *LISTS)},
}
_PLAIN = {Part.DESCRIPTION, Part.REMARK}
_NUMBER = re.compile(r"(?P<number>[0-9][0-9 \u00a0]*(?:,[0-9]{1,4})?)[ \u00a0]?(?P<unit>\D{0,40})")
_PERIOD = re.compile(r"[–—-]|až")
# What the columns of the lists hold at most.
LONGEST_LINE, LONGEST_NAME = 200, 300
MOST_DIGITS = 11


@dataclass(frozen=True)
class Told:
    """What is said of an item: fields of WORDING, and a card.

    Organisations bear the number 0: who is meant is found when it is written. `lines` are the
    words of each field as they stand in the file, where they were read out of a text; `same` are
    fields that the file leaves as the draft has them.
    """

    wording: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = EMPTY
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    same: frozenset[str] = frozenset()


NOTHING = Told()


def spoken_of(document: Document) -> frozenset[str]:
    """The fields that a text says something about of any item; all others of a draft stay."""
    said = {FIELD_OF[Part(entry.part)] for node in document.nodes for entry in node.entries}
    # What fits into no field of its own is kept as a remark.
    return frozenset(said | {"remarks"} if said else said)


def of_node(node: Node) -> Told:
    """What a text says of an item, sorted into the fields of a draft."""
    return _Sorting(node.entries).told() if node.entries else NOTHING


class _Sorting:
    """Goes through the entries of one item; what fits nowhere else gathers in the remarks."""

    def __init__(self, entries: list[Entry]) -> None:
        self.wording: dict[str, str] = {}
        self.people: list[Responsible] = []
        self.texts: dict[str, list[str]] = {}
        self.lines: dict[str, list[str]] = {}
        self.period: dict[str, str] = {}
        self.costs: list[Money] = []
        self.indicators: list[Measure] = []
        for entry in entries:
            self._sort(Part(entry.part), entry)

    def told(self) -> Told:
        described = {"description": "\n".join(self.texts.pop("description", []))}
        facts = Facts(
            **{name: "\n".join(texts) for name, texts in self.texts.items()},
            **self.period,
            responsibilities=tuple(self.people),
            costs=tuple(self.costs),
            indicators=tuple(self.indicators),
        )
        lines = {name: tuple(texts) for name, texts in self.lines.items()}
        return Told(dict.fromkeys(WORDING, "") | described | self.wording, facts, lines)

    def _sort(self, part: Part, entry: Entry) -> None:
        name = FIELD_OF[part]
        self.lines.setdefault(name, []).append(entry.text)
        if name in (*ROLES, "lead"):
            self._person(name, entry.text)
        elif part is Part.DUE:
            self._due(entry)
        elif part is Part.PERIOD:
            self._period(entry)
        elif name == "costs":
            self._cost(part, entry)
        elif name == "indicators":
            self._indicator(part, entry)
        else:
            self._text(name, entry.text if part in _PLAIN or name in CARD[:-1] else _full(entry))

    def _text(self, name: str, text: str) -> None:
        self.texts.setdefault(name, []).append(text)

    def _remark(self, entry: Entry) -> None:
        self._text("remarks", _full(entry))

    def _person(self, role: str, text: str) -> None:
        if len(text) > LONGEST_LINE:
            self._text("remarks", text)
            return
        if role == "lead" and self.wording.get("lead"):
            role = "co_lead"
        elif role == "lead":
            self.wording["lead"] = text
        self.people.append(Responsible(role, 0, text))

    def _due(self, entry: Entry) -> None:
        if entry.normal and not self.wording.get("due"):
            self.wording["due"] = entry.normal
        else:
            self._remark(entry)

    def _period(self, entry: Entry) -> None:
        ends = [_deadline(end) for end in _PERIOD.split(entry.text)]
        if len(ends) == 2 and all(ends) and not self.period:
            self.period = dict(zip(("begins", "ends"), ends, strict=True))
        else:
            self._remark(entry)

    def _cost(self, part: Part, entry: Entry) -> None:
        found = money.read_all(entry.text, entry.label) if part is Part.COSTS else []
        if found and all(each.cost.amount is not None for each in found):
            self.costs += [each.cost for each in found]
        elif len(entry.text) > LONGEST_LINE:
            self._remark(entry)
        elif part is Part.COSTS:
            self.costs.append(Money(None, None, "", entry.text))
        elif self.costs and not self.costs[-1].source:
            self.costs[-1] = self.costs[-1]._replace(source=entry.text)
        else:
            self.costs.append(Money(None, None, entry.text, ""))

    def _indicator(self, part: Part, entry: Entry) -> None:
        if part is Part.INDICATOR and len(entry.text) <= LONGEST_NAME:
            self.indicators.append(named(entry.text))
        elif not self.indicators or not self._filled(part, entry.text):
            self._remark(entry)

    def _filled(self, part: Part, text: str) -> bool:
        """Whether the newest indicator takes this as its unit, baseline or target."""
        last = self.indicators[-1]
        if part is Part.UNIT:
            takes = not last.unit and len(text) <= 40
            self.indicators[-1] = last._replace(unit=text) if takes else last
            return takes
        name = "baseline" if part is Part.BASELINE else "target"
        found = _NUMBER.fullmatch(text.strip()) if part is not Part.INDICATOR else None
        if found is None or getattr(last, name) is not None:
            return False
        unit = found["unit"].strip()
        digits = re.sub(r"[ \u00a0]", "", found["number"]).replace(",", ".")
        if (unit and last.unit not in ("", unit)) or len(digits) > MOST_DIGITS:
            return False
        last = last._replace(unit=unit or last.unit)
        value = Decimal(digits)
        is_target = part is Part.TARGET
        self.indicators[-1] = (
            last._replace(target=value) if is_target else last._replace(baseline=value)
        )
        return True


def _full(entry: Entry) -> str:
    """With the document's own word for it, so that it says by itself what it is."""
    name = entry.label or str(Part(entry.part).label).capitalize()
    return entry.text if not name else f"{name.rstrip(' :')}: {entry.text}"


def named(name: str) -> Measure:
    """An indicator of which nothing but its name is known."""
    return Measure(uuid4(), name, "", None, "", None, "", Indicator.Direction.UP.value, "")


def _deadline(written: str) -> str:
    try:
        return due.normal(written)
    except ValidationError:
        return ""


def people(told: Told, role: str) -> Iterator[Responsible]:
    """Each name once in a role, in the order in which they are written."""
    seen: set[str] = set()
    for one in told.facts.of_role(role):
        if one.written not in seen:
            seen.add(one.written)
            yield one
