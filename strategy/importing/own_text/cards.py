"""What the lines below an item say, by the names that the portal gives the fields of a card."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from strategy import due, numbers
from strategy.importing import money, told
from strategy.importing.faults import in_words
from strategy.importing.tables import cells
from strategy.importing.told import ROLES, Told
from strategy.measures import saying
from strategy.measures.cards import Facts, Measure, Money, Responsible
from strategy.models import Indicator

Lines = tuple[str, ...]
# The field that a name stands for, as `told` calls it; lead and deadline share a line.
FIELDS = {card_field: name for name, card_field in told.CARD_FIELDS.items()}
ALL = frozenset([*told.WORDING, *told.CARD_FIELDS])


@dataclass
class Said:
    """What one item's lines say otherwise than the draft's own; messages of what is wrong."""

    told: Told
    faults: list[tuple[str, str]] = field(default_factory=list)


def said(lines: Lines, own: Lines, before: Facts) -> Said:
    """`own` are the lines that the draft itself has of the item, `before` its card there."""
    if lines == own:
        return Said(Told(same=ALL))
    return _Reading(_fields(lines), _fields(own), before).said()


def _names() -> dict[str, str]:
    """The field of each name, as the texts write it."""
    names = {str(capfirst(card_field.label)): FIELDS[card_field] for card_field in FIELDS}
    names |= {_("Lead"): "lead", _("Deadline"): "due"}
    return {unheld(name): field for name, field in names.items()}


def _fields(lines: Iterable[str]) -> dict[str, list[str]]:
    """The words of each field, a text for each line; what no name precedes is the description."""
    names = _names()
    label = re.compile(rf"({'|'.join(map(_held, names))}):(?:\s|$)")
    beside = re.compile(rf" ?· ?(?={_held(unheld(_('Deadline')))}: )")
    found: dict[str, list[str]] = {}
    name = "description"
    for line in lines:
        parts = beside.split(line, maxsplit=1) if line.startswith(_("Lead")) else [line]
        for part in parts:
            opened = label.match(part)
            if opened:
                name, part = names[unheld(opened[1])], part[opened.end() :]
            if part:
                found.setdefault(name, []).append(part)
    return found


def _held(name: str) -> str:
    """A pattern for a name in which typography may have held words together."""
    return re.escape(name).replace(r"\ ", r"\s")


def unheld(text: str) -> str:
    """Without the spaces by which typography holds words together: they are no part of a text."""
    return text.replace("\u00a0", " ")


class _Reading:
    def __init__(
        self, fields: dict[str, list[str]], own: dict[str, list[str]], before: Facts
    ) -> None:
        self.fields, self.own, self.before = fields, own, before
        self.faults: list[tuple[str, str]] = []
        self.wording: dict[str, str] = {}
        self.facts: dict[str, Any] = {}
        self.people: list[Responsible] = []

    def said(self) -> Said:
        changed = {name for name in ALL if self.fields.get(name) != self.own.get(name)}
        for name in sorted(changed):
            try:
                self._read(name, [unheld(line) for line in self.fields.get(name, [])])
            except ValidationError as error:
                self.faults.append((_label(name), in_words(error)))
        facts = Facts(responsibilities=tuple(self.people), **self.facts)
        return Said(Told(self.wording, facts, same=ALL - changed), self.faults)

    def _read(self, name: str, lines: list[str]) -> None:
        if name in ROLES:
            self.people += [Responsible(name, 0, each) for each in cells.names("\n".join(lines))]
        elif name == "lead":
            self.wording[name] = cells.line(" ".join(lines))
            self.people += [Responsible(name, 0, lead)] if (lead := self.wording[name]) else []
        elif name == "due":
            self.wording[name] = due.normal(" ".join(lines))
        elif name == "description":
            self.wording[name] = "\n".join(lines)
        else:
            self.facts |= _CARD.get(name, _words)(name, lines, self.before)


def _words(name: str, lines: list[str], _before: Facts) -> dict[str, Any]:
    return {name: "\n".join(lines)}


def _period(_name: str, lines: list[str], _before: Facts) -> dict[str, Any]:
    """ "2018 – 12/2020", "od 2018", "do 12/2020"."""
    written = " ".join(lines)
    for begin, ends in ((_("from %(when)s"), "begins"), (_("until %(when)s"), "ends")):
        word = begin % {"when": ""}
        if written.startswith(word):
            return {"begins": "", "ends": "", ends: due.normal(written.removeprefix(word))}
    begins, _sign, end = written.partition(" – ")
    return {"begins": due.normal(begins), "ends": due.normal(end)}


def _costs(_name: str, lines: list[str], before: Facts) -> dict[str, Any]:
    kept = {" ".join(saying.cost(one).split()): one for one in before.costs}
    return {"costs": tuple(kept.get(" ".join(line.split())) or _cost(line) for line in lines)}


def _cost(line: str) -> Money:
    cells.line(line)
    return money.read(line).cost


def _indicators(_name: str, lines: list[str], before: Facts) -> dict[str, Any]:
    kept = {" ".join(saying.indicator(one).split()): one for one in before.indicators}
    found = (kept.get(" ".join(line.split())) or _indicator(line) for line in lines)
    return {"indicators": tuple(found)}


def _indicator(line: str) -> Measure:
    """As `saying.indicator` writes it: "Osoby (os.): výchozí hodnota 10 (2016), …"; else a name."""
    cells.short(line, cells.LONGEST_NAME)
    found = re.fullmatch(_pattern(), line)
    if found is None:
        return told.named(line)
    directions = {str(each.label): each.value for each in Indicator.Direction}
    return told.named(found["name"])._replace(
        unit=found["unit"] or "",
        baseline=numbers.read(found["baseline"] or ""),
        baseline_when=due.normal(found["baseline_when"] or ""),
        target=numbers.read(found["target"] or ""),
        target_when=due.normal(found["target_when"] or ""),
        direction=directions[found["direction"]],
        note=found["note"] or "",
    )


def _pattern() -> str:
    directions = "|".join(re.escape(str(each.label)) for each in Indicator.Direction)
    values = "".join(
        f"(?:{re.escape(message % {'value': '§'}).replace('§', _value(name))}, )?"
        for name, message in (
            ("baseline", _("baseline %(value)s")),
            ("target", _("target %(value)s")),
        )
    )
    return (
        rf"(?P<name>.+?)(?: \((?P<unit>[^()]{{1,40}})\))?: {values}"
        rf"(?P<direction>{directions})(?:, (?P<note>.+))?"
    )


def _value(name: str) -> str:
    return rf"(?P<{name}>-?[0-9][0-9 ]*(?:,[0-9]{{1,4}})?)?(?: ?\((?P<{name}_when>[^()]+)\))?"


def _label(name: str) -> str:
    if name == "description":
        return _("Explanation")
    return str(capfirst(told.CARD_FIELDS[name].label))


_CARD: dict[str, Callable[[str, list[str], Facts], dict[str, Any]]] = {
    "period": _period,
    "costs": _costs,
    "indicators": _indicators,
}
