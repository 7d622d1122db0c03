"""Who was at a meeting: counts by side, and whether they were enough to decide.

A meeting decides by the rules of procedure that held on its day.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from kpss.bodies import reading
from kpss.models import Attendance, Meeting, Rules, Side


class OfSide(NamedTuple):
    """How many of a side were there, in person or by a deputy, of how many that sit for it.

    `needed` is what the rules ask for; None where they ask for nothing.
    """

    side: str
    label: str
    there: int
    seats: int
    needed: int | None

    @property
    def is_enough(self) -> bool:
        return self.needed is None or self.there >= self.needed


class Presence(NamedTuple):
    """The counts of one meeting. `needed` are all together; None where the rules do not say.

    `has_rules` says whether any are on record, beyond how many seats each side has; `rules_from`
    from when those hold by which it is judged, None where no source says so.
    """

    sides: list[OfSide]
    there: int
    seats: int
    needed: int | None
    has_rules: bool
    rules_from: date | None

    @property
    def has_quorum(self) -> bool | None:
        """Whether all that the rules ask for was there; None where they ask for nothing."""
        asked = [self.needed, *(side.needed for side in self.sides)]
        if not any(asked):
            return None
        together = self.needed is None or self.there >= self.needed
        return together and all(side.is_enough for side in self.sides)


def presence(meeting: Meeting) -> Presence | None:
    """The counts of a meeting; None where nobody has recorded them. Two queries."""
    recorded = Attendance.objects.filter(meeting=meeting).exclude(presence="")
    there = Count("pk", filter=Q(presence__in=Attendance.THERE))
    rows = recorded.order_by().values_list("side").annotate(there=there, seats=Count("pk"))
    counts = {side: (there, seats) for side, there, seats in rows}
    return counted(counts, reading.rules_on(meeting.body, meeting.day)) if counts else None


def counted(counts: dict[str, tuple[int, int]], rules: Rules | None) -> Presence:
    """Of {side: (there, seats)}, by the rules that hold, if any."""
    sides = [
        OfSide(side, label, *counts.get(side, (0, 0)), rules.quorum_of(side) if rules else None)
        for side, label in _sides(counts, rules)
    ]
    return Presence(
        sides,
        there=sum(there for there, _seats in counts.values()),
        seats=sum(seats for _there, seats in counts.values()),
        needed=rules.quorum if rules else None,
        has_rules=rules is not None and not reading.is_composition(rules),
        rules_from=rules.valid_from if rules else None,
    )


def _sides(counts: dict[str, tuple[int, int]], rules: Rules | None) -> list[tuple[str, str]]:
    """The sides to tell of: those that are there and those that the rules ask for."""
    return [
        (side.value, str(side.label))
        for side in Side
        if side.value in counts or (rules and rules.quorum_of(side.value))
    ]
