"""What the public reads of bodies: which there are, who sits in them, what they work on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import Collate
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpss import people, when
from kpss.models import Body, Membership, Rules, Side
from kpss.models.bodies import MembershipQuerySet

# What the kinds are called where several of one are listed.
KINDS = {
    Body.Kind.COORDINATION.value: gettext_lazy("Coordination group"),
    Body.Kind.TARGET_GROUP.value: gettext_lazy("Working groups by target group"),
    Body.Kind.THEME.value: gettext_lazy("Working groups by theme"),
    Body.Kind.PARTNERSHIP.value: gettext_lazy("Local partnerships"),
    Body.Kind.PROJECT_TEAM.value: gettext_lazy("Project teams"),
}
# Who sits in a body, in the order in which they are listed.
ROLES = (
    Membership.Role.CHAIR,
    Membership.Role.VICE_CHAIR,
    Membership.Role.SECRETARY,
    Membership.Role.MEMBER,
    Membership.Role.DEPUTY,
)
# Those of no side come last.
_SIDES = [*Side.values, ""]


@dataclass
class Listed:
    """A body in the list, with how many sit in it for each side; deputies do not count."""

    body: Body
    by_side: dict[str, int] = field(default_factory=dict)

    @property
    def members(self) -> int:
        return sum(self.by_side.values())

    @property
    def sides(self) -> list[tuple[str, int]]:
        """(what the side is called, how many), each of the three; nothing where none has one."""
        counted = [(str(side.label), self.by_side.get(side, 0)) for side in Side]
        return counted if any(number for _side, number in counted) else []


class Listing(NamedTuple):
    """All bodies: those that work, by kind, and those that have ended."""

    working: list[tuple[str, list[Listed]]]
    over: list[Listed]
    bodies: int
    members: int


class Line(NamedTuple):
    """One line of who sits or sat in a body; several who may not be told apart make one."""

    name: str
    organisation: str
    # "member", "chair", and how a reader calls it.
    code: str
    role: str
    term_from: date
    term_to: date | None
    number: int


class BySide(NamedTuple):
    """Who sits for a side; `side` is empty of those that sit for none."""

    side: str
    label: str
    lines: list[Line]


def is_over(body: Body, day: date | None = None) -> bool:
    """Whether a body had ended by a day; of what no source says when, it has not."""
    last = when.last_day(body.valid_to)
    return last is not None and last < (day or localdate())


def ended(day: date | None = None) -> Q:
    """Memberships whose term was over on a day."""
    return Q(term_to__lt=day or localdate())


def listing(day: date | None = None) -> Listing:
    """Every body with its members of a day. Three queries."""
    day = day or localdate()
    listed = _listed(day)
    working = [one for one in listed if not is_over(one.body, day)]
    return Listing(
        working=[
            (str(KINDS[kind]), list(ones))
            for kind, ones in groupby(working, key=lambda one: one.body.kind)
        ],
        over=[one for one in listed if is_over(one.body, day)],
        bodies=len(working),
        members=sum(one.members for one in working),
    )


def _listed(day: date) -> list[Listed]:
    bodies = Body.objects.select_related("target_group").prefetch_related("target_group__names")
    by_name = bodies.order_by(Collate("name", "cs-x-icu"))
    found = {body.pk: Listed(body) for body in sorted(by_name, key=_kind)}
    sitting = Membership.objects.on(day).exclude(role=Membership.Role.DEPUTY)
    for row in sitting.order_by().values("body", "side").annotate(number=Count("pk")):
        found[row["body"]].by_side[row["side"]] = row["number"]
    return list(found.values())


def _kind(body: Body) -> int:
    return Body.Kind.values.index(body.kind)


def rules_on(body: Body, day: date | None = None) -> Rules | None:
    """The rules of procedure by which a body goes on a day, with their document."""
    versions = body.rules.select_related("document").order_by("-number")
    return in_force(list(versions), day or localdate())


def in_force(versions: Sequence[Rules], day: date) -> Rules | None:
    """Of the versions of one body, the newest first, that which holds on a day.

    What no source gives a day of has held from the beginning.
    """
    begun = (one for one in versions if one.valid_from is None or one.valid_from <= day)
    return next(begun, None)


def members(body: Body, day: date | None = None) -> list[BySide]:
    """Who sits in a body on a day, by side. One query."""
    return _by_side(Membership.objects.filter(body=body).on(day))


def history(body: Body) -> list[BySide]:
    """Who has ever sat in a body, by side, the newest terms first. One query."""
    return _by_side(Membership.objects.filter(body=body))


def chairs(sides: Iterable[BySide]) -> list[Line]:
    """Of those who sit in a body, who chairs it; there is one, or none."""
    lines = [line for side in sides for line in side.lines]
    return [line for line in lines if line.code == Membership.Role.CHAIR]


def is_composition(rules: Rules) -> bool:
    """Whether it is known only how many seats each side had, and no rules of procedure are."""
    needed = (rules.quorum, *(rules.quorum_of(side) for side in Side))
    return not (rules.document_id or rules.valid_from) and set(needed) == {None}


def seats_together(rules: Rules) -> int | None:
    """All seats; None where those of a side are not known."""
    seats = [rules.seats(side) for side in Side]
    return None if None in seats else sum(number or 0 for number in seats)


def sides_of(rules: Rules) -> list[tuple[str, int | None, int | None]]:
    """(what the side is called, its seats, how many of it must be present), each of the three."""
    return [(str(side.label), rules.seats(side), rules.quorum_of(side)) for side in Side]


def seated(body: Body, day: date | None = None) -> list[Membership]:
    """Memberships of a body that run on a day or begin later, by side and role. One query."""
    rows = Membership.objects.filter(body=body).exclude(ended(day))
    people_at_hand = rows.select_related("person", "organisation", "deputy_for__person")
    return sorted(people_at_hand, key=lambda row: (_SIDES.index(row.side), *_rank(row)))


def _by_side(memberships: MembershipQuerySet) -> list[BySide]:
    by_side: dict[str, list[Membership]] = {}
    for row in memberships.select_related("person", "organisation"):
        by_side.setdefault(row.side, []).append(row)
    return [
        BySide(side, people.for_side(side) if side else _("members"), _lines(by_side[side]))
        for side in _SIDES
        if side in by_side
    ]


def _lines(memberships: Iterable[Membership]) -> list[Line]:
    """Lines of one side: the newest term first, then by role; those that read the same as one."""
    lines = Counter(_line(row) for row in sorted(memberships, key=_seniority))
    return [line._replace(number=number) for line, number in lines.items()]


def _line(row: Membership) -> Line:
    # Without a name its place is taken by the organisation.
    beside = row.organisation if row.is_named else None
    return Line(
        name=people.name_beside_side(row),
        organisation=str(beside) if beside else "",
        code=row.role,
        role=row.get_role_display(),
        term_from=row.term_from,
        term_to=row.term_to,
        number=1,
    )


def _seniority(row: Membership) -> tuple[date, date, int, int]:
    """Terms that still run first, then those that ended last; within them by role."""
    ended = date.max - (row.term_to or date.max)
    begun = date.max - row.term_from
    return date.min + ended, date.min + begun, *_rank(row)


def _rank(row: Membership) -> tuple[int, int]:
    return ROLES.index(Membership.Role(row.role)), row.pk
