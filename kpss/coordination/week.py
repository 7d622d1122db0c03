"""What a week of the coordinator asks for: each line leads to the page where it is done.

Everything is offered to those alone who may do it. A meeting that is known from a source was held
before the portal; nobody is asked to write its minutes.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from comments.settling import queues
from kpss import triad
from kpss.meetings import words
from kpss.minutes import tasks
from kpss.models import (
    AgendaPoint,
    Application,
    Attendance,
    Meeting,
    Membership,
    Minutes,
    Objection,
    Task,
    Topic,
)
from strategy.models import Organisation

# How far ahead meetings are looked for: members want to be invited a fortnight before.
AHEAD = timedelta(days=14)
WEEK = timedelta(days=7)
# Who was accepted and is not seated in a month does not want to be.
SEATING = timedelta(days=30)
# What was held longer ago belongs to the archive.
BACK = timedelta(days=365)


class Line(NamedTuple):
    """Something to be done: what, what is to be known of it, where it is done."""

    what: str
    detail: str
    url: str
    is_late: bool = False


class Section(NamedTuple):
    """What there is to do of one kind; `empty` says so where there is nothing."""

    anchor: str
    title: str
    lines: list[Line]
    empty: str


class Ahead(NamedTuple):
    """A meeting of the next days: how many were invited and answered, and what it still lacks."""

    meeting: Meeting
    invited: int
    answered: int
    points: int
    has_members: bool

    @property
    def lacks_guests(self) -> bool:
        """Whether there is somebody to be invited and nobody was."""
        return self.has_members and not self.invited

    @property
    def lacks(self) -> int:
        return self.lacks_guests + (not self.points)


class Week(NamedTuple):
    ahead: list[Ahead]
    sections: list[Section]

    @property
    def number(self) -> int:
        """How many things there are to be done."""
        lacking = sum(one.lacks for one in self.ahead)
        return lacking + sum(len(section.lines) for section in self.sections)


def week(user: User | AnonymousUser) -> Week:
    """What waits for somebody who may change meetings. Thirteen queries at most."""
    sections = [make(user) for right, make in SECTIONS.items() if user.has_perm(right)]
    return Week(ahead(), sections)


def ahead() -> list[Ahead]:
    """Meetings of the next fortnight, today's too. One query."""
    days = (localdate(), localdate() + AHEAD)
    attendances = _number(Attendance.objects.filter(meeting=OuterRef("pk")), "meeting")
    answers = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(answer="")
    points = _number(AgendaPoint.objects.filter(meeting=OuterRef("pk")), "meeting")
    meetings = Meeting.objects.filter(day__range=days, cancelled_at=None)
    found = meetings.select_related("body").order_by("day", "time_from", "pk")
    sitting = Membership.objects.on(OuterRef("day")).filter(body=OuterRef("body"))
    counted = found.annotate(
        number_invited=attendances,
        number_answered=_number(answers, "meeting"),
        points=points,
        has_members=Exists(sitting.exclude(role=Membership.Role.DEPUTY)),
    )
    return [
        Ahead(one, one.number_invited, one.number_answered, one.points, one.has_members)
        for one in counted
        if not words.has_begun(one)
    ]


