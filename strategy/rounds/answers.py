"""Who has answered in a round, and who has not."""

from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from strategy.models import ProgressReport, Round, RoundAnswer


class Tally(NamedTuple):
    """How many measures a round asks about, and about how many something was said in it."""

    measures: int
    answered: int

    @property
    def silent(self) -> int:
        return self.measures - self.answered

    @property
    def share(self) -> int:
        """In whole per cent; all of them only where none is silent."""
        return 100 * self.answered // self.measures if self.measures else 0


def of(found: Round) -> "QuerySet[Any]":
    """The RoundAnswers of a round, each with `is_answered`: whether something was said in it."""
    said = ProgressReport.objects.filter(
        plan=found.plan_id, item_key=OuterRef("item_key"), said_at__gte=found.opened_at
    )
    in_it = said if found.closed_at is None else said.filter(said_at__lte=found.closed_at)
    return RoundAnswer.objects.filter(round=found).annotate(is_answered=Exists(in_it))


def unanswered(found: Round) -> "QuerySet[Any]":
    """Those about which nobody has said anything since the round was opened."""
    return of(found).filter(is_answered=False)


def tally(found: Round) -> Tally:
    """One query."""
    counted = of(found).aggregate(measures=Count("pk"), answered=Count("pk", Q(is_answered=True)))
    return Tally(**counted)


def by_lead(found: Round) -> list[tuple[str, Tally]]:
    """(lead, its tally), those with most to say still first; nobody's is called "". One query."""
    rows = (
        of(found)
        .values_list(name := "organisation__name")
        .annotate(measures=Count("pk"), answered=Count("pk", Q(is_answered=True)))
        .order_by(F("answered") - F("measures"), name)
    )
    return [(body or "", Tally(measures, answered)) for body, measures, answered in rows]
