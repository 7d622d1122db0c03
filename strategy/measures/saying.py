"""A card in words, a text for each of its fields: for files, comparisons and histories."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from strategy.measures.cards import Facts, Measure, Money
from strategy.models import CardField, Indicator
from strategy.numbers import crowns, in_czech

# Which role stands in which field; the lead and the deadline are said with the item itself.
ROLES: dict[CardField, str] = {
    CardField.CO_LEADS: "co_lead",
    CardField.IMPLEMENTERS: "implementer",
    CardField.PARTNERS: "partner",
}


class Said(NamedTuple):
    """A field of a card with its name; what it lists stands in lines."""

    field: CardField
    label: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def is_list(self) -> bool:
        return "\n" in self.text

    @property
    def in_full(self) -> str:
        """With its name before it; a list begins on a line of its own."""
        return f"{self.label}:\n{self.text}" if self.is_list else f"{self.label}: {self.text}"


def said(facts: Facts) -> list[Said]:
    """The fields that say something, in the order of a card, but for the lead and the deadline."""
    return [
        Said(name, str(capfirst(name.label)), text)
        for name in CardField
        if (text := text_of(facts, name))
    ]


def text_of(facts: Facts, name: CardField) -> str:
    """One field in words; empty where it says nothing, or where the item itself says it."""
    if name in ROLES:
        return "\n".join(one.written for one in facts.of_role(ROLES[name]))
    if name == CardField.PERIOD:
        return period(facts)
    if name == CardField.COSTS:
        return "\n".join(map(cost, facts.costs))
    if name == CardField.INDICATORS:
        return "\n".join(map(indicator, facts.indicators))
    return "" if name in {CardField.LEAD, CardField.DUE} else str(getattr(facts, name))


def period(facts: Facts) -> str:
    """From when to when; half of it where the other is not known."""
    if facts.begins and facts.ends:
        return f"{facts.begins} – {facts.ends}"
    if facts.begins:
        return _("from %(when)s") % {"when": facts.begins}
    return _("until %(when)s") % {"when": facts.ends} if facts.ends else ""


def cost(money: Money) -> str:
    """Such as “2017: 1 200 000 Kč – státní rozpočet (odhad)”."""
    amount = "" if money.amount is None else crowns(money.amount)
    body = " – ".join(filter(None, (amount, money.source)))
    note = f"({money.note})" if body and money.note else money.note
    told = " ".join(filter(None, (body, note)))
    return f"{money.year}: {told}" if money.year else told


def indicator(measured: Measure) -> str:
    """Such as “Podpořené osoby (osoby): výchozí hodnota 10 (2016), cílová hodnota 120 …”."""
    unit = f" ({measured.unit})" if measured.unit else ""
    return f"{measured.name}{unit}: {', '.join(_told(measured))}"


def _told(measured: Measure) -> Iterator[str]:
    if measured.baseline is not None or measured.baseline_when:
        yield _("baseline %(value)s") % {"value": value(measured.baseline, measured.baseline_when)}
    if measured.target is not None or measured.target_when:
        yield _("target %(value)s") % {"value": value(measured.target, measured.target_when)}
    yield str(Indicator.Direction(measured.direction).label)
    if measured.note:
        yield measured.note


def value(number: object, when: str) -> str:
    """A value with its time in brackets; either may be missing."""
    written = "" if number is None else in_czech(number)  # type: ignore[arg-type]
    return " ".join(filter(None, (written, f"({when})" if when else "")))
