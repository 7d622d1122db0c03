"""The page on which minutes are written: its forms, each in its place."""

from typing import Any, NamedTuple

from kpss.minutes.agenda import Numbered, numbered
from kpss.minutes.content import earlier_tasks
from kpss.minutes.forms import BlockForm, Page
from kpss.models import Decision, Meeting, Task

# Whose forms stay as they were sent: those not written, by their names.
Waiting = dict[str, BlockForm]


class Section(NamedTuple):
    """A point with all that is written under it; `point` and `form` are None of what is under none.

    Each list ends with an empty form for one more.
    """

    point: Numbered | None
    form: BlockForm | None
    decisions: list[BlockForm]
    tasks: list[BlockForm]


class Earlier(NamedTuple):
    """A task of an earlier meeting, and the form that closes it."""

    task: Task
    form: BlockForm


class WritingPage(NamedTuple):
    frame: BlockForm
    earlier: list[Earlier]
    sections: list[Section]
    rest: Section
    new_point: BlockForm


def writing_page(meeting: Meeting, waiting: Waiting | None = None) -> WritingPage:
    """All forms of the page with what stands, but for those that wait to be mended."""
    waiting = waiting or {}
    made = _Making(Page(meeting), waiting)
    decisions = list(Decision.objects.filter(meeting=meeting).order_by("number"))
    tasks = list(Task.objects.filter(meeting=meeting).order_by("number"))
    made.keep({f"decision-{row.pk}" for row in decisions} | {f"task-{row.pk}" for row in tasks})
    return WritingPage(
        frame=made.form("minutes", 0, getattr(meeting, "minutes", None)),
        earlier=[
            Earlier(task, made.form("earlier", task.pk, task)) for task in earlier_tasks(meeting)
        ],
        sections=[made.section(point, decisions, tasks) for point in numbered(meeting)],
        rest=made.section(None, decisions, tasks),
        new_point=made.form("newpoint", 0),
    )


class _Making:
    def __init__(self, page: Page, waiting: Waiting) -> None:
        self.page, self.waiting = page, waiting
        self.gone: Waiting = {}

    def keep(self, standing: set[str]) -> None:
        """Remember which forms are of rows that somebody has deleted."""
        self.gone = {
            name: form
            for name, form in self.waiting.items()
            if form.kind in {"decision", "task"} and name not in standing
        }

    def form(self, kind: str, key: int, row: Any = None) -> BlockForm:
        found = self.waiting.get(f"{kind}-{key}")
        if found is not None:
            found.row = row
            return found
        return self.page.unbound(kind, key, row)

    def section(
        self, point: Numbered | None, decisions: list[Decision], tasks: list[Task]
    ) -> Section:
        key = point.row.pk if point else None
        return Section(
            point=point,
            form=self.form("point", point.row.pk, point.row) if point else None,
            decisions=self._forms("decision", key, decisions),
            tasks=self._forms("task", key, tasks),
        )

    def _forms(
        self, kind: str, point: int | None, rows: list[Decision] | list[Task]
    ) -> list[BlockForm]:
        under = [row for row in rows if row.point_id == point]
        gone = [form for form in self.gone.values() if form.kind == kind and point is None]
        new = self.form(f"new{kind}", point or 0)
        return [*(self.form(kind, row.pk, row) for row in under), *gone, new]
