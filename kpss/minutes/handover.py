"""Open tasks of bodies, as something that an organisation hands over."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kpss.models import Body, PlanningRevision, Task
from strategy.handing_over.kinds import Holder, Kind, Passing


def open_tasks(holder: Holder) -> "QuerySet[Task]":
    """What an organisation itself was asked to do; tasks of members stay with their seats."""
    if holder.organisation is None:
        return Task.objects.none()
    found = Task.objects.open().filter(organisation=holder.organisation, membership=None)
    return found.select_related("body").order_by("body__name", "pk")


def held(holder: Holder) -> list[str]:
    return [f"{task.body}: {task.what}" for task in open_tasks(holder)]


def pass_on(passing: Passing) -> int:
    """Give the tasks to the taker; a task without anybody would be nobody's."""
    tasks = list(open_tasks(passing.holder))
    list(Body.objects.select_for_update().filter(tasks__in=tasks).order_by("pk"))
    for task in Task.objects.select_for_update().filter(pk__in=[task.pk for task in tasks]):
        task.organisation = passing.taker.organisation
        task._history_user = passing.by  # type: ignore[attr-defined]
        task.save()
    if tasks:
        PlanningRevision.raise_it()
    return len(tasks)


TASKS = Kind("tasks", _("tasks from meetings"), 20, held, pass_on, needs_taker=True)
