"""Which edition of a plan was in force on a day; days are those of Prague."""

import re
from datetime import MAXYEAR, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.models import Edition


class NoSuchDay(Exception):
    """Why nothing can be shown for a day; its text is for the reader."""


def parsed(given: str) -> date:
    """The day that an address such as 2018-06-28 names. Raises NoSuchDay."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
            raise ValueError
        return date.fromisoformat(given)
    except ValueError:
        raise NoSuchDay(
            _("“%(given)s” is not a day of the calendar. Write it as 2018-06-28.")
            % {"given": given[:30]}
        ) from None


def in_force(editions: list[Edition], day: date) -> Edition:
    """The edition that held at the end of a day, of all that a plan has published.

    The last approved one, unless it was withdrawn by then; where none held, the draft that was
    out for consultation. Needs `approved_by` of each at hand. Raises NoSuchDay.
    """
    if day > timezone.localdate():
        raise NoSuchDay(_("This day is still to come; what will be in force is not known yet."))
    end = end_of(day)
    begun = {one: _beginning(one) for one in sorted(editions, key=lambda one: one.number)}
    # What has no known beginning may have begun by then.
    by_then = [one for one, beginning in begun.items() if beginning is None or beginning < end]
    if not by_then:
        raise NoSuchDay(_("On that day no edition of the plan was published yet."))
    approved = [one for one in by_then if one.stamp == Edition.State.APPROVED]
    # The newest alone: it took the place of those before it for good.
    after = approved[-1].number if approved else 0
    drafts = [one for one in by_then if one.number > after]
    for edition in [*approved[-1:], *drafts[-1:]]:
        if edition.withdrawn_at is not None and edition.withdrawn_at < end:
            continue
        if begun[edition] is None:
            raise NoSuchDay(_("No source says from which day on this plan was in force."))
        if edition.state == Edition.State.WITHDRAWN and edition.withdrawn_at is None:
            raise NoSuchDay(_("No source says until which day this plan was in force."))
        return edition
    raise NoSuchDay(_("On that day no edition of the plan was in force: it had been withdrawn."))


def _beginning(edition: Edition) -> datetime | None:
    """When an edition took effect; None where no source says.

    What was approved holds from the day of the resolution, though it is published here later.
    """
    published = None if edition.published_in_words else edition.published_at
    if edition.approved_by is None or edition.approved_by.date is None:
        return published
    approved = start_of(edition.approved_by.date)
    return approved if published is None else min(approved, published)


def start_of(day: date) -> datetime:
    """Midnight at which a day begins in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """Midnight at which a day of Prague ends."""
    return start_of(day + timedelta(days=1))


def end_of_period(edition: Edition) -> datetime | None:
    """When the years that a plan was made for are over; None where it names no last one."""
    year = edition.cover.period_to
    return end_of(date(year, 12, 31)) if year and year < MAXYEAR else None


def next_midnight() -> datetime:
    return end_of(timezone.localdate())
