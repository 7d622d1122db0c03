"""The key activities of a project as one types them: a numbered heading, a text, points.

1. Podpora a řízení procesů
• Pravidelné setkávání koordinační skupiny

2. Realizace vzdělávacích seminářů
Vzdělávání koordinační skupiny
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpss.history import standing
from kpss.models import ActivityPoint, KeyActivity, Project
from strategy.editing import Author, signed

HEADING = re.compile(r"(?P<number>\d{1,2})\. (?P<title>.+)")
POINT = re.compile(r"[•*–-]\s+(?P<text>.+)")
Row = TypeVar("Row", KeyActivity, ActivityPoint)


class Activity(NamedTuple):
    """`text` and `points` may be empty; paragraphs of the text are its lines."""

    title: str
    text: str
    points: tuple[str, ...]


def read(text: str) -> list[Activity]:
    """The activities of a text, numbered from one on in their order.

    A heading has the next number, so a name that begins with one (“5. 3. komunitní plán”) keeps it.
    Raises ValidationError, naming the line, where something stands before the first heading, or as
    another activity begins, after an empty line or after points, without the number that is next.
    Two activities without a number, an empty line and points between them read as one.
    """
    found: list[list[str]] = []
    before = ""
    for line in (" ".join(line.split()) for line in text.splitlines()):
        heading = HEADING.fullmatch(line)
        if heading and int(heading["number"]) == len(found) + 1:
            found.append([heading["title"]])
        elif line and not found:
            raise ValidationError(
                _("Begin with a numbered heading, “1. …”; “%(line)s” stands before it.")
                % {"line": line[:60]}
            )
        elif line:
            if not POINT.fullmatch(line):
                _refuse_begun(line, before, len(found) + 1)
            found[-1].append(line)
        before = line
    return [_activity(*lines) for lines in found]


def written(activities: Iterable[Activity]) -> str:
    """As `read` takes them."""
    return "\n\n".join(
        "\n".join(
            filter(
                None, [f"{number}. {one.title}", one.text, *(f"• {point}" for point in one.points)]
            )
        )
        for number, one in enumerate(activities, 1)
    )


def of(project: Project) -> list[Activity]:
    """Those of a project. Two queries."""
    rows = project.activities.prefetch_related("points")
    return [
        Activity(row.title, row.text, tuple(point.text for point in row.points.all()))
        for row in rows
    ]


def put(project: Project, activities: Sequence[Activity], at: datetime, by: Author = None) -> None:
    """Make these the activities of a project; their history says that it was at that moment."""
    for row in project.activities.prefetch_related("points"):
        for point in row.points.all():
            _dated(point, at, by).delete()
        _dated(row, at, by).delete()
    for number, one in enumerate(activities, 1):
        made = KeyActivity(project=project, number=number, title=one.title, text=one.text)
        made.full_clean()
        _dated(made, at, by).save()
        for position, text in enumerate(one.points, 1):
            _dated(ActivityPoint(activity=made, position=position, text=text), at, by).save()


def written_at(projects: Collection[int], moments: Sequence[datetime]) -> list[str]:
    """The activities as they stood at each moment, as `written` gives them. Two queries."""
    rows = list(KeyActivity.history.filter(project__in=projects).order_by("history_date", "pk"))
    of_rows = ActivityPoint.history.filter(activity__in={row.id for row in rows})
    points = list(of_rows.order_by("history_date", "pk"))
    return [written(_stood(rows, points, moment)) for moment in moments]


def _stood(rows: list[Any], points: list[Any], moment: datetime) -> list[Activity]:
    texts: dict[int, list[str]] = defaultdict(list)
    for point in sorted(standing(points, moment), key=lambda one: one.position):
        texts[point.activity_id].append(point.text)
    stood = sorted(standing(rows, moment), key=lambda one: one.number)
    return [Activity(row.title, row.text, tuple(texts[row.id])) for row in stood]


def _refuse_begun(line: str, before: str, number: int) -> None:
    """A text goes on under its own lines alone."""
    told = ""
    if not before:
        told = _(
            "“%(line)s” follows an empty line; give it the number %(number)s as another"
            " activity, or leave the empty line out."
        )
    elif POINT.fullmatch(before):
        told = _(
            "“%(line)s” follows a point; give it the number %(number)s as another activity,"
            " “•” as another point, or put it on the line of its point."
        )
    if told:
        raise ValidationError(told % {"line": line[:60], "number": number})


def _activity(title: str, *lines: str) -> Activity:
    points = [POINT.fullmatch(line) for line in lines]
    text = "\n".join(line for line, point in zip(lines, points, strict=True) if point is None)
    return Activity(title, text, tuple(point["text"] for point in points if point))


def _dated(row: Row, at: datetime, by: Author) -> Row:
    row._history_date = at  # type: ignore[attr-defined]
    return signed(row, by)
