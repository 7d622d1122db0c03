"""The triad meter: how the three sides of a body are balanced, and what breaks the balance.

Seats are those who sit in the body on a day, without deputies, beside the seats that its rules of
that day give to each side. Presence is how many of a side were at the last meetings, deputies
too. Voice is how many points of those meetings' agendas a side raised, points under points too:
the one trace of having been heard that minutes keep without anybody's words being weighed. A
point of which nobody noted who raised it is nobody's.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpss.bodies.reading import in_force, is_over
from kpss.models import AgendaPoint, Attendance, Body, Meeting, Membership, Rules, Side
from kpss.people import for_side

# A year of a group that meets every two months.
LAST_MEETINGS = 6
# How long before a term ends somebody has to think of it.
ENDING = timedelta(days=60)
# The coordination group is nine in equal thirds.
THIRD = 3
# Where sides plan together; in a partnership or a team they may, and then they are counted too.
OF_SIDES = (Body.Kind.COORDINATION, Body.Kind.TARGET_GROUP, Body.Kind.THEME)

# How many, by (key of the meeting, side).
ByMeeting = dict[int, Counter[str]]


class OfSide(NamedTuple):
    """One side of a body. `seats` is what the rules give it, where they say."""

    side: str
    label: str
    seats: int | None
    filled: int
    present: int
    voice: int


class Break(NamedTuple):
    """What breaks the balance, in a sentence; `memberships` are those that it speaks of."""

    code: str
    sentence: str
    memberships: tuple[Membership, ...] = ()


@dataclass
class Meter:
    """A body on a day, its three sides, and over how many last meetings they were counted."""

    body: Body
    sides: list[OfSide] = field(default_factory=list)
    meetings: int = 0
    breaks: list[Break] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether anything was ever counted: what nobody knows is not nought."""
        return bool(self.meetings) or any(one.filled for one in self.sides)

    @property
    def has_seats(self) -> bool:
        return any(one.seats is not None for one in self.sides)

    @property
    def has_sides(self) -> bool:
        """Whether there is anything to balance."""
        return self.body.kind in OF_SIDES or any(one.filled for one in self.sides)


class _Known(NamedTuple):
    """What is known of one body; `present` and `raised` of its last meetings, the newest first."""

    body: Body
    day: date
    rules: Rules | None
    sitting: list[Membership]
    coming: list[Membership]
    meetings: list[tuple[int, date]]
    present: ByMeeting
    raised: ByMeeting

    def filled(self, side: str) -> int:
        return sum(one.side == side for one in self.seated)

    @property
    def seated(self) -> list[Membership]:
        """Those with a seat of their own."""
        return [one for one in self.sitting if one.role != Membership.Role.DEPUTY]


def meter(body: Body, day: date | None = None) -> Meter:
    """The meter of one body. Five queries."""
    return meters([body], day)[0]


def broken(day: date | None = None) -> list[Meter]:
    """The meters of all bodies whose balance is broken, by name. Six queries."""
    bodies = list(Body.objects.order_by("kind", "name"))
    return [one for one in meters(bodies, day) if one.breaks]


def meters(bodies: Collection[Body], day: date | None = None) -> list[Meter]:
    """The meters of bodies on a day, by default today, in their order. Five queries."""
    day = day or localdate()
    found = _rules(bodies), _terms(bodies, day), _meetings(bodies, day)
    rules, terms, meetings = found
    keys = [key for held in meetings.values() for key, _day in held]
    present, raised = _present(keys), _raised(keys)
    return [
        _measured(
            _Known(
                body,
                day,
                in_force(rules.get(body.pk, []), day),
                [one for one in terms.get(body.pk, []) if one.term_from <= day],
                [one for one in terms.get(body.pk, []) if one.term_from > day],
                meetings.get(body.pk, []),
                present,
                raised,
            )
        )
        for body in bodies
    ]


def _rules(bodies: Collection[Body]) -> dict[int, list[Rules]]:
    return _grouped(Rules.objects.filter(body__in=bodies).order_by("-number"))


def _terms(bodies: Collection[Body], day: date) -> dict[int, list[Membership]]:
    """Terms that run on a day or begin after it."""
    still = Q(term_to__isnull=True) | Q(term_to__gte=day)
    return _grouped(
        Membership.objects.filter(still, body__in=bodies)
        .select_related("person", "organisation")
        .order_by("term_to", "pk")
    )


def _grouped(rows: Iterable[object]) -> dict[int, list]:
    by_body: dict[int, list] = {}
    for row in rows:
        by_body.setdefault(row.body_id, []).append(row)  # type: ignore[attr-defined]
    return by_body


