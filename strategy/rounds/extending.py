"""Giving leads more time: the last day of an open round moves, and who has not answered is told."""

from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from strategy import editing
from strategy.editing import Author
from strategy.models import PageRevision, Round
from strategy.rounds import letters, reminding
from strategy.rounds.opening import LONGEST, RoundRefused, held


class Extension(NamedTuple):
    """That the last day of a round was moved: when, from which day to which, and by whom."""

    at: datetime
    before: date
    after: date
    by: Author


def extend(found: Round, answers_by: date, by: Author = None) -> int:
    """Move the last day of an open round further; returns how many letters tell of it.

    Raises RoundRefused.
    """
    with transaction.atomic():
        PageRevision.raise_for(found.plan_id)
        extended = held(found)
        _refuse_day(extended, answers_by)
        extended.answers_by = answers_by
        editing.signed(extended, by).save()
        return reminding.tell_silent(extended, letters.EXTENDED)


def extensions(found: Round) -> list[Extension]:
    """How its last day was moved, the newest first. One query."""
    records = list(found.history.select_related("history_user").order_by("-history_id"))
    return [
        Extension(now.history_date, before.answers_by, now.answers_by, now.history_user)
        for now, before in pairwise(records)
        if now.answers_by != before.answers_by
    ]


def longest(found: Round) -> date:
    """The last day until which the links of its first letters hold."""
    return localdate(found.opened_at) + LONGEST


def _refuse_day(found: Round, answers_by: date) -> None:
    if answers_by <= max(found.answers_by, localdate()):
        raise RoundRefused(_("The time can only be made longer: choose a later day."))
    if answers_by > longest(found):
        told = _("The links in the letters hold for so long only: choose %(day)s at the latest.")
        raise RoundRefused(told % {"day": date_format(longest(found), "DATE_FORMAT")})
