"""What plans, groups and meetings have for whom something concerns."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from kpss.bodies.reading import is_over
from kpss.meetings import reading as meetings
from kpss.meetings.lines import MeetingLine
from kpss.models import Body, Concern, TargetGroup
from kpss.parts import Linked, linked
from kpss.target_groups import reading as groups_reading
from kpss.target_groups.reading import Used
from strategy.models import Edition, Item
from strategy.reading import Shelved, address

MOST_MEETINGS = 5


class Gathered(NamedTuple):
    """`parts` were named to the concern, `items` speak of its groups; `standing` can be consulted.

    Bodies are those that work today.
    """

    parts: list[Linked]
    items: list[Used]
    bodies: list[Body]
    meetings: list[MeetingLine]
    standing: list[Shelved]


def gathered(concern: Concern, groups: Collection[TargetGroup]) -> Gathered:
    """At most nine queries. Needs `names` of the groups at hand."""
    parts = linked(concern.parts.select_related("plan").order_by("plan__title", "pk"))
    items = groups_reading.items_of(groups)
    plans = {part.plan_id for part in parts}
    plans |= {used.what.edition.plan_id for used in items if isinstance(used.what, Item)}
    found = list(Body.objects.filter(target_group__in=groups).order_by("kind", "name"))
    bodies = [body for body in found if not is_over(body)]
    return Gathered(parts, items, bodies, ahead(bodies), standing(plans))


def ahead(bodies: Iterable[Body]) -> list[MeetingLine]:
    """The next few meetings of these bodies. Two queries."""
    coming = meetings.of_body(None).filter(body__in=list(bodies)).upcoming()
    return MeetingLine.read(coming[:MOST_MEETINGS])


def standing(plans: Collection[int]) -> list[Shelved]:
    """The texts of these plans that may be consulted, under their addresses. One query."""
    editions: dict[int, list[Edition]] = {}
    published = Edition.objects.published().filter(plan__in=plans).select_related("plan")
    for edition in published.current_first():
        editions.setdefault(edition.plan_id, []).append(edition)
    return [
        Shelved(edition, address(edition, current=edition == of_plan[0]))
        for of_plan in editions.values()
        for edition in of_plan
        if edition.is_live
    ]
