"""By what measures are sorted: what their leads say, how old that is, what is missing, by when.

Numbers and lists come from the same conditions, so that a number is that of its list. They say
the same of a measure as `strategy.progress.signals`.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.days import start_of
from strategy.models import CardField, Plan, ProgressReport
from strategy.progress.signals import TO_PROVE

Status = ProgressReport.Status
# The last day of each age, counted from the day on which something was said.
MONTH, QUARTER, YEAR = 31, 92, 366


class Said(TextChoices):
    """What the lead says; done is told apart from done and shown."""

    DONE = "splneno-dolozeno", _("done, proven")
    CLAIMED = "splneno-nedolozeno", _("done as its lead says, not proven")
    PARTLY = "castecne-dolozeno", _("done in part, proven")
    PARTLY_CLAIMED = "castecne-nedolozeno", _("done in part as its lead says, not proven")
    UNDER_WAY = "probiha", _("under way")
    NOT_BEGUN = "nezahajeno", _("not begun")
    NOT_DONE = "nesplneno", _("not done")
    CANCELLED = "zruseno", pgettext_lazy("measure", "cancelled")
    NOTHING = "nic", _("nobody has said anything yet")


class Outlook(TextChoices):
    AT_RISK = "ohrozeno", pgettext_lazy("measures", "at risk")


class Age(TextChoices):
    MONTH = "mesic", _("in the last month")
    QUARTER = "ctvrtleti", _("one to three months ago")
    YEAR = "rok", _("three months to a year ago")
    OLDER = "starsi", _("more than a year ago")
    NEVER = "nikdy", _("never")


class Gap(TextChoices):
    """What is missing. A measure may miss several things, or none."""

    EVIDENCE = "dolozeni", _("evidence")
    READING = "hodnota", _("a reading of an indicator")
    DEADLINE = "termin", _("a deadline")
    LEAD = "gestor", _("a lead")


class Term(TextChoices):
    """By when; a measure that has ended is not late, whatever its deadline."""

    LATE = "po-terminu", _("past the deadline")
    QUARTER = "ctvrtleti", _("by the end of this quarter")
    LATER = "pozdeji", pgettext_lazy("deadline", "later")
    CONTINUOUS = "prubezne", _("continuously")
    UNDATED = "bez-terminu", _("without a deadline")
    ENDED = "skoncilo", _("nothing more is expected")


# By the word in the address.
DIMENSIONS: dict[str, type[TextChoices]] = {
    "stav": Said,
    "vyhled": Outlook,
    "stari": Age,
    "chybi": Gap,
    "termin": Term,
}
Group = tuple[str, str]  # dimension, code
ENDED = Q(status__in=ProgressReport.ENDED)


def conditions(plans: Iterable[Plan], day: date) -> dict[Group, Q]:
    """What belongs into each group on a day, of the measures of some plans."""
    by_dimension: dict[str, dict[str, Q]] = {
        "stav": _said(),
        "vyhled": {Outlook.AT_RISK: Q(outlook=ProgressReport.Outlook.AT_RISK)},
        "stari": _age(day),
        "chybi": _missing(list(plans)),
        "termin": _term(day),
    }
    return {
        (dimension, str(code)): found
        for dimension, each in by_dimension.items()
        for code, found in each.items()
    }


def _said() -> dict[str, Q]:
    return {
        Said.DONE: Q(status=Status.DONE, is_proven=True),
        Said.CLAIMED: Q(status=Status.DONE, is_proven=False),
        Said.PARTLY: Q(status=Status.PARTLY, is_proven=True),
        Said.PARTLY_CLAIMED: Q(status=Status.PARTLY, is_proven=False),
        Said.UNDER_WAY: Q(status=Status.UNDER_WAY),
        Said.NOT_BEGUN: Q(status=Status.NOT_BEGUN),
        Said.NOT_DONE: Q(status=Status.NOT_DONE),
        Said.CANCELLED: Q(status=Status.CANCELLED),
        Said.NOTHING: Q(status=""),
    }


def _age(day: date) -> dict[str, Q]:
    month, quarter, year = (start_of(day - timedelta(days)) for days in (MONTH, QUARTER, YEAR))
    return {
        Age.MONTH: Q(said_at__gte=month),
        Age.QUARTER: Q(said_at__lt=month, said_at__gte=quarter),
        Age.YEAR: Q(said_at__lt=quarter, said_at__gte=year),
        Age.OLDER: Q(said_at__lt=year),
        Age.NEVER: Q(said_at=None),
    }


def _missing(plans: list[Plan]) -> dict[str, Q]:
    """What is not there though the plan's cards have it, or the words ask for it."""

    def of_those_with(field: CardField) -> Q:
        return Q(plan__in=[plan.pk for plan in plans if field in plan.card_fields])

    asked = of_those_with(CardField.LEAD) | Q(leaderless_since__isnull=False)
    return {
        Gap.EVIDENCE: Q(status__in=TO_PROVE, is_proven=False),
        Gap.READING: Q(measured__lt=F("indicators")),
        Gap.DEADLINE: of_those_with(CardField.DUE) & Q(has_due=False) & ~ENDED,
        Gap.LEAD: Q(lead=None) & asked & ~ENDED,
    }


def _term(day: date) -> dict[str, Q]:
    end = end_of_quarter(day)
    return {
        Term.LATE: ~ENDED & Q(due_on__lt=day),
        Term.QUARTER: ~ENDED & Q(due_on__gte=day, due_on__lte=end),
        Term.LATER: ~ENDED & Q(due_on__gt=end),
        Term.CONTINUOUS: ~ENDED & Q(has_due=True, due_on=None),
        Term.UNDATED: ~ENDED & Q(has_due=False),
        Term.ENDED: ENDED,
    }


def end_of_quarter(day: date) -> date:
    """The last day of the quarter that a day is in."""
    month = 3 * ((day.month - 1) // 3 + 1)
    return date(day.year, month, monthrange(day.year, month)[1])
