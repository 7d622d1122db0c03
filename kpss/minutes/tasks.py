"""Tasks of bodies: which are public, and closing one."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss import people
from kpss.minutes import showing
from kpss.models import Body, Minutes, PlanningRevision, Task
from strategy import editing


class TaskRefused(Exception):
    """Why a task was not changed; its text is for the reader."""


class PublicTask(NamedTuple):
    """A task as the public reads it."""

    task: Task
    what: str
    who: str
    is_late: bool


class BodyTasks(NamedTuple):
    body: Body
    tasks: list[PublicTask]


def open_ones() -> QuerySet[Task]:
    """All that are open, by body and by when they are due, with what is said of them at hand."""
    found = Task.objects.open().select_related(
        "body", "meeting", "organisation", "membership__person", "membership__organisation"
    )
    return found.order_by("body__kind", "body__name", "body", "meeting__day", "meeting", "number")


def public_by_body(bodies: Iterable[Body] | None = None) -> list[BodyTasks]:
    """Open tasks of published minutes, by body, of all or of some. Two queries."""
    found = open_ones().filter(meeting__minutes__state=Minutes.State.PUBLISHED)
    found = found.select_related(
        "body",
        "meeting__minutes",
        "organisation",
        "membership__person",
        "membership__organisation",
    ).prefetch_related("meeting__minutes__hidden")
    if bodies is not None:
        found = found.filter(body__in=bodies)
    of_bodies = groupby(found, lambda task: task.body)
    return [BodyTasks(body, [_public(task) for task in of_one]) for body, of_one in of_bodies]


def who(task: Task) -> str:
    """Whom the public reads as the one to do it. Needs what `open_ones` brings."""
    if task.membership:
        named = [people.public_name(task.membership)]
    else:
        named = [str(task.organisation)] if task.organisation else []
    return ", ".join(filter(None, [*named, task.who]))


def close(task: Task, read: int, on: date, result: str, by: editing.Author = None) -> Task:
    """Write down that a task is done with, when and how it ended.

    `read` is the version that was read. Raises TaskRefused and `editing.Outdated`.
    """
    with transaction.atomic():
        closed = change_closed(task, read, on, result, by)
        PlanningRevision.raise_it()
        return closed


def reopen(task: Task, read: int, by: editing.Author = None) -> Task:
    """Take back that it was closed; what was written stays in its history."""
    with transaction.atomic():
        opened = change_open(task, read, by)
        PlanningRevision.raise_it()
        return opened


def change_closed(task: Task, read: int, on: date, result: str, by: editing.Author = None) -> Task:
    """`close` for a caller that makes the pages stale itself."""
    if not result.strip():
        raise TaskRefused(_("Say how the task ended."))
    if on > localdate():
        raise TaskRefused(_("The day on which it was closed is still to come."))
    if on < task.meeting.day:
        raise TaskRefused(_("The task was given later than on that day."))
    return editing.change(task, read, by, closed_on=on, result=result)


def change_open(task: Task, read: int, by: editing.Author = None) -> Task:
    """`reopen` for a caller that makes the pages stale itself."""
    return editing.change(task, read, by, closed_on=None, result="")


def _public(task: Task) -> PublicTask:
    hidden = [one.text for one in task.meeting.minutes.hidden.all()]
    return PublicTask(
        task=task,
        what=showing.shown(task.what, hidden),
        who=showing.shown(who(task), hidden),
        is_late=task.due is not None and task.due < localdate(),
    )
