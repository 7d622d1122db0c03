"""Several points out of one part of a comment, and one again while none is answered."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Comment, CommentVersion, Handling, Point, Settlement
from comments.points import hold, next_position
from comments.settlement import SettlementRefused
from comments.stems import stems_of
from strategy.models import PageRevision


def split(point: Point, texts: Sequence[str]) -> list[Point]:
    """Make several points of one; each text is a passage of what the part of the comment says.

    The first keeps the place of the point, the others get positions that none has had before,
    and all go on being assigned as it was. Raises SettlementRefused, also where an answer was
    begun already.
    """
    passages = [text.strip() for text in texts if text.strip()]
    with transaction.atomic():
        comment = _held(point)
        point = Point.objects.get(pk=point.pk)
        _refuse_begun([point])
        _refuse_texts(point, comment, passages)
        PageRevision.raise_for(comment.plan_id)
        _reword(point, passages[0])
        return [point, *(_split_off(point, comment, text) for text in passages[1:])]


def join(point: Point) -> Point:
    """Put the points of one part together again, with the whole of its wording.

    Raises SettlementRefused, also where one of them has an answer, published or in work.
    """
    with transaction.atomic():
        comment = _held(point)
        points = list(Point.objects.filter(comment=comment, part=point.part).order_by("position"))
        if len(points) < 2:
            raise SettlementRefused(_("This part of the comment is one point only."))
        _refuse_begun(points)
        PageRevision.raise_for(comment.plan_id)
        first, others = points[0], points[1:]
        first.spent = max(max(it.position, it.spent) for it in points)
        for other in others:
            other.delete()
        _reword(first, wording_of(comment, point.part).text)
        return first


def wording_of(comment: Comment, part: int) -> CommentVersion:
    """What readers see of a part, and its points are made of."""
    return comment.versions.get(number=comment.version, part=part)


def _held(point: Point) -> Comment:
    """The comment of a point, locked with all of its points."""
    comment = Comment.objects.select_for_update().get(pk=point.comment_id)
    hold(comment)
    return comment


def _reword(point: Point, text: str) -> None:
    point.text, point.stems = text, stems_of(text)
    point.save()


def _split_off(point: Point, comment: Comment, text: str) -> Point:
    made = Point.objects.create(
        comment=comment,
        position=next_position(comment),
        part=point.part,
        item=point.item,
        item_key=point.item_key,
        text=text,
        stems=stems_of(text),
    )
    if handling := Handling.objects.filter(point=point).first():
        Handling.objects.create(
            point=made, assigned_to=handling.assigned_to, due_on=handling.due_on
        )
    return made


def _refuse_begun(points: list[Point]) -> None:
    """Only what nobody has begun to answer can be cut anew."""
    if Settlement.objects.filter(point__in=points).exists():
        raise SettlementRefused(
            _("An answer has been begun here. Discard it first; a published one stays as it is.")
        )
    follow = any(point.together_with_id for point in points)
    if follow or Point.objects.filter(together_with__in=points).exists():
        raise SettlementRefused(_("It is settled together with another point. Part them first."))


def _refuse_texts(point: Point, comment: Comment, passages: list[str]) -> None:
    if len(passages) < 2:
        raise SettlementRefused(_("Leave at least two points, each with its words."))
    wording = wording_of(comment, point.part)
    whole = [_plain(text) for text in (wording.text, wording.proposal, wording.rationale)]
    for passage in passages:
        if not any(_plain(passage) in text for text in whole):
            raise SettlementRefused(
                _("The comment does not say this word for word: “%(passage)s”")
                % {"passage": passage}
            )


def _plain(text: str) -> str:
    """However its lines are broken."""
    return " ".join(text.split())
