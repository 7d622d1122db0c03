"""How a point stands: all that whoever settles it has to see, for its page on the desk."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from comments import reading
from comments.models import AnswerTemplate, Comment, Contact, Handling, Point, Settlement
from comments.privacy.searching import hidden_in
from comments.reading import PublicComment
from comments.settling import assigning, similar
from comments.settling.changed import Changes, Redlines, draft_of, is_right_under
from strategy.compare import Change
from strategy.models import Edition
from strategy.people import called

# Where a template was used is told of so many points.
USES = 5


class Redline(NamedTuple):
    """What the draft made of the text that was commented on: of itself, and right under it."""

    own: Change | None
    beneath: list[Change]
    changes: Changes
    draft: Edition


class Suggestion(NamedTuple):
    """An earlier point that says something similar, with its answer, published or in work.

    `is_joinable` says whether the two can be settled together.
    """

    point: Point
    label: str
    answer: Settlement | None
    is_joinable: bool


class Step(NamedTuple):
    """What was done with an answer, when and by whom."""

    at: datetime
    by: str
    number: int
    what: str
    outcome: str
    reasoning: str


class Deadlines(NamedTuple):
    """Until when the office asked for it, and until when the law does; days left of the nearer."""

    own: date | None
    statutory: date
    days_left: int


def point_of(points: "QuerySet[Point]", key: int) -> Point | None:
    """A point of a published comment with what its page reads of it. One query."""
    at_hand = (
        "comment__item__edition__consultation",
        "comment__plan",
        "item__edition__plan",
        "item__tier",
        "handling__assigned_to",
        "together_with__comment",
    )
    return (
        points.filter(comment__state=Comment.State.PUBLISHED)
        .select_related(*at_hand)
        .filter(pk=key)
    ).first()


def redline(point: Point) -> Redline:
    """Two queries beside that for the draft, whatever the size of the plan."""
    draft = draft_of(point.comment.plan_id)
    changes = Redlines().between(point.item.edition, draft)
    all_changes = [of_item[0] for key, of_item in changes.items() if of_item[0].key == key]
    own = next((change for change in all_changes if change.key == point.item_key), None)
    beneath = [change for change in all_changes if is_right_under(change, point.item_key)]
    return Redline(own, beneath, changes, draft)


def whole(comment: Comment) -> PublicComment:
    """The comment as its readers see it; its contact is for others."""
    (found,) = reading.of_comments(Comment.objects.filter(pk=comment.pk))
    return found


def others(point: Point) -> list[tuple[str, Point]]:
    """The other points of the comment, each with its label."""
    found = list(Point.objects.filter(comment=point.comment_id).order_by("position"))
    number = point.comment.number
    return [
        (reading.point_label(number, other.position, of_several=True), other)
        for other in found
        if other.pk != point.pk
    ]


def suggestions(point: Point, visible: "QuerySet[Point]") -> list[Suggestion]:
    """Earlier points that say something similar, the likest first. At most five queries.

    Of points that are not `visible` to who asks only what is published is told.
    """
    found = [suggested.point_id for suggested in similar.similar_to(point)]
    own = set(visible.filter(pk__in=found).values_list("pk", flat=True))
    told = Q(state=Settlement.State.PUBLISHED) | Q(state__in=Settlement.IN_WORK, point__in=own)
    answers = Settlement.objects.filter(told).order_by("-number")
    points = (
        Point.objects.filter(pk__in=found)
        .select_related("comment__plan")
        .prefetch_related(Prefetch("settlements", queryset=answers, to_attr="answers"))
        .annotate(points=Count("comment__points"))
    )
    by_key = {other.pk: other for other in points}
    return [_suggestion(by_key[key], is_own=key in own) for key in found if key in by_key]


def followers(point: Point) -> list[tuple[str, Point]]:
    """The points that get the answer to this one, each with its label."""
    of_several = Exists(
        Point.objects.filter(comment=OuterRef("comment")).exclude(pk=OuterRef("pk"))
    )
    found = point.followers.select_related("comment").annotate(of_several=of_several)
    return [
        (
            reading.point_label(other.comment.number, other.position, of_several=other.of_several),
            other,
        )
        for other in found.order_by("comment__number", "position")
    ]


def steps(point: Point) -> list[Step]:
    """The history of the answers to a point, the newest step first. One query."""
    records = Settlement.history.filter(point=point.pk).select_related("history_user")
    return [_step(record) for record in records.order_by("-history_id")]


def assignments(point: Point) -> list[Any]:
    """Who had the point, newest first, without what is noted meanwhile. One query."""
    records = Handling.history.filter(point=point.pk).select_related("assigned_to", "history_user")
    found: list[Any] = []
    for record in records.order_by("history_id"):
        given = (record.assigned_to_id, record.due_on)
        if not found or given != (found[-1].assigned_to_id, found[-1].due_on):
            found.append(record)
    return found[::-1]


def deadlines(point: Point) -> Deadlines:
    handling = getattr(point, "handling", None)
    own, statutory = (
        handling.due_on if handling else None,
        assigning.statutory_due(point.comment),
    )
    nearer = min(own or statutory, statutory)
    return Deadlines(own, statutory, (nearer - localdate()).days)


def templates() -> "QuerySet[AnswerTemplate]":
    """With how many answers each was used for."""
    return AnswerTemplate.objects.annotate(used=Count("settlements", distinct=True))


def uses(template: AnswerTemplate) -> list[Point]:
    """Some of the points that a template was used for, the newest first. One query."""
    used = Point.objects.filter(settlements__template=template).select_related("comment__plan")
    return list(used.order_by("-settlements__pk")[:USES])


def names_author(point: Point, reasoning: str) -> bool:
    """Whether a text names who sent the comment, without their consent to be named. One query."""
    unnamed = Contact.objects.filter(comment=point.comment_id, comment__name_public=False)
    name = unnamed.values_list("name", flat=True).first()
    return name is not None and hidden_in(reasoning, name) != reasoning


def _suggestion(point: Any, *, is_own: bool) -> Suggestion:
    label = reading.point_label(point.comment.number, point.position, of_several=point.points > 1)
    published = any(it.state == Settlement.State.PUBLISHED for it in point.answers)
    answer = point.answers[0] if point.answers else None
    return Suggestion(point, label, answer, is_joinable=is_own and not published)


def _step(record: Any) -> Step:
    thrown_away = record.history_type == "-"
    return Step(
        at=record.history_date,
        by=called(record.history_user),
        number=record.number,
        what=_("discarded") if thrown_away else record.get_state_display(),
        outcome=record.get_outcome_display(),
        reasoning=record.reasoning,
    )
