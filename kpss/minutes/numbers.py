"""Numbers of tasks and decisions within a meeting; those that members have read never change."""

from typing import Any

from django.db.models import F, Max

from kpss.minutes.agenda import numbered
from kpss.models import Decision, Meeting, Task

# Above all that a meeting can reach, for while they are given out anew.
APART = 10_000
MODELS: tuple[type[Task] | type[Decision], ...] = (Task, Decision)


def free_number(model: type[Task] | type[Decision], meeting: Meeting) -> int:
    found = model._default_manager.filter(meeting=meeting).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1


def renumber(meeting: Meeting) -> bool:
    """Number tasks and decisions in the order of the agenda; before anyone has read them.

    Returns whether any got another number.
    """
    places = {point.row.pk: place for place, point in enumerate(numbered(meeting))}
    gave = False
    for model in MODELS:
        rows: list[Any] = list(model._default_manager.filter(meeting=meeting).order_by("number"))
        in_order = sorted(rows, key=lambda row: places.get(row.point_id, len(places)))
        if [row.number for row in in_order] != list(range(1, len(rows) + 1)):
            _give(model, in_order)
            gave = True
    return gave


def _give(model: type[Task] | type[Decision], in_order: list[Any]) -> None:
    """In two steps, for no number may be there twice."""
    model._default_manager.filter(pk__in=[row.pk for row in in_order]).update(
        number=F("number") + APART
    )
    for number, row in enumerate(in_order, start=1):
        row.number = number
        row.save()
