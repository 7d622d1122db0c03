"""What is settled follows what is said: the points of a comment after it was amended."""

from collections.abc import Callable

from django.db.models import Max

from comments.models import Comment, CommentVersion, Point, Settlement
from comments.stems import stems_of

Parts = list[CommentVersion]
Alike = Callable[[CommentVersion, CommentVersion], bool]


def follow(comment: Comment, before: Parts, after: Parts) -> None:
    """Bring the points in line with a wording that takes the place of another.

    A part that reads as before keeps its points. Of one that reads otherwise the first point
    takes the new words, and what was drafted for it has to be checked again; the others, which
    were split from words that are gone, disappear, and so do those of a part that was dropped.
    What was answered in public stays with the words that it answers.
    """
    origins, left = _origins(before, after), _by_part(comment)
    for part in after:
        origin = origins.get(part.part)
        _carry(comment, part, origin, left.pop(origin.part, []) if origin else [])
    for points in left.values():
        for point in _let_go(points):
            point.part = after[0].part
            point.save()


def hold(comment: Comment) -> None:
    """Lock the points of a comment that is locked, before the pages of its plan are."""
    list(comment.points.select_for_update().order_by("pk").values_list("pk"))


def _by_part(comment: Comment) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = {}
    for point in comment.points.order_by("position"):
        found.setdefault(point.part, []).append(point)
    return found


def _origins(before: Parts, after: Parts) -> dict[int, CommentVersion]:
    """Which part each new one comes from, by its number: the most alike, else the next in order."""
    left, found = list(before), {}
    ways: tuple[Alike, ...] = (_same_words, _same_item, _anything)
    for alike in ways:
        for part in after:
            origin = next((one for one in left if alike(one, part)), None)
            if part.part not in found and origin is not None:
                found[part.part] = origin
                left.remove(origin)
    return found


def _same_words(one: CommentVersion, other: CommentVersion) -> bool:
    return _same_item(one, other) and one.text == other.text


def _same_item(one: CommentVersion, other: CommentVersion) -> bool:
    return one.item_id == other.item_id


def _anything(_one: CommentVersion, _other: CommentVersion) -> bool:
    return True


def _carry(
    comment: Comment, part: CommentVersion, origin: CommentVersion | None, points: list[Point]
) -> None:
    """Let the points of a part go on as those of its new wording."""
    if origin is None or not _same_words(origin, part):
        points = _rewritten(comment, part, points)
    for point in points:
        point.part = part.part
        point.save()
    if origin is None or _whole(origin) != _whole(part):
        _check_again(points)


def _whole(part: CommentVersion) -> tuple[object, ...]:
    return part.item_id, part.text, part.proposal, part.rationale, part.weight


def _rewritten(comment: Comment, part: CommentVersion, points: list[Point]) -> list[Point]:
    """One point with the new words, the first that is free or a new one, after those that stay."""
    free = [point for point in points if not _is_answered(point)]
    point = free[0] if free else Point(comment=comment, position=next_position(comment))
    point.item, point.item_key = part.item, part.item.key
    # No point gets the position of one that is let go.
    point.spent = next_position(comment) - 1
    # Which others it is alike to has to be found anew.
    point.text, point.stems, point.together_with = part.text, stems_of(part.text), None
    return [*_let_go([one for one in points if one is not point]), point]


def _let_go(points: list[Point]) -> list[Point]:
    """Delete points, but for those that were answered in public; returns what stays."""
    kept = [point for point in points if _is_answered(point)]
    for point in points:
        if point not in kept:
            point.delete()
    return kept


def _is_answered(point: Point) -> bool:
    return Settlement.objects.filter(point=point.pk, published_at__isnull=False).exists()


def next_position(comment: Comment) -> int:
    """The first position in a comment that no point of it has had."""
    used = comment.points.aggregate(position=Max("position"), spent=Max("spent"))
    return max(used["position"] or 0, used["spent"] or 0) + 1


def _check_again(points: list[Point]) -> None:
    """What was drafted speaks of words that have changed."""
    for settlement in Settlement.objects.filter(point__in=points, state=Settlement.State.CHECKED):
        settlement.state = Settlement.State.DRAFT
        settlement.save()