def _meetings(bodies: Collection[Body], day: date) -> dict[int, list[tuple[int, date]]]:
    """(key, day) of each body's last meetings of which it is known who was there."""
    there = Attendance.objects.filter(meeting=OuterRef("pk"), presence__in=Attendance.THERE)
    newest_first = Window(RowNumber(), partition_by="body", order_by=["-day", "-time_from", "-pk"])
    rows = (
        Meeting.objects.filter(Exists(there), body__in=bodies, day__lte=day, cancelled_at=None)
        .annotate(rank=newest_first)
        .filter(rank__lte=LAST_MEETINGS)
        .order_by("body", "rank")
        .values_list("body_id", "pk", "day")
    )
    by_body: dict[int, list[tuple[int, date]]] = {}
    for body_id, key, held in rows:
        by_body.setdefault(body_id, []).append((key, held))
    return by_body


def _present(meetings: Collection[int]) -> ByMeeting:
    there = Attendance.objects.filter(meeting__in=meetings, presence__in=Attendance.THERE)
    return _counted(there.order_by().values_list("meeting_id", "side").annotate(number=Count("pk")))


def _raised(meetings: Collection[int]) -> ByMeeting:
    points = AgendaPoint.objects.filter(meeting__in=meetings).exclude(raised_by="")
    by_side = points.order_by().values_list("meeting_id", "raised_by")
    return _counted(by_side.annotate(number=Count("pk")))


def _counted(rows: Iterable[tuple[int, str, int]]) -> ByMeeting:
    counted: ByMeeting = {}
    for meeting, side, number in rows:
        counted.setdefault(meeting, Counter())[side] = number
    return counted


def _measured(known: _Known) -> Meter:
    measured = Meter(known.body, [_of_side(known, side) for side in Side], len(known.meetings))
    if not is_over(known.body, known.day):
        measured.breaks = list(_breaks(known, measured))
    return measured


def _of_side(known: _Known, side: Side) -> OfSide:
    none: Counter[str] = Counter()
    return OfSide(
        side=side.value,
        label=str(side.label),
        seats=known.rules.seats(side) if known.rules else None,
        filled=known.filled(side),
        present=sum(known.present.get(key, none)[side] for key, _day in known.meetings),
        voice=sum(known.raised.get(key, none)[side] for key, _day in known.meetings),
    )


def _breaks(known: _Known, measured: Meter) -> Iterator[Break]:
    if not known.seated:
        yield Break("empty", _("Nobody sits in this body yet."))
        return
    if measured.has_sides:
        yield from _unbalanced(known, measured)
    yield from _ending(known)
    if not any(one.role == Membership.Role.CHAIR for one in known.sitting):
        yield Break("no_chair", _("The body has no chair."))


def _unbalanced(known: _Known, measured: Meter) -> Iterator[Break]:
    for one in measured.sides:
        if not one.filled:
            yield Break("missing_side", _("Nobody sits %(side)s.") % {"side": for_side(one.side)})
        elif one.seats is not None and one.seats != one.filled:
            yield Break("seats", _seats_in_words(one))
    filled = [one.filled for one in measured.sides]
    if known.body.kind == Body.Kind.COORDINATION and filled != [THIRD] * len(filled):
        yield Break("thirds", _thirds_in_words(filled))
    yield from _without_side(known)
    yield from _without_service_users(known)


def _seats_in_words(one: OfSide) -> str:
    return _("Seats %(side)s: %(seats)s, filled: %(filled)s.") % {
        "side": for_side(one.side),
        "seats": one.seats,
        "filled": one.filled,
    }


def _thirds_in_words(filled: list[int]) -> str:
    return _(
        "The coordination group is nine, three for each side; now it is %(commissioner)s for the"
        " commissioner, %(provider)s for the providers and %(service_user)s for the service users."
    ) % dict(zip(Side.values, filled, strict=True))


def _without_side(known: _Known) -> Iterator[Break]:
    secretary = Membership.Role.SECRETARY
    without = [one for one in known.seated if not one.side and one.role != secretary]
    if without:
        sentence = ngettext(
            "Of %(number)s member no side is recorded.",
            "Of %(number)s members no side is recorded.",
            len(without),
        ) % {"number": len(without)}
        yield Break("without_side", sentence, tuple(without))


def _without_service_users(known: _Known) -> Iterator[Break]:
    last_two = known.meetings[:2]
    if len(last_two) < 2:
        return
    if not any(known.present[key][Side.SERVICE_USER] for key, _day in last_two):
        days = [date_format(day, "DATE_FORMAT") for _key, day in reversed(last_two)]
        sentence = _("No service user was at the last two meetings (%(first)s and %(second)s).")
        yield Break("no_service_user", sentence % {"first": days[0], "second": days[1]})


def _ending(known: _Known) -> Iterator[Break]:
    going_on = {one.person_id for one in known.coming}
    terms = [(one.term_to, one) for one in known.seated if one.person_id not in going_on]
    ending = [(last, one) for last, one in terms if last and last <= known.day + ENDING]
    if ending:
        sentence = ngettext(
            "The term of %(number)s member ends on %(day)s.",
            "The terms of %(number)s members end, the first on %(day)s.",
            len(ending),
        ) % {"number": len(ending), "day": date_format(ending[0][0], "DATE_FORMAT")}
        yield Break("ending", sentence, tuple(one for _last, one in ending))
