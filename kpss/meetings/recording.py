"""Who was at a meeting: written down by staff on one page, for all members at once."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss.meetings import inviting
from kpss.meetings.holding import MeetingRefused, locked, refuse_called_off, refuse_closed
from kpss.models import Attendance, Meeting, Membership, PlanningRevision
from strategy import editing
from strategy.editing import Author


class Row(NamedTuple):
    """A member of the day, what they answered, and whether they came, where that is written.

    `has_deputy` whether somebody could stand in for them on that day.
    """

    membership: Membership
    answer: str
    presence: str
    has_deputy: bool


class Sheet(NamedTuple):
    """All members of the day, the number of guests, and a mark of what is written down."""

    rows: list[Row]
    guests: int | None
    mark: str


class SheetOutdated(Exception):
    """Somebody has written something else down since; `sheet` is what holds now."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(_("Someone else has saved a change in the meantime."))
        self.sheet = sheet


def sheet(meeting: Meeting) -> Sheet:
    """Whoever sat in the body on that day, and whoever was written down. Two queries."""
    attendances = {one.membership_id: one for one in Attendance.objects.filter(meeting=meeting)}
    sat = Q(pk__in=attendances) | Q(pk__in=inviting.seats(meeting).values("pk"))
    deputies = Membership.objects.on(meeting.day).filter(deputy_for=OuterRef("pk"))
    members = (
        Membership.objects.filter(sat)
        .select_related("person", "organisation")
        .annotate(has_deputy=Exists(deputies))
    )
    rows = [
        _row(member, attendances.get(member.pk))
        for member in members.order_by("side", "person__name", "pk")
    ]
    return Sheet(rows, meeting.guests, _mark(rows, meeting.guests))


def record(
    meeting: Meeting,
    read: str,
    presences: Mapping[int, str],
    guests: int | None,
    by: Author = None,
) -> None:
    """Write down who came, by primary key of the membership, and how many guests.

    `read` is the mark of the sheet that the author had before them. Members who are left out
    stay as they are. Raises SheetOutdated, and MeetingRefused.
    """
    with transaction.atomic():
        current = locked(meeting.pk)
        refuse_unheld(current)
        refuse_closed(current)
        now = sheet(current)
        before = {row.membership.pk: row.presence for row in now.rows}
        wanted = {pk: presences.get(pk, presence) for pk, presence in before.items()}
        if (wanted, guests) == (before, now.guests):
            return
        if read != now.mark:
            raise SheetOutdated(now)
        _refuse_deputies(now.rows, wanted)
        _write(current, now.rows, wanted)
        current.guests = guests
        editing.signed(current, by).save()
        PlanningRevision.raise_it()


def _row(member: Any, attendance: Attendance | None) -> Row:
    answer, presence = (attendance.answer, attendance.presence) if attendance else ("", "")
    return Row(member, answer, presence, member.has_deputy)


def _write(meeting: Meeting, rows: Iterable[Row], wanted: Mapping[int, str]) -> None:
    """The side is that of the day, for members may change it later."""
    written = [
        Attendance(
            meeting=meeting,
            membership=row.membership,
            side=row.membership.side,
            presence=wanted[row.membership.pk],
        )
        for row in rows
    ]
    Attendance.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["meeting", "membership"],
        update_fields=["presence"],
    )


def refuse_unheld(meeting: Meeting) -> None:
    """Raise MeetingRefused where there is no attendance to be written down."""
    refuse_called_off(meeting)
    if meeting.day > localdate():
        raise MeetingRefused(_("Attendance is written down on the day of the meeting, or later."))


def _refuse_deputies(rows: Iterable[Row], wanted: Mapping[int, str]) -> None:
    """A deputy who is none does not count; what was written down before stays."""
    for row in rows:
        presence = wanted[row.membership.pk]
        new = presence == Attendance.Presence.DEPUTY != row.presence
        if new and not row.has_deputy:
            raise MeetingRefused(
                _("%(who)s had no deputy in the group on that day.")
                % {"who": row.membership.person}
            )


def _mark(rows: Iterable[Row], guests: int | None) -> str:
    """Enough of a hash of what is written down to tell one state from another."""
    said = [guests, sorted((row.membership.pk, row.presence) for row in rows if row.presence)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
