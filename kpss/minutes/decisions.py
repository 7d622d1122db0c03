"""Decisions of bodies: which are public, and what they settled or changed."""

import re
from datetime import date
from typing import NamedTuple, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Point
from comments.reading import point_label
from kpss import codes
from kpss.minutes import showing
from kpss.models import Decision, DecisionEffect, HiddenPassage, Minutes, PlanningRevision
from kpss.models.fields import PlanPart
from kpss.parts import Linked, links
from strategy import languages
from strategy.editing import signed
from strategy.models import Item, PageRevision, Plan

Author = User | AnonymousUser | None

_POINT = re.compile(r"(?P<number>[0-9]{1,9})(?:\s?/\s?(?P<position>[0-9]{1,4}))?")


class EffectRefused(Exception):
    """Why a decision was not linked; its text is for the reader."""


class Settled(NamedTuple):
    """A point of a comment that a decision settled: “12/2”, its plan, its page."""

    label: str
    plan: str
    address: str
    effect: int


class Changed(NamedTuple):
    """An item that a decision changed; `link` is None where no published edition holds it."""

    effect: int
    link: Linked | None


class Effects(NamedTuple):
    settled: list[Settled]
    changed: list[Changed]


def public() -> QuerySet[Decision]:
    """Decisions of published minutes, with body and hidden passages at hand, the newest first."""
    published = Decision.objects.filter(meeting__minutes__state=Minutes.State.PUBLISHED)
    found = published.select_related("meeting__body", "meeting__minutes")
    hidden = Prefetch("meeting__minutes__hidden", HiddenPassage.objects.all())
    return found.prefetch_related(hidden).order_by("-meeting__day", "-meeting", "number")


def public_text(decision: Decision) -> str:
    """What the public reads of it. Needs what `public` brings."""
    return showing.shown(decision.text, [one.text for one in decision.meeting.minutes.hidden.all()])


def years() -> list[int]:
    """Those in which something was decided, the newest first. One query."""
    days = public().order_by().dates("meeting__day", "year", order="DESC")
    return [day.year for day in days]


def of_year(year: int) -> QuerySet[Decision]:
    # By days and not by a part of one, so that the index is of use.
    return public().filter(meeting__day__range=(date(year, 1, 1), date(year, 12, 31)))


def of_comment(plan_id: int, number: int) -> QuerySet[Decision]:
    """Public decisions that settled a point of a comment. Two queries where there is any."""
    of_it = {
        "effects__comment_point__comment__plan": plan_id,
        "effects__comment_point__comment__number": number,
    }
    return public().filter(**of_it).distinct()


def of_point(point: Point) -> QuerySet[Decision]:
    """Decisions that settle a point, those too whose minutes nobody else can read yet."""
    return Decision.objects.filter(effects__comment_point=point).select_related(
        "meeting__body", "meeting__minutes"
    )


def of_item(plan_id: int, key: UUID) -> QuerySet[Decision]:
    """Public decisions that changed an item, in whichever edition."""
    return public().filter(effects__plan=plan_id, effects__item_key=key).distinct()


def effects_of(decision: Decision, *, inside: bool = False) -> Effects:
    """What a decision settled and changed, as far as it is public, or all of it. Four queries."""
    found = DecisionEffect.objects.filter(decision=decision).order_by("pk")
    effects = list(found.select_related("comment_point__comment__plan"))
    comments = {effect.comment_point.comment_id for effect in effects if effect.comment_point}
    shown = set(Comment.objects.published().filter(pk__in=comments).values_list("pk", flat=True))
    several = set(
        Point.objects.filter(comment__in=comments, position__gt=1).values_list("comment", flat=True)
    )
    return Effects(
        settled=[
            _settled(effect.comment_point, effect.pk, shown, several)
            for effect in effects
            if effect.comment_point and (inside or effect.comment_point.comment_id in shown)
        ],
        changed=_changed([effect for effect in effects if effect.item_key], inside=inside),
    )


