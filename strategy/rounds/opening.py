"""Opening a round: every measure of the plan in force is noted, and its lead asked."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from strategy.models import Edition, MeasureState, PageRevision, Plan, Round, RoundAnswer
from strategy.progress import links, states
from strategy.rounds import letters
from strategy.rounds.periods import Period

# Links must hold until the last day, and some days beyond it.
LONGEST = links.Purpose.PROGRESS.holds - timedelta(days=20)
BATCH = 500


class RoundRefused(Exception):
    """Why a round cannot be opened, closed or evaluated; its text is for the reader."""


class Opened(NamedTuple):
    """A round as it began: how many letters were written, and how many measures they left out."""

    round: Round
    letters: int
    unasked: int


def open_round(plan: Plan, period: Period, answers_by: date) -> Opened:
    """Ask all leads of a plan in force about a period, one letter to each address.

    Raises RoundRefused.
    """
    with transaction.atomic():
        PageRevision.raise_for(plan.pk)
        edition = _in_force(plan)
        _refuse_days(period, answers_by)
        _refuse_second(plan, period)
        measures = _measures(edition)
        found = Round.objects.create(
            plan=plan,
            kind=period.kind,
            year=period.year,
            number=period.number,
            answers_by=answers_by,
        )
        asked = letters.ask(found, measures)
        RoundAnswer.objects.bulk_create(
            [_answer(found, state, asked) for state in measures], batch_size=BATCH
        )
        return Opened(found, len(asked.letters), len(measures) - len(asked.leads))


def call_off(found: Round) -> None:
    """Take back a round that was opened by mistake. Raises RoundRefused once it is closed.

    What leads have said meanwhile stays; letters that still wait do not go out.
    """
    with transaction.atomic():
        PageRevision.raise_for(found.plan_id)
        called_off = held(found)
        letters.drop(called_off)
        called_off.delete()


def held(found: Round) -> Round:
    """An open round, locked, with its plan at hand; the caller holds the plan's PageRevision.

    Raises RoundRefused where somebody has closed it or called it off.
    """
    rounds = Round.objects.select_for_update(of=["self"]).select_related("plan")
    locked = rounds.filter(pk=found.pk).first()
    if locked is None:
        raise RoundRefused(_("The round was called off meanwhile."))
    if locked.closed_at is not None:
        raise RoundRefused(_("The round is closed already; what it has found stays."))
    return locked


def _in_force(plan: Plan) -> Edition:
    edition = states.current_edition(plan.pk)
    if edition is None:
        raise RoundRefused(_("Only what was approved and is in force is reported on."))
    return edition


def _refuse_days(period: Period, answers_by: date) -> None:
    today = localdate()
    if period.first_day > today:
        raise RoundRefused(_("This period is still to come."))
    if answers_by <= today:
        raise RoundRefused(_("Leads need time to answer: choose a day after today."))
    if answers_by > today + LONGEST:
        told = _("The links in letters hold for so long only: choose a day within %(days)d days.")
        raise RoundRefused(told % {"days": LONGEST.days})


def _refuse_second(plan: Plan, period: Period) -> None:
    rounds = Round.objects.filter(plan=plan)
    if rounds.filter(closed_at=None).exists():
        raise RoundRefused(_("The plan has an open round; close it first."))
    if rounds.filter(kind=period.kind, year=period.year, number=period.number).exists():
        raise RoundRefused(_("There is such a round of the plan already."))


def _measures(edition: Edition) -> list[MeasureState]:
    of_edition = MeasureState.objects.filter(plan=edition.plan_id, item__edition=edition)
    found = list(of_edition.select_related("item__edition").order_by("item__lft"))
    if not found:
        raise RoundRefused(_("The plan has no measures that anyone could report on."))
    return found


def _answer(found: Round, state: MeasureState, asked: letters.Asked) -> RoundAnswer:
    lead = asked.leads.get(state.item_key)
    return RoundAnswer(
        round=found,
        item_id=state.item_id,
        item_key=state.item_key,
        organisation_id=lead.organisation_id if lead else state.lead_id,
        asked_at=found.opened_at if lead else None,
    )
