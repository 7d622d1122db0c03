"""Handing over in one step: everything that somebody answers for, whole or by kinds."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from strategy import editing, organisations
from strategy.handing_over import kinds, telling
from strategy.handing_over.kinds import NOBODY, Holder, Passing
from strategy.models import Handover, Organisation


class HandoverRefused(Exception):
    """Why nothing was handed over; its text is for the reader."""


def held(holder: Holder) -> dict[str, list[str]]:
    """What a holder answers for, by the name of its kind; kinds without anything are left out."""
    found = {kind.name: kind.held(holder) for kind in kinds.in_order()}
    return {name: things for name, things in found.items() if things}


def hand_over(
    holder: Holder,
    takers: Mapping[str, Holder],
    *,
    day: date,
    reason: str,
    by: User | None = None,
    ends: bool = False,
) -> list[Handover]:
    """Pass on all that a holder has, each kind to its taker; a record for each taker.

    `takers` are by the name of the kind: of the same sort as the holder, or NOBODY. With `ends` an
    organisation is valid no more from that day on, or a person's account may not sign in. There is
    no taking it back: it would rewrite who answered when. Raises HandoverRefused.
    """
    _refuse(holder, takers, day, reason)
    with transaction.atomic():
        # Nobody hands over the same thing twice at once.
        _lock(holder)
        things = held(holder)
        if not things and not ends:
            raise HandoverRefused(_("There is nothing to hand over."))
        _refuse_left(things, takers)
        made = _passed(holder, takers, things, day, reason.strip(), by)
        if ends:
            _end(holder, day, by)
        return made


def _passed(
    holder: Holder,
    takers: Mapping[str, Holder],
    things: Mapping[str, list[str]],
    day: date,
    reason: str,
    by: User | None,
) -> list[Handover]:
    records: dict[Holder, Handover] = {}
    for kind in kinds.in_order():
        if kind.name not in things:
            continue
        taker = takers[kind.name]
        record = records.get(taker) or _record(holder, taker, day, reason, by)
        records[taker] = record
        number = kind.pass_on(Passing(holder, taker, day, record, by))
        record.passed = record.passed | {kind.name: number}
        record.save()
    for taker, record in records.items():
        telling.tell(record, taker, things, takers)
    return list(records.values())


def _record(holder: Holder, taker: Holder, day: date, reason: str, by: User | None) -> Handover:
    return Handover.objects.create(
        from_organisation=holder.organisation,
        from_person=holder.person,
        to_organisation=taker.organisation,
        to_person=taker.person,
        day=day,
        reason=reason,
        by=by,
    )


def _lock(holder: Holder) -> None:
    if holder.organisation:
        Organisation.objects.select_for_update().get(pk=holder.organisation.pk)
    if holder.person:
        User.objects.select_for_update().get(pk=holder.person.pk)


def _end(holder: Holder, day: date, by: User | None) -> None:
    if holder.organisation:
        current = Organisation.objects.get(pk=holder.organisation.pk)
        last_day = _last_day(current, day)
        organisations.change(current, editing.version_of(current), by, valid_to=last_day)
    if holder.person:
        User.objects.filter(pk=holder.person.pk).update(is_active=False)


def _last_day(organisation: Organisation, ends: date) -> date:
    """The day before it ends; who has ended before stays so, and none ends before it began."""
    known = [day for day in (ends - timedelta(days=1), organisation.valid_to) if day]
    return max(min(known), organisation.valid_from or min(known))


def _refuse(holder: Holder, takers: Mapping[str, Holder], day: date, reason: str) -> None:
    if not reason.strip():
        raise HandoverRefused(_("Say why it is handed over."))
    if day > localdate():
        raise HandoverRefused(_("It is handed over on the day it happens, not ahead."))
    for taker in takers.values():
        _refuse_taker(holder, taker, day)


def _refuse_taker(holder: Holder, taker: Holder, day: date) -> None:
    if taker == NOBODY:
        return
    if taker.is_person != holder.is_person:
        raise HandoverRefused(
            _("An organisation hands over to an organisation, a person to a person.")
        )
    if taker == holder:
        raise HandoverRefused(_("Nobody hands over to themselves."))
    if taker.person and not taker.person.is_active:
        raise HandoverRefused(_("%(name)s may not sign in any more.") % {"name": taker})
    valid = Organisation.objects.valid(day)
    if taker.organisation and not valid.filter(pk=taker.organisation.pk).exists():
        raise HandoverRefused(_("%(name)s does not exist on that day.") % {"name": taker})


def _refuse_left(things: Mapping[str, list[str]], takers: Mapping[str, Holder]) -> None:
    """Everything that is held has a taker, or may be left to nobody and was said to be."""
    for kind in kinds.in_order():
        if kind.name not in things:
            continue
        taker = takers.get(kind.name)
        if taker is None or (taker == NOBODY and kind.needs_taker):
            raise HandoverRefused(_("Choose who takes over: %(kind)s.") % {"kind": kind.title})
