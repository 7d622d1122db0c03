"""Reminders of a round: seven days before its last day and on it, to who has not answered yet."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timezone import localdate

from strategy.days import start_of
from strategy.models import MeasureState, Round, RoundAnswer
from strategy.rounds import answers, letters

# Before the last day, the day of the first reminder.
AHEAD = timedelta(days=7)
BATCH = 500


def remind_next() -> bool:
    """Remind the leads of one round; whether there were any. A chore of the worker."""
    today = localdate()
    due = Round.objects.filter(closed_at=None, answers_by__range=(today, today + AHEAD))
    return any(_remind(found) for found in due.order_by("answers_by", "pk"))


def reminded_since(found: Round) -> datetime:
    """The beginning, in Prague, of the day of reminding that has come last."""
    is_last_day = found.answers_by <= localdate()
    return start_of(found.answers_by if is_last_day else found.answers_by - AHEAD)


def _remind(found: Round) -> bool:
    with transaction.atomic():
        locked = Round.objects.select_for_update().filter(pk=found.pk, closed_at=None).first()
        if locked is None:
            return False
        return bool(_tell(locked, _to_remind(locked), letters.REMINDER))


def tell_silent(found: Round, kind: str) -> int:
    """Write a letter of that kind to the leads of all measures without an answer; how many.

    The caller holds the round in a transaction.
    """
    return _tell(found, answers.unanswered(found), kind)


def _tell(found: Round, unanswered: Iterable[RoundAnswer], kind: str) -> int:
    silent = {answer.item_key: answer for answer in unanswered}
    asked = letters.ask(found, _states(found, silent), kind)
    _note(silent, asked)
    return len(asked.letters)


def _to_remind(found: Round) -> list[RoundAnswer]:
    """Those that nobody has answered, nor was told of since the day of reminding has begun."""
    told_at = Coalesce("reminded_at", "asked_at", F("round__opened_at"))
    unanswered = answers.unanswered(found).annotate(told_at=told_at)
    return list(unanswered.filter(told_at__lt=reminded_since(found)))


def _states(found: Round, silent: dict[UUID, RoundAnswer]) -> list[MeasureState]:
    """How the measures stand, in the order of the plan; without those that it has no more."""
    states = MeasureState.objects.filter(plan=found.plan_id).select_related("item__edition")
    known = states.order_by("item__lft") if silent else states.none()
    return [state for state in known if state.item_key in silent]


def _note(silent: dict[UUID, RoundAnswer], asked: letters.Asked) -> None:
    now, told = timezone.now(), []
    for key, lead in asked.leads.items():
        answer = silent[key]
        answer.reminded_at, answer.asked_at = now, answer.asked_at or now
        answer.organisation_id = lead.organisation_id
        told.append(answer)
    columns = ["reminded_at", "asked_at", "organisation"]
    RoundAnswer.objects.bulk_update(told, columns, batch_size=BATCH)
