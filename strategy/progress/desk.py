"""The desk of measures: whose they are, what to do first, and a page of them."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.days import start_of
from strategy.models import MeasureState, Plan, ProgressReport
from strategy.progress import rights, signals
from strategy.progress.signals import Signals

PAGE = 200
# After that nobody knows any more how a measure is.
SILENT_AFTER = timedelta(days=92)


class Queue(TextChoices):
    """What is looked at, by the word in the address."""

    ALL = "vse", pgettext_lazy("measures", "all")
    SILENT = "bez-zpravy", _("without a report in three months")
    LATE = "po-terminu", _("past the deadline")
    AT_RISK = "ohrozene", pgettext_lazy("measures", "at risk")
    UNPROVEN = "nedolozene", _("done, not proven")
    LEADERLESS = "bez-gestora", _("without a lead")


class Choice(NamedTuple):
    """What the desk shows: a queue, of which plan (0 for all), and whether of all leads."""

    queue: Queue = Queue.ALL
    plan: int = 0
    all_of_them: bool = False

    def query(self, **changed: object) -> str:
        """The choice as an address has it, with something of it changed."""
        given = self._replace(**changed)  # type: ignore[arg-type]
        words = {
            "fronta": given.queue if given.queue != Queue.ALL else "",
            "plan": given.plan or "",
            "cije": "vsech" if given.all_of_them else "moje",
        }
        return urlencode({name: str(value) for name, value in words.items() if value})


class Row(NamedTuple):
    state: MeasureState
    signals: Signals


def conditions(day: date | None = None) -> dict[Queue, Q]:
    """What belongs into each queue on a day, by default today."""
    day = day or localdate()
    ended = Q(status__in=ProgressReport.ENDED)
    return {
        Queue.ALL: Q(),
        Queue.SILENT: ~ended & (Q(said_at=None) | Q(said_at__lt=_silent_since(day))),
        Queue.LATE: ~ended & Q(due_on__lt=day),
        Queue.AT_RISK: Q(outlook=ProgressReport.Outlook.AT_RISK),
        Queue.UNPROVEN: Q(status__in=signals.TO_PROVE, is_proven=False),
        Queue.LEADERLESS: ~ended & Q(lead=None),
    }


def measures(user: User | AnonymousUser, choice: Choice) -> "QuerySet[MeasureState]":
    """The measures of a choice, in the order of plans, whatever their queue."""
    found = MeasureState.objects.order_by("plan__title", "plan", "item__lft")
    if choice.plan:
        found = found.filter(plan=choice.plan)
    if choice.all_of_them:
        return found
    theirs = rights.led_by(user).filter(plan=OuterRef("plan"), item_key=OuterRef("item_key"))
    return found.filter(Exists(theirs))


def counts(user: User | AnonymousUser, choice: Choice) -> dict[Queue, int]:
    """How many measures each queue has. One query."""
    each = {queue.name: Count("pk", filter=found) for queue, found in conditions().items() if found}
    counted = measures(user, choice).order_by().aggregate(ALL=Count("pk"), **each)
    return {queue: counted[queue.name] for queue in Queue}


def page(user: User | AnonymousUser, choice: Choice, number: int) -> tuple[list[Row], bool]:
    """A page of a queue, counted from 1, and whether another follows. One query."""
    chosen = measures(user, choice).filter(conditions()[choice.queue])
    start = (number - 1) * PAGE
    rows = chosen.select_related("item", "plan", "lead")[start : start + PAGE + 1]
    found = [Row(state, signals.of(state, state.plan.card_fields)) for state in rows]
    return found[:PAGE], len(found) > PAGE


def following(
    user: User | AnonymousUser, choice: Choice, state: MeasureState
) -> MeasureState | None:
    """The next measure of a queue after one that may have left it meanwhile. One query."""
    after = Q(plan=state.plan_id, item__lft__gt=state.item.lft)
    after |= Q(plan__title__gt=state.plan.title)
    after |= Q(plan__title=state.plan.title, plan__gt=state.plan_id)
    return measures(user, choice).filter(conditions()[choice.queue]).filter(after).first()


def plans() -> "QuerySet[Plan]":
    """Those with measures to report on."""
    known = MeasureState.objects.filter(plan=OuterRef("pk"))
    return Plan.objects.filter(Exists(known)).order_by("title")


def _silent_since(day: date) -> datetime:
    return start_of(day - SILENT_AFTER)