def _number(rows: QuerySet, by: str) -> Coalesce:
    """How many rows a query of `OuterRef` finds, as an annotation."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _minutes(_user: User | AnonymousUser) -> Section:
    lines = [*_held(), *_in_work()]
    return Section("zapisy", _("Minutes"), lines, _("No minutes wait to be written or published."))


def _held() -> Iterator[Line]:
    """Of meetings that are over: whose attendance, and whose minutes, nobody has written."""
    recorded = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(presence="")
    over = Meeting.objects.filter(
        day__range=(localdate() - BACK, localdate()), cancelled_at=None, source=""
    )
    over = over.annotate(is_recorded=Exists(recorded)).filter(
        Q(minutes=None) | Q(is_recorded=False, minutes__state=Minutes.State.DRAFT)
    )
    for meeting in over.select_related("body", "minutes").order_by("day", "time_from", "pk"):
        if not words.has_begun(meeting):
            continue
        if not meeting.is_recorded:
            address = reverse("kpss:meeting_attendance", args=[meeting.pk])
            yield Line(_called(meeting), _("write down who came"), address)
        if not hasattr(meeting, "minutes"):
            address = reverse("kpss:minutes_write", args=[meeting.pk])
            yield Line(_called(meeting), _("write the minutes"), address)


def _in_work() -> Iterator[Line]:
    """Minutes on their way from the draft to everyone."""
    still_open = Objection.objects.filter(minutes=OuterRef("pk"), state=Objection.State.OPEN)
    later = Meeting.objects.filter(
        body=OuterRef("meeting__body"), day__gt=OuterRef("meeting__day"), cancelled_at=None
    ).order_by("day")
    unheld = Q(meeting__day__gt=localdate()) | Q(meeting__cancelled_at__isnull=False)
    in_work = Minutes.objects.exclude(state=Minutes.State.PUBLISHED)
    found = in_work.exclude(unheld, state=Minutes.State.DRAFT).annotate(
        objections_open=_number(still_open, "minutes"),
        next_day=Subquery(later.values("day")[:1]),
    )
    for minutes in found.select_related("meeting__body").order_by("meeting__day", "pk"):
        if step := _next_step(minutes, minutes.objections_open, minutes.next_day):
            view = "write" if minutes.state == Minutes.State.DRAFT else "course"
            address = reverse(f"kpss:minutes_{view}", args=[minutes.meeting_id])
            yield Line(_called(minutes.meeting), step, address)


def _next_step(minutes: Minutes, objections: int, next_day: date | None) -> str:
    """What is to be done with minutes now; empty while members may object."""
    if minutes.state == Minutes.State.DRAFT:
        return _("finish the minutes and send them to members")
    if minutes.state == Minutes.State.APPROVED:
        return _("publish the minutes")
    if objections:
        return ngettext(
            "decide %(number)d objection", "decide %(number)d objections", objections
        ) % {"number": objections}
    if minutes.objections_until and minutes.objections_until >= localdate():
        return ""
    if next_day is None:
        return _("have the minutes approved; no later meeting is planned")
    return _("have the minutes approved on %(day)s") % {"day": date_format(next_day, "DATE_FORMAT")}


def _tasks(_user: User | AnonymousUser) -> Section:
    due = tasks.open_ones().filter(due__lte=localdate() + WEEK).order_by("due", "pk")
    lines = [_task(task) for task in due]
    return Section("ukoly", _("Tasks"), lines, _("No task is due this week."))


def _task(task: Task) -> Line:
    assert task.due is not None  # noqa: S101
    until = _("by %(day)s") % {"day": date_format(task.due, "DATE_FORMAT")}
    detail = " · ".join(filter(None, [task.body.cited, tasks.who(task), until]))
    late = task.due < localdate()
    return Line(task.what, detail, reverse("kpss:task_close", args=[task.pk]), late)


def _applications(_user: User | AnonymousUser) -> Section:
    """Those to be decided, and those accepted lately whose senders do not sit there yet."""
    unseated = Q(state=Application.State.ACCEPTED, membership=None)
    lately = Q(decided_at__gte=timezone.now() - SEATING)
    found = Application.objects.filter(Q(state=Application.State.WAITING) | unseated & lately)
    lines = [
        Line(
            sent.body.name,
            " · ".join((sent.get_side_display(), _step(sent), _day_of(sent))),
            reverse("kpss:application_decide", args=[sent.pk]),
        )
        for sent in found.select_related("body").order_by("sent_at", "pk")
    ]
    return Section("prihlasky", _("Who wants to join"), lines, _("No application waits."))


def _step(sent: Application) -> str:
    waits = sent.state == Application.State.WAITING
    return _("decide the application") if waits else _("seat who was accepted")


def _topics(_user: User | AnonymousUser) -> Section:
    waiting = Topic.objects.filter(state=Topic.State.WAITING)
    lines = [
        Line(
            sent.title,
            f"{sent.body.cited} · {_day_of(sent)}",
            reverse("kpss:topic_decide", args=[sent.pk]),
        )
        for sent in waiting.select_related("body").order_by("sent_at", "pk")
    ]
    return Section("temata", _("Proposed topics"), lines, _("No topic waits."))


def _day_of(sent: Application | Topic) -> str:
    return _("since %(day)s") % {"day": date_format(localdate(sent.sent_at), "DATE_FORMAT")}


def _balance(_user: User | AnonymousUser) -> Section:
    lines = [
        Line(meter.body.name, one.sentence, reverse("kpss:seats", args=[meter.body.slug]))
        for meter in triad.broken()
        for one in meter.breaks
    ]
    return Section("rovnovaha", _("Balance of groups"), lines, _("All groups are in balance."))


def _comments(user: User | AnonymousUser) -> Section:
    """Points that groups are to answer soon; on the desk, for whoever may settle them there."""
    own = queues.for_user(user).filter(pk=OuterRef("pk"))
    of_bodies = Organisation.objects.filter(body__isnull=False)
    found = queues.due_for(of_bodies, localdate() + AHEAD).annotate(is_own=Exists(own))
    lines = []
    for point in found.select_related("comment__plan", "handling__assigned_to__body"):
        desk = reverse("comments:desk_point", args=[point.pk])
        said = {"number": point.comment.number, "plan": point.comment.plan}
        until = _("by %(day)s") % {"day": date_format(point.deadline, "DATE_FORMAT")}
        lines.append(
            Line(
                _("Comment no. %(number)s (%(plan)s)") % said,
                f"{point.handling.assigned_to.body.cited} · {until}",
                desk if point.is_own else point.comment.get_absolute_url(),
                point.deadline < localdate(),
            )
        )
    title = pgettext("coordination", "Comments that groups answer")
    return Section("pripominky", title, lines, _("No group has a comment near its deadline."))


def _called(meeting: Meeting) -> str:
    return f"{words.called(meeting)}, {date_format(meeting.day, 'DATE_FORMAT')}"


# By the right that lets one do it.
SECTIONS: dict[str, Callable[[User | AnonymousUser], Section]] = {
    "kpss.change_minutes": _minutes,
    "kpss.change_task": _tasks,
    "kpss.change_application": _applications,
    "kpss.change_topic": _topics,
    "kpss.view_membership": _balance,
    "comments.view_point": _comments,
}
