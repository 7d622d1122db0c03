"""The card of a measure as its page shows it: organisations linked, numbers written out."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from strategy import numbers, organisations
from strategy.days import end_of
from strategy.measures import saying
from strategy.measures.cards import Facts, Money, Responsible
from strategy.measures.directory import normal
from strategy.measures.saying import Said
from strategy.models import CardField, Indicator, Item, Organisation, Responsibility
from strategy.pages import valid_until

Role = Responsibility.Role
PEOPLE = {CardField.LEAD: Role.LEAD, **saying.ROLES}
# What stands above the explanation; the rest of the card comes after it.
FACTS = {*PEOPLE, CardField.DUE, CardField.PERIOD}
TABLES = {CardField.INDICATORS, CardField.COSTS}


class Who(NamedTuple):
    """An organisation as the plan writes it; `name` where it is called otherwise today.

    `note` says that it is no more; `address` is empty where it has no public page.
    """

    written: str
    name: str = ""
    address: str = ""
    note: str = ""


class Fact(NamedTuple):
    """A field that is short: organisations, or a deadline in words."""

    label: str
    people: list[Who]
    text: str = ""


class CostRow(NamedTuple):
    year: str
    amount: str
    source: str
    note: str


class IndicatorRow(NamedTuple):
    key: str
    name: str
    unit: str
    baseline: str
    target: str
    direction: str
    note: str


class Shown(NamedTuple):
    """A card for its two templates; `total` is of the costs, empty where it would mislead."""

    facts: list[Fact]
    words: list[Said]
    indicators: list[IndicatorRow]
    costs: list[CostRow]
    total: str

    def indicator(self, key: UUID) -> IndicatorRow:
        """What it says of one of its indicators."""
        return next(one for one in self.indicators if one.key == str(key))


def shown(request: HttpRequest, item: Item, facts: Facts) -> Shown:
    """What a measure's page shows of its card.

    No query where nobody answers for it; two where somebody does. The page is then true until
    one of the organisations ends.
    """
    known = _known(request, facts)
    said = [one for one in saying.said(facts) if one.field not in FACTS | TABLES]
    return Shown(
        facts=list(_facts(item, facts, known)),
        words=said,
        indicators=[
            IndicatorRow(
                str(one.key),
                one.name,
                one.unit,
                saying.value(one.baseline, one.baseline_when),
                saying.value(one.target, one.target_when),
                str(Indicator.Direction(one.direction).label),
                one.note,
            )
            for one in facts.indicators
        ],
        costs=[_cost(one) for one in facts.costs],
        total=_total(facts.costs),
    )


def beside(card: Shown, measured: Collection[UUID]) -> Shown:
    """The card without the indicators that were measured: their values stand beside it."""
    named = {str(key) for key in measured}
    left = [one for one in card.indicators if one.key not in named]
    return card._replace(indicators=left)


def _facts(item: Item, facts: Facts, known: dict[int, Who]) -> Iterator[Fact]:
    for field in CardField:
        label = str(capfirst(field.label))
        if field in PEOPLE:
            people = [_who(one, known) for one in facts.of_role(PEOPLE[field])]
            if field == CardField.LEAD and not people and item.lead:
                people = [Who(item.lead)]
            if people:
                yield Fact(_label(field, len(people)), people)
        elif field == CardField.DUE and item.due:
            yield Fact(_("Deadline"), [], item.due)
        elif field == CardField.PERIOD and (text := saying.period(facts)):
            yield Fact(label, [], text)


def _label(field: CardField, number: int) -> str:
    """A role is named in the singular where one has it."""
    one = number == 1
    return str(capfirst(Role(PEOPLE[field]).label if one else field.label))


def _known(request: HttpRequest, facts: Facts) -> dict[int, Who]:
    """What the directory knows today of those who have to do with the measure."""
    pks = {one.organisation for one in facts.responsibilities}
    if not pks:
        return {}
    addresses = organisations.addresses(pks)
    found = Organisation.objects.filter(pk__in=pks).only("name", "valid_to")
    return {
        one.pk: Who("", one.name, addresses.get(one.pk, ""), _note(request, one.valid_to))
        for one in found
    }


def _who(one: Responsible, known: dict[int, Who]) -> Who:
    today = known[one.organisation]
    same = normal(today.name) == normal(one.written)
    return today._replace(written=one.written, name="" if same else today.name)


def _note(request: HttpRequest, last_day: date | None) -> str:
    """That an organisation is no more; where it still is, the page is true until its end."""
    if last_day is None:
        return ""
    if last_day < localdate():
        return _("ended on %(day)s") % {"day": date_format(last_day, "DATE_FORMAT")}
    valid_until(request, end_of(last_day))
    return ""


def _cost(money: Money) -> CostRow:
    amount = "" if money.amount is None else numbers.money(money.amount)
    return CostRow(str(money.year or ""), amount, money.source, money.note)


def _total(costs: tuple[Money, ...]) -> str:
    """Of years alone, or of the whole time alone: the two together would count some twice."""
    amounts = [one.amount for one in costs if one.amount is not None]
    kinds = {one.year is None for one in costs}
    if len(costs) < 2 or len(amounts) < len(costs) or len(kinds) > 1:
        return ""
    return numbers.money(sum(amounts))
