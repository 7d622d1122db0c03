"""All that the minutes of a meeting say, as one record that page, PDF and packet show.

It is made from the rows, and stored as JSON when minutes are sent and when they are approved
(`MinutesVersion.content`). Of who is to do a task it holds the key of the membership, never a
name: names come by `kpss.minutes.showing` when it is shown, so that an erased person is gone.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, time
from typing import Any

from django.db.models import Q, Subquery

from kpss.minutes.agenda import Numbered, numbered
from kpss.models import Attendance, Decision, Meeting, Minutes, Side, Task


@dataclass(frozen=True)
class TaskLine:
    """A task. `due`, `given_on` and `closed_on` are days as ISO writes them, or empty.

    `member` is the key of a membership; `who` the organisation and what else was written.
    """

    number: int
    what: str
    member: int | None = None
    who: str = ""
    due: str = ""
    given_on: str = ""
    closed_on: str = ""
    result: str = ""

    @property
    def due_day(self) -> date | None:
        return _day(self.due)

    @property
    def given_day(self) -> date | None:
        return _day(self.given_on)

    @property
    def closed_day(self) -> date | None:
        return _day(self.closed_on)


@dataclass(frozen=True)
class DecisionLine:
    number: int
    text: str


@dataclass(frozen=True)
class PointLine:
    """A point of the programme and what was said: “ad 1. …”; nested ones follow it."""

    number: str
    level: int
    title: str
    said: str = ""
    conclusion: str = ""
    decisions: list[DecisionLine] = field(default_factory=list)
    tasks: list[TaskLine] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        return bool(self.said or self.conclusion or self.decisions or self.tasks)


@dataclass(frozen=True)
class SideLine:
    """How many of a side came, with deputies; were excused; did not come. Empty: of no side."""

    side: str
    present: int
    deputies: int
    excused: int
    absent: int


@dataclass(frozen=True)
class Content:
    """Minutes as they stood at one moment. Times are as the clock shows them, “9:00”, or empty.

    `earlier` are tasks of earlier meetings, as they stood; `decisions` and `tasks` those under no
    point.
    """

    body: str
    day: str
    title: str = ""
    time_from: str = ""
    time_to: str = ""
    place: str = ""
    opening: str = ""
    text: str = ""
    conclusion: str = ""
    written_by: str = ""
    guests: int | None = None
    attended_in_words: str = ""
    points: list[PointLine] = field(default_factory=list)
    decisions: list[DecisionLine] = field(default_factory=list)
    tasks: list[TaskLine] = field(default_factory=list)
    earlier: list[TaskLine] = field(default_factory=list)
    attendance: list[SideLine] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Content":
        """Of what `as_json` has made."""
        given = dict(stored)
        given["points"] = [_point(point) for point in given.get("points", [])]
        given["decisions"] = [DecisionLine(**one) for one in given.get("decisions", [])]
        given["tasks"] = [TaskLine(**task) for task in given.get("tasks", [])]
        given["earlier"] = [TaskLine(**task) for task in given.get("earlier", [])]
        given["attendance"] = [SideLine(**side) for side in given.get("attendance", [])]
        return cls(**given)

    @property
    def held_on(self) -> date:
        return date.fromisoformat(self.day)

    @property
    def all_tasks(self) -> list[TaskLine]:
        """Those given at this meeting, in the order of their numbers."""
        of_points = [task for point in self.points for task in point.tasks]
        return sorted([*of_points, *self.tasks], key=lambda task: task.number)

    @property
    def told(self) -> list[PointLine]:
        """The points to go through, each, where anything is written under any of them."""
        return self.points if any(point.is_told for point in self.points) else []

    @property
    def silent(self) -> set[str]:
        """Numbers of the points under which nothing is written, nor under those nested in them."""
        told = [f"{point.number}." for point in self.points if point.is_told]
        numbers = (point.number for point in self.points)
        return {one for one in numbers if not any(way.startswith(f"{one}.") for way in told)}

    @property
    def members(self) -> set[int]:
        """Keys of the memberships that it speaks of."""
        return {task.member for task in [*self.all_tasks, *self.earlier] if task.member}


def content_of(minutes: Minutes) -> Content:
    """What stands as the minutes: as approved, or before that as the rows say now.

    Of minutes that were approved before the portal kept versions, what was pasted. Needs
    `meeting.body`; one query, none where `versions` are at hand, or those of `made`.
    """
    if not minutes.is_closed:
        return made(minutes.meeting, minutes)
    versions = list(minutes.versions.all())
    return Content.read(versions[-1].content) if versions else _frame(minutes.meeting, minutes)


def made(meeting: Meeting, minutes: Minutes | None) -> Content:
    """The content as the rows of a meeting say now. Needs `meeting.body`; five queries."""
    decisions = _by_point(Decision.objects.filter(meeting=meeting).order_by("number"))
    tasks = _by_point(_tasks().filter(meeting=meeting).order_by("number"))
    return replace(
        _frame(meeting, minutes or Minutes(meeting=meeting)),
        points=[_point_line(point, decisions, tasks) for point in numbered(meeting)],
        decisions=_decision_lines(decisions.get(None, [])),
        tasks=_task_lines(tasks.get(None, [])),
        earlier=[_earlier_line(task, meeting.day) for task in earlier_tasks(meeting)],
        attendance=attendance_of(meeting),
    )


def _frame(meeting: Meeting, minutes: Minutes) -> Content:
    """What the two rows say by themselves."""
    return Content(
        body=meeting.body.name,
        day=meeting.day.isoformat(),
        title=meeting.title,
        time_from=_clock(meeting.time_from),
        time_to=_clock(meeting.time_to),
        place=meeting.place,
        opening=minutes.opening,
        text=minutes.text,
        conclusion=minutes.conclusion,
        written_by=minutes.written_by,
        guests=meeting.guests,
        attended_in_words=meeting.attended_in_words,
    )


def earlier_tasks(meeting: Meeting) -> list[Task]:
    """Tasks of the body's earlier meetings that this one goes through, the oldest first.

    Those that are open, and those closed since the meeting that went before it.
    """
    before = Meeting.objects.filter(body=meeting.body_id, day__lt=meeting.day, cancelled_at=None)
    last = before.order_by("-day").values("day")[:1]
    unreported = Q(closed_on__isnull=True) | Q(closed_on__gt=Subquery(last))
    found = _tasks().filter(unreported, body=meeting.body_id, meeting__day__lt=meeting.day)
    return list(found.select_related("meeting").order_by("meeting__day", "meeting", "number"))


def attendance_of(meeting: Meeting) -> list[SideLine]:
    """Who came, in counts by side; empty while nothing is recorded. One query."""
    recorded = Attendance.objects.filter(meeting=meeting).exclude(presence="")
    pairs = list(recorded.values_list("side", "presence"))
    sides = [*Side.values, ""]
    return [_side_line(side, pairs) for side in sides if any(one == side for one, _ in pairs)]


def _side_line(side: str, pairs: list[tuple[str, str]]) -> SideLine:
    presences = Attendance.Presence
    counts = [
        sum(pair == (side, presence.value) for pair in pairs)
        for presence in (
            presences.PRESENT,
            presences.DEPUTY,
            presences.EXCUSED,
            presences.ABSENT,
        )
    ]
    came, deputies, excused, absent = counts
    return SideLine(side, came + deputies, deputies, excused, absent)


def _tasks() -> Any:
    return Task.objects.select_related("organisation")


def _by_point(rows: Any) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row.point_id, []).append(row)
    return found


def _point_line(
    point: Numbered,
    decisions: dict[int | None, list[Decision]],
    tasks: dict[int | None, list[Task]],
) -> PointLine:
    row = point.row
    return PointLine(
        number=point.number,
        level=point.level,
        title=row.title,
        said=row.said,
        conclusion=row.conclusion,
        decisions=_decision_lines(decisions.get(row.pk, [])),
        tasks=_task_lines(tasks.get(row.pk, [])),
    )


def _decision_lines(rows: list[Decision]) -> list[DecisionLine]:
    return [DecisionLine(row.number, row.text) for row in rows]


def _task_lines(rows: list[Task]) -> list[TaskLine]:
    return [_task_line(row) for row in rows]


def _task_line(row: Task, **more: str) -> TaskLine:
    organisation = str(row.organisation) if row.organisation else ""
    # Beside a member an organisation could tell who that is.
    words = [row.who] if row.membership_id else [organisation, row.who]
    return TaskLine(
        number=row.number,
        what=row.what,
        member=row.membership_id,
        who=", ".join(filter(None, words)),
        due=_iso(row.due),
        **more,
    )


def _earlier_line(row: Task, day: date) -> TaskLine:
    given_on = row.meeting.day.isoformat()
    # What was closed after the meeting was open on its day.
    if row.closed_on is None or row.closed_on > day:
        return _task_line(row, given_on=given_on)
    return _task_line(row, given_on=given_on, closed_on=_iso(row.closed_on), result=row.result)


def _point(stored: Mapping[str, Any]) -> PointLine:
    given = dict(stored)
    given["decisions"] = [DecisionLine(**one) for one in given.get("decisions", [])]
    given["tasks"] = [TaskLine(**task) for task in given.get("tasks", [])]
    return PointLine(**given)


def _clock(when: time | None) -> str:
    return f"{when.hour}:{when.minute:02}" if when else ""


def _day(stored: str) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
