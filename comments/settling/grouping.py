"""One answer for several points: the others follow the one that is answered.

Each author gets it: `settlement.publish` publishes it for every follower too.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from comments.models import Comment, Point, Settlement
from comments.settlement import SettlementRefused, label
from strategy.models import PageRevision


def settle_together(leader: Point, followers: Iterable[Point]) -> list[Point]:
    """Let points get the answer that one of them will; returns those that follow.

    Raises SettlementRefused where one is of another plan, has an answer published or in work,
    or follows or leads another point: there are no chains.
    """
    with transaction.atomic():
        keys = {point.pk for point in followers} - {leader.pk}
        points = _held({leader.pk, *keys})
        leader = points.pop(leader.pk)
        if not points:
            raise SettlementRefused(_("Choose at least two points."))
        _refuse_leader(leader)
        for point in points.values():
            _refuse_follower(point, leader)
            point.together_with = leader
            point.save(update_fields=["together_with"])
        PageRevision.raise_for(leader.comment.plan_id)
        return list(points.values())


def settle_apart(point: Point) -> Point:
    """Let a point be answered on its own again. Raises SettlementRefused.

    One that has its answer already is reopened instead.
    """
    with transaction.atomic():
        point = _held({point.pk})[point.pk]
        if point.together_with_id is None:
            raise SettlementRefused(_("This point is settled on its own."))
        if Settlement.objects.published().filter(point=point).exists():
            raise SettlementRefused(_("It is answered already; reopen it to answer it on its own."))
        point.together_with = None
        point.save(update_fields=["together_with"])
        PageRevision.raise_for(point.comment.plan_id)
        return point


def leader_of(points: Iterable[Point]) -> Point:
    """Which of them the others are to follow: who leads already, has a draft, or came first.

    One that follows another stands for that one. Raises SettlementRefused where there is none.
    """
    keys = [point.together_with_id or point.pk for point in points]
    ranked = Point.objects.filter(pk__in=keys).alias(
        leading=Exists(Point.objects.filter(together_with=OuterRef("pk"))),
        begun=Exists(Settlement.objects.in_work().filter(point=OuterRef("pk"))),
    )
    found = ranked.select_related("comment")
    first = found.order_by("-leading", "-begun", "comment__number", "position").first()
    if first is None:
        raise SettlementRefused(_("Choose at least two points."))
    return first


def _held(keys: set[int]) -> dict[int, Point]:
    """Those points by key, locked after their comments."""
    comments = Comment.objects.filter(points__in=keys).order_by("pk")
    list(comments.select_for_update(of=["self"]).values_list("pk"))
    locked = Point.objects.select_for_update(of=["self"]).order_by("pk")
    return {it.pk: it for it in locked.select_related("comment").filter(pk__in=keys)}


def _refuse_leader(leader: Point) -> None:
    """It must still get an answer: what is published is for who has it."""
    if leader.together_with_id is not None:
        raise SettlementRefused(
            _("No. %(label)s is settled together with another point itself.")
            % {"label": label(leader)}
        )
    answers = Settlement.objects.filter(point=leader)
    if answers.published().exists() and not answers.in_work().exists():
        raise SettlementRefused(
            _("No. %(label)s is answered already. Give the others the same answer instead.")
            % {"label": label(leader)}
        )


def _refuse_follower(point: Point, leader: Point) -> None:
    if point.comment.plan_id != leader.comment.plan_id:
        reason = _("it is about another plan")
    elif point.together_with_id not in {None, leader.pk}:
        reason = _("it is settled together with another point")
    elif point.followers.exists():
        reason = _("other points are settled together with it")
    elif Settlement.objects.filter(point=point).exists():
        reason = _("an answer to it has been begun")
    else:
        return
    raise SettlementRefused(
        _("No. %(label)s cannot be added: %(reason)s.") % {"label": label(point), "reason": reason}
    )
