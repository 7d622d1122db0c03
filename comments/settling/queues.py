"""What lies on the desk, for whom, and in which order: one query for a page, one for the counts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least, TruncDate
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from comments.models import CommentVersion, Point, Settlement
from comments.models.settlements import PointQuerySet
from comments.reading import point_label
from comments.settlement import mark_of
from comments.settling.assigning import STATUTORY_DAYS
from strategy.models import Organisation

Person = User | AnonymousUser

PAGE_SIZE = 200
# So far is looked for what comes after a point; who is further down goes on from the beginning.
LOOK_AHEAD = 2000
EXTENDED_DAYS = 90


class Queue(TextChoices):
    """A part of the desk; its value stands in the address."""

    MINE = "moje", pgettext_lazy("desk", "mine")
    ALL = "vse", pgettext_lazy("desk", "all")
    UNASSIGNED = "neprirazene", pgettext_lazy("desk", "unassigned")
    OVERDUE = "po-terminu", pgettext_lazy("desk", "overdue")
    DRAFTED = "rozepsane", pgettext_lazy("desk", "drafted")
    CHECKED = "ke-zverejneni", pgettext_lazy("desk", "to be published")


class Row(NamedTuple):
    """A point as the desk lists it. `seen` is the mark that a deed is given.

    `together` is the label of the point that it follows, `followers` how many follow it.
    """

    pk: str
    label: str
    text: str
    plan: str
    item_code: str
    item_text: str
    received_on: date
    weight: str
    organisation: str
    assigned_to: str
    deadline: date | None
    is_overdue: bool
    state: str
    outcome: str
    is_reopened: bool
    together: str
    followers: int
    has_note: bool
    seen: str


def sees_all(user: Person) -> bool:
    """Whether the desk shows all points; who neither assigns nor publishes sees their own."""
    return user.has_perm("comments.change_handling") or user.has_perm("comments.publish_settlement")


def for_user(user: Person) -> PointQuerySet:
    """Every point that a person who settles may look at, answered ones too."""
    if sees_all(user):
        return PointQuerySet(Point)
    return PointQuerySet(Point).filter(handling__assigned_to__members=user.pk)


def points(user: Person, queue: str) -> "QuerySet[Any]":
    """The points of a queue, by deadline; those without one come last."""
    found = _known(for_user(user)).filter(_WHICH[Queue(queue)](user))
    soonest = F("deadline").asc(nulls_last=True)
    return found.order_by(soonest, "comment__number", "comment", "position")


def due_for(organisations: "QuerySet[Organisation]", by: date) -> "QuerySet[Any]":
    """Points on the desk that those are to answer by a day, with `deadline`, soonest first."""
    found = _known(PointQuerySet(Point)).filter(_ALONE, handling__assigned_to__in=organisations)
    return found.filter(deadline__lte=by).order_by("deadline", "pk")


def counts(user: Person) -> dict[str, int]:
    """How many points each queue holds. One query."""
    numbers = {queue.name: Count("pk", filter=which(user)) for queue, which in _WHICH.items()}
    found = _known(for_user(user)).order_by().aggregate(**numbers)
    return {queue.value: found[queue.name] for queue in Queue}


def page(user: Person, queue: str, number: int) -> tuple[list[Row], bool]:
    """Rows of a page of a queue, and whether another one follows. One query."""
    start = (number - 1) * PAGE_SIZE
    found = _described(points(user, queue)).values(*_FIELDS)
    rows = list(found[start : start + PAGE_SIZE + 1])
    return [_row(row) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE


def following(user: Person, queue: str, point: Point) -> int | None:
    """The key of the point that comes after one in a queue, or of the first of the others."""
    keys = list(points(user, queue).values_list("pk", flat=True)[:LOOK_AHEAD])
    place = keys.index(point.pk) if point.pk in keys else 0
    others = [key for key in keys[place:] + keys[:place] if key != point.pk]
    return others[0] if others else None


def _known(found: PointQuerySet) -> "QuerySet[Any]":
    """Points on the desk with their answer in `work` and their `deadline`."""
    work = FilteredRelation("settlements", condition=Q(settlements__state__in=Settlement.IN_WORK))
    published = Settlement.objects.published().filter(point=OuterRef("pk"))
    return (
        found.on_desk()
        .annotate(work=work, is_reopened=Exists(published), statutory_on=_STATUTORY_ON)
        .annotate(deadline=_DEADLINE)
        .annotate(is_overdue=Case(When(deadline__lt=localdate(), then=True), default=False))
    )


def _after(days: int) -> Cast:
    """So many days after the day, in Prague, on which the comment came."""
    later = TruncDate("comment__received_at") + Value(timedelta(days=days))
    return Cast(later, DateField())


_CONSULTATION = "comment__item__edition__consultation"
_STATUTORY_ON = Case(
    When(Q((f"{_CONSULTATION}__statutory_days", EXTENDED_DAYS)), then=_after(EXTENDED_DAYS)),
    default=_after(STATUTORY_DAYS),
)
# The law's time is over with the first answer; one that is taken up again has ours only.
_DEADLINE = Case(
    When(is_reopened=True, then=F("handling__due_on")),
    default=Least(Coalesce("handling__due_on", "statutory_on"), "statutory_on"),
)
_ALONE = Q(together_with=None)
_WHICH: dict[Queue, Callable[[Person], Q]] = {
    Queue.MINE: lambda user: _ALONE & Q(handling__assigned_to__in=_organisations(user)),
    Queue.ALL: lambda _user: Q(),
    Queue.UNASSIGNED: lambda _user: _ALONE & Q(handling__assigned_to=None),
    Queue.OVERDUE: lambda _user: Q(is_overdue=True),
    Queue.DRAFTED: lambda _user: Q(work__state=Settlement.State.DRAFT),
    Queue.CHECKED: lambda _user: Q(work__state=Settlement.State.CHECKED),
}


def _organisations(user: Person) -> "QuerySet[Organisation]":
    return Organisation.objects.filter(members=user.pk)


def _described(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """With what a row shows beside the point itself."""
    records = Settlement.history.filter(id=OuterRef("work__pk")).order_by("-history_id")
    others = Point.objects.filter(comment=OuterRef("comment")).exclude(pk=OuterRef("pk"))
    beside = Point.objects.filter(comment=OuterRef("together_with__comment"))
    followers = Point.objects.filter(together_with=OuterRef("pk")).order_by()
    number = followers.values("together_with").annotate(number=Count("pk")).values("number")
    wording = CommentVersion.objects.filter(
        comment=OuterRef("comment"), number=OuterRef("comment__version"), part=OuterRef("part")
    )
    return found.annotate(
        record=Subquery(records.values("history_id")[:1]),
        of_several=Exists(others),
        leader_of_several=Exists(beside.exclude(pk=OuterRef("together_with"))),
        followers_number=Coalesce(Subquery(number), 0),
        weight=Subquery(wording.values("weight")[:1]),
    )


_FIELDS = (
    "pk",
    "text",
    "position",
    "of_several",
    "comment__number",
    "comment__version",
    "comment__newest_version",
    "comment__received_at",
    "comment__organisation",
    "comment__plan__title",
    "item__code",
    "item__text",
    "item__level",
    "weight",
    "handling__assigned_to__name",
    "handling__note",
    "deadline",
    "is_overdue",
    "is_reopened",
    "work__state",
    "work__outcome",
    "record",
    "together_with__comment__number",
    "together_with__position",
    "leader_of_several",
    "followers_number",
)


def _row(row: dict[str, Any]) -> Row:
    number, version = row["comment__number"], row["comment__version"]
    return Row(
        pk=str(row["pk"]),
        label=point_label(number, row["position"], of_several=row["of_several"]),
        text=row["text"],
        plan=row["comment__plan__title"],
        item_code=row["item__code"],
        item_text=row["item__text"] if row["item__level"] else _("the plan as a whole"),
        received_on=localdate(row["comment__received_at"]),
        weight=_name(CommentVersion.Weight, row["weight"]),
        organisation=row["comment__organisation"],
        assigned_to=row["handling__assigned_to__name"] or "",
        deadline=row["deadline"],
        is_overdue=row["is_overdue"],
        state=_name(Settlement.State, row["work__state"]),
        outcome=_name(Settlement.Outcome, row["work__outcome"]),
        is_reopened=row["is_reopened"],
        together=_together(row),
        followers=row["followers_number"],
        has_note=bool(row["handling__note"]),
        seen=mark_of(version, row["comment__newest_version"], row["record"]),
    )


def _together(row: dict[str, Any]) -> str:
    """How the point that it follows is called; empty where it follows none."""
    leader = row["together_with__comment__number"]
    several = row["leader_of_several"]
    return point_label(leader, row["together_with__position"], of_several=several) if leader else ""


def _name(choices: type[TextChoices], value: str | None) -> str:
    return str(choices(value).label) if value else ""
