"""Drawing up the agenda of a meeting: points under points, in an order that staff choose."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kpss.meetings.holding import MeetingRefused, locked, refuse_called_off, refuse_closed
from kpss.models import AgendaPoint, Meeting, PlanningRevision, Side
from strategy.characters import in_one_line, is_blank

# How deep points may stand: 1, 1.1, 1.1.1, 1.1.1.1.
DEEPEST = 4
LONGEST_TITLE = 300


class AgendaOutdated(Exception):
    """Somebody has changed titles since they were read; `current` are they, by primary key.

    A point that is gone is not among them.
    """

    def __init__(self, current: Mapping[int, str]) -> None:
        super().__init__(_("Someone else has saved a change in the meantime."))
        self.current = current


def add(
    meeting: Meeting, title: str, parent: AgendaPoint | None = None, **about: Any
) -> AgendaPoint:
    """Add a point as the last one under another, or of the whole agenda.

    `about` is what it was put there for: a task, a topic … (fields of AgendaPoint). Raises
    MeetingRefused.
    """
    title = _title(title)
    with transaction.atomic():
        current = _held(meeting)
        points = _points(current)
        if parent is not None:
            parent = _found(points, parent.pk)
            _refuse_too_deep(_level(parent, points) + 1)
        siblings = _under(points, parent)
        position = siblings[-1].position + 1 if siblings else 1
        point = AgendaPoint(meeting=current, title=title, parent=parent, position=position, **about)
        point.save()
        PlanningRevision.raise_it()
    return point


def retitle(meeting: Meeting, read: Mapping[int, str], titles: Mapping[int, str]) -> None:
    """Change titles of points, by primary key; `read` are those that the author had before them.

    Raises AgendaOutdated, and MeetingRefused where a title is empty.
    """
    wanted = {pk: title for pk, title in titles.items() if title != read.get(pk)}
    if not wanted:
        return
    with transaction.atomic():
        points = {point.pk: point for point in _points(_held(meeting))}
        current = {pk: point.title for pk, point in points.items()}
        if any(current.get(pk) not in (read.get(pk), title) for pk, title in wanted.items()):
            raise AgendaOutdated(current)
        for pk, title in wanted.items():
            points[pk].title = _title(title)
            points[pk].save(update_fields=["title"])
        PlanningRevision.raise_it()


def note_sides(meeting: Meeting, read: Mapping[int, str], sides: Mapping[int, str]) -> None:
    """Note which side has raised points, by primary key; "" is nobody's. `read` is as in `retitle`.

    Raises MeetingRefused.
    """
    wanted = {pk: side for pk, side in sides.items() if side != read.get(pk, "")}
    if not wanted:
        return
    with transaction.atomic():
        for point in _points(_held(meeting)):
            if point.pk in wanted:
                point.raised_by = _side(wanted[point.pk])
                point.save(update_fields=["raised_by"])
        PlanningRevision.raise_it()


def move_up(meeting: Meeting, pk: int) -> None:
    """Before the point that stands above it on its level; the first one stays."""
    _rearrange(meeting, pk, lambda points, point: _step(points, point, -1))


def move_down(meeting: Meeting, pk: int) -> None:
    """After the point that stands below it on its level; the last one stays."""
    _rearrange(meeting, pk, lambda points, point: _step(points, point, 1))


def move_in(meeting: Meeting, pk: int) -> None:
    """Under the point above it, as the last one there. Raises MeetingRefused."""
    _rearrange(meeting, pk, _nest)


def move_out(meeting: Meeting, pk: int) -> None:
    """After the point that it stands under. Raises MeetingRefused."""
    _rearrange(meeting, pk, _lift)


def remove(meeting: Meeting, pk: int) -> None:
    """Take a point off the agenda. Raises MeetingRefused where something hangs on it."""
    with transaction.atomic():
        points = _points(_held(meeting))
        point = _found(points, pk)
        if _under(points, point):
            raise MeetingRefused(_("Other points stand under this one. Move them out first."))
        if point.said or point.conclusion or point.tasks.exists() or point.decisions.exists():
            raise MeetingRefused(_("The minutes speak of this point already; it stays."))
        point.delete()
        PlanningRevision.raise_it()


def _side(given: str) -> str:
    if given and given not in Side.values:
        raise MeetingRefused(_("Say which side has raised the point."))
    return given


def _rearrange(
    meeting: Meeting, pk: int, how: Callable[[list[AgendaPoint], AgendaPoint], None]
) -> None:
    with transaction.atomic():
        points = _points(_held(meeting))
        how(points, _found(points, pk))
        AgendaPoint.objects.bulk_update(points, ["parent", "position"])
        PlanningRevision.raise_it()


def _step(points: list[AgendaPoint], point: AgendaPoint, by: int) -> None:
    siblings = _siblings(points, point)
    place = siblings.index(point)
    if 0 <= place + by < len(siblings):
        siblings.insert(place + by, siblings.pop(place))
    _number(siblings)


def _nest(points: list[AgendaPoint], point: AgendaPoint) -> None:
    siblings = _siblings(points, point)
    place = siblings.index(point)
    if place == 0:
        raise MeetingRefused(_("No point stands above this one on its level."))
    _refuse_too_deep(_level(point, points) + _height(point, points))
    above = siblings[place - 1]
    _number([*_under(points, above), point])
    point.parent = above


def _lift(points: list[AgendaPoint], point: AgendaPoint) -> None:
    if point.parent_id is None:
        raise MeetingRefused(_("This point stands under no other."))
    above = _found(points, point.parent_id)
    siblings = _siblings(points, above)
    siblings.insert(siblings.index(above) + 1, point)
    point.parent_id = above.parent_id
    _number(siblings)


def _held(meeting: Meeting) -> Meeting:
    current = locked(meeting.pk)
    refuse_called_off(current)
    refuse_closed(current)
    return current


def _points(meeting: Meeting) -> list[AgendaPoint]:
    return list(AgendaPoint.objects.filter(meeting=meeting).order_by("position", "pk"))


def _found(points: Iterable[AgendaPoint], pk: int) -> AgendaPoint:
    found = next((point for point in points if point.pk == pk), None)
    if found is None:
        raise MeetingRefused(_("Someone has taken this point off the agenda in the meantime."))
    return found


def _under(points: Iterable[AgendaPoint], parent: AgendaPoint | None) -> list[AgendaPoint]:
    return [point for point in points if point.parent_id == (parent.pk if parent else None)]


def _siblings(points: Iterable[AgendaPoint], point: AgendaPoint) -> list[AgendaPoint]:
    return [one for one in points if one.parent_id == point.parent_id]


def _number(siblings: Iterable[AgendaPoint]) -> None:
    for position, point in enumerate(siblings, start=1):
        point.position = position


def _level(point: AgendaPoint, points: list[AgendaPoint]) -> int:
    """How deep a point stands, from 1."""
    if point.parent_id is None:
        return 1
    return 1 + _level(_found(points, point.parent_id), points)


def _height(point: AgendaPoint, points: list[AgendaPoint]) -> int:
    """How many levels a point takes with what stands under it."""
    return 1 + max((_height(one, points) for one in _under(points, point)), default=0)


def _refuse_too_deep(level: int) -> None:
    if level > DEEPEST:
        raise MeetingRefused(
            _("Points stand at most %(number)d levels deep.") % {"number": DEEPEST}
        )


def _title(given: str) -> str:
    title = in_one_line(given).strip()
    if is_blank(title):
        raise MeetingRefused(_("A point of the agenda needs a title."))
    if len(title) > LONGEST_TITLE:
        raise MeetingRefused(
            _("The title of a point has at most %(number)d characters.") % {"number": LONGEST_TITLE}
        )
    return title
