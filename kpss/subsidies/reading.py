"""What everyone reads of the money: by year, by call, and of one measure."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Sum

from kpss import parts
from kpss.models import Call, Funding, SubsidyRules
from kpss.parts import Linked


class Paid(NamedTuple):
    """A funding and the measure it serves; None where the public cannot read that one yet."""

    funding: Funding
    measure: Linked | None


class Called(NamedTuple):
    """A call with what it paid for; `given` is None where no amount is known."""

    call: Call
    paid: list[Paid]
    given: int | None


class Ruled(NamedTuple):
    """Rules of a year with their criteria, one by one, and their calls."""

    rules: SubsidyRules
    criteria: list[str]
    calls: list[Called]


class Year(NamedTuple):
    """`offered` is the sum of what the calls are to give, `given` of what they gave."""

    number: int
    rules: list[Ruled]
    calls: int
    offered: int | None
    given: int | None


class Summary(NamedTuple):
    """A year in the list of all."""

    number: int
    titles: list[str]
    calls: int
    offered: int | None
    given: int | None


def year(number: int) -> Year | None:
    """All of one year; None where there are no rules. At most five queries."""
    rules = list(SubsidyRules.objects.filter(year=number).select_related("document"))
    if not rules:
        return None
    calls = list(Call.objects.filter(rules__in=rules).order_by("opens_on", "pk"))
    called = [_called(call, paid) for call, paid in zip(calls, _paid(calls), strict=True)]
    ruled = [
        Ruled(one, _lines(one.criteria), [each for each in called if each.call.rules_id == one.pk])
        for one in rules
    ]
    offered = total(call.amount for call in calls)
    return Year(number, ruled, len(calls), offered, total(each.given for each in called))


def years() -> list[Summary]:
    """Every year that has rules, the newest first. Three queries."""
    titles: dict[int, list[str]] = {}
    rules = SubsidyRules.objects.order_by("-year", "title")
    for number, title in rules.values_list("year", "title"):
        titles.setdefault(number, []).append(title)
    calls = Call.objects.order_by().values_list("rules__year")
    called = {row[0]: row[1:] for row in calls.annotate(Count("pk"), Sum("amount"))}
    fundings = Funding.objects.order_by().values_list("call__rules__year")
    given = dict(fundings.annotate(Sum("amount")))
    found = []
    for number, of_year in titles.items():
        count, offered = called.get(number, (0, None))
        found.append(Summary(number, of_year, count, offered, given.get(number)))
    return found


def of_measure(key: UUID) -> list[Funding]:
    """What paid for an item, in whichever edition, the newest year first. One query."""
    found = Funding.objects.filter(item_key=key).select_related("call__rules", "organisation")
    return list(found.order_by("-call__rules__year", "call", "pk"))


def total(amounts: Iterable[int | None]) -> int | None:
    """The sum of those that are known; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _paid(calls: list[Call]) -> list[list[Paid]]:
    """What each of the calls paid for."""
    fundings = list(Funding.objects.filter(call__in=calls).select_related("organisation"))
    measures = parts.links(fundings)
    return [
        [Paid(one, measures.get(one.pk)) for one in fundings if one.call_id == call.pk]
        for call in calls
    ]


def _called(call: Call, paid: list[Paid]) -> Called:
    return Called(call, paid, total(one.funding.amount for one in paid))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
