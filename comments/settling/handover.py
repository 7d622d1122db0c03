"""Points that an organisation settles, as something that is handed over."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.models import Point, Settlement
from comments.settling import assigning
from strategy.handing_over.kinds import Holder, Kind, Passing


def unanswered(holder: Holder) -> "QuerySet[Point]":
    """Points given to an organisation that have no published answer."""
    answered = Settlement.objects.published().filter(point=OuterRef("pk"))
    of_holder = Point.objects.filter(handling__assigned_to=holder.organisation)
    found = of_holder if holder.organisation else Point.objects.none()
    return found.filter(~Exists(answered)).select_related("comment__plan").order_by("pk")


def held(holder: Holder) -> list[str]:
    """How each point is called: its comment’s number and plan."""
    return [
        gettext("comment no. %(number)d, plan “%(plan)s”")
        % {"number": point.comment.number, "plan": point.comment.plan.title}
        for point in unanswered(holder)
    ]


def pass_on(passing: Passing) -> int:
    """Give the points to the taker, each with its deadline if that is still to come."""
    points = list(unanswered(passing.holder).select_related("comment__plan", "handling"))
    by_day: dict[date | None, list[Point]] = {}
    for point in points:
        due_on = point.handling.due_on
        by_day.setdefault(assigning.still_to_come(due_on), []).append(point)
    for due_on, of_day in by_day.items():
        taker = passing.taker.organisation
        assigning.assign(of_day, taker, due_on if taker else None, by=passing.by)
    return len(points)


POINTS = Kind("points", _("comments to be settled"), 10, held, pass_on)