def settle(decision: Decision, plan: Plan, which: str, by: Author = None) -> DecisionEffect:
    """Say that a decision settles a comment of a plan, “12”, or one point of it, “12/2”.

    Raises EffectRefused.
    """
    with transaction.atomic():
        point = _point(plan, which)
        effect = _added(decision, by, comment_point=point)
        _raise_pages(decision, plan.pk)
        return effect


def change(decision: Decision, plan: Plan, code: str, by: Author = None) -> DecisionEffect:
    """Say that a decision changes the item of a plan that has a code, or an address.

    Raises EffectRefused.
    """
    with transaction.atomic():
        item = _item(plan, code)
        effect = _added(decision, by, plan=plan, item_key=item.key)
        _raise_pages(decision, plan.pk)
        return effect


def unlink(effect: DecisionEffect, by: Author = None) -> None:
    """Take back what a decision was said to settle or change."""
    with transaction.atomic():
        decision, plan_id = effect.decision, plan_of(effect)
        effect.delete()
        _record(decision, by, gettext_lazy("an effect was taken back"))
        _raise_pages(decision, plan_id)


def plan_of(effect: DecisionEffect) -> int:
    """The plan of the point or of the item; a constraint sees to it that it is of one of them."""
    point = effect.comment_point
    return point.comment.plan_id if point else cast(int, effect.plan_id)


def _added(decision: Decision, by: Author, **effect: object) -> DecisionEffect:
    made = DecisionEffect(decision=decision, **effect)
    try:
        made.validate_constraints()
    except ValidationError:
        raise EffectRefused(_("The decision is linked with it already.")) from None
    made.save()
    _record(decision, by, gettext_lazy("an effect was added"))
    return made


def _record(decision: Decision, by: Author, what: Promise) -> None:
    """Leave a record of it in the history of the decision, whose own row stays."""
    decision._change_reason = languages.in_own(what)  # type: ignore[attr-defined]
    signed(decision, by).save()


def _raise_pages(decision: Decision, plan_id: int) -> None:
    """Only of what the public can read."""
    published = Minutes.State.PUBLISHED
    if Minutes.objects.filter(meeting=decision.meeting_id, state=published).exists():
        PlanningRevision.raise_it()
        PageRevision.raise_for(plan_id)


def _point(plan: Plan, which: str) -> Point:
    """The point, its comment locked."""
    match = _POINT.fullmatch(which.strip())
    if match is None:
        raise EffectRefused(_("Write the number of the comment, 12, or of its point, 12/2."))
    comments = Comment.objects.select_for_update().filter(plan=plan, number=match["number"])
    comment = comments.exclude(state__in=Comment.UNSEEN).first()
    if comment is None:
        raise EffectRefused(
            _("The plan has no comment no. %(number)s.") % {"number": match["number"]}
        )
    points = list(Point.objects.filter(comment=comment).order_by("position"))
    if match["position"]:
        points = [point for point in points if point.position == int(match["position"])]
    if not points:
        raise EffectRefused(_("The comment has no such point."))
    if len(points) > 1:
        raise EffectRefused(_("The comment has several points: say which, for example 12/2."))
    return points[0]


def _item(plan: Plan, code: str) -> Item:
    try:
        return codes.find(plan, code)
    except codes.NoSuchItem as refusal:
        raise EffectRefused(str(refusal)) from None


def _settled(point: Point, effect: int, shown: set[int], several: set[int]) -> Settled:
    comment = point.comment
    label = point_label(comment.number, point.position, of_several=comment.pk in several)
    address = comment.get_absolute_url() if comment.pk in shown else ""
    return Settled(label, comment.plan.title, address, effect)


def _changed(effects: list[DecisionEffect], *, inside: bool) -> list[Changed]:
    # They have a plan and a key, as the parts that are linked elsewhere have.
    found = links(cast(list[PlanPart], effects))
    changed = [Changed(effect.pk, found.get(effect.pk)) for effect in effects]
    return [one for one in changed if one.link or inside]
