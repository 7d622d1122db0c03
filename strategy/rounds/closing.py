"""Closing a round: what stands for each measure then stays, whatever is said later."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.models import PageRevision, ProgressReport, Round, RoundAnswer
from strategy.rounds.evaluation import with_missing
from strategy.rounds.opening import BATCH, RoundRefused, held


def close(found: Round, evaluation: str = "") -> Round:
    """Fix for each measure the newest that was said of it until now, and publish the round.

    Without new words of evaluation those that were written before stay. Raises RoundRefused.
    """
    with transaction.atomic():
        # Who reports raises it as well: nothing is said between here and the end.
        PageRevision.raise_for(found.plan_id)
        closed = held(found)
        reports = ProgressReport.objects.filter(plan=closed.plan_id, item_key=OuterRef("item_key"))
        newest = reports.order_by("-said_at", "-pk").values("pk")[:1]
        RoundAnswer.objects.filter(round=closed).update(report=Subquery(newest))
        closed.evaluation = evaluation or closed.evaluation
        closed.closed_at = timezone.now()
        _keep_missing(with_missing(closed))
        closed.save()
        return closed


def _keep_missing(answers: list[RoundAnswer]) -> None:
    """Measures lack the same in few ways: one update for each is far cheaper than a row's own."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for answer in answers:
        alike.setdefault(tuple(answer.missing or ()), []).append(answer.pk)
    for missing, keys in alike.items():
        for first in range(0, len(keys), BATCH):
            some = RoundAnswer.objects.filter(pk__in=keys[first : first + BATCH])
            some.update(missing=list(missing))


def evaluate(found: Round, words: str, seen: str) -> Round:
    """Write what a round has shown, over the words that the author has seen.

    Raises RoundRefused where somebody has written others meanwhile.
    """
    with transaction.atomic():
        PageRevision.raise_for(found.plan_id)
        evaluated = Round.objects.select_for_update().get(pk=found.pk)
        if evaluated.evaluation not in {seen, words}:
            raise RoundRefused(_("Somebody has written an evaluation in the meantime."))
        evaluated.evaluation = words
        evaluated.save()
        return evaluated
