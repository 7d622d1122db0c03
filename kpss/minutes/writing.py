"""Writing minutes: what is changed on one page, block by block, nobody's words overwritten.

A block is what one person fills in at one place: the frame of the minutes, a point, a task, a
decision, the end of an earlier task. Each carries the mark of what its writer had before them.
Where somebody else has changed the same block since, it is not written, and the writer is told
what stands there now; all other blocks are.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss.minutes import tasks
from kpss.minutes.course import MinutesRefused
from kpss.minutes.numbers import free_number
from kpss.models import AgendaPoint, Decision, Meeting, Minutes, PlanningRevision, Task
from strategy.characters import plain
from strategy.editing import Author, signed, version_of

Values = Mapping[str, Any]

# What is written in each kind of block, by the names of the columns.
FIELDS = {
    "minutes": ("opening", "text", "conclusion", "written_by"),
    "point": ("said", "conclusion", "raised_by"),
    "task": ("what", "membership", "organisation", "who", "due"),
    "decision": ("text",),
    "earlier": ("closed_on", "result"),
    "newpoint": ("title", "said", "conclusion", "raised_by"),
    "newtask": ("what", "membership", "organisation", "who", "due"),
    "newdecision": ("text",),
}
# Without it a block is empty, and a task or a decision taken out.
BEARING = {"task": "what", "newtask": "what", "decision": "text", "newdecision": "text"}
BEARING |= {"newpoint": "title"}
MODELS: dict[str, type[Model]] = {
    "minutes": Minutes,
    "point": AgendaPoint,
    "task": Task,
    "decision": Decision,
    "earlier": Task,
}


class Block(NamedTuple):
    """A block as it was sent. `key` is of its row, of a new one that of the point that it is under.

    0 is no point; `read` the mark of what its writer had read.
    """

    kind: str
    key: int
    read: str
    values: Values

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.key}"


class Outcome(NamedTuple):
    """What came of sending blocks.

    `conflicts` are what stands now in blocks that somebody has changed meanwhile, by their names
    (None: it is gone), `refused` why others were not written, `made` the names that new blocks got.
    """

    written: int
    conflicts: dict[str, Values | None]
    refused: dict[str, ValidationError]
    made: dict[str, str]


def mark(values: Values) -> str:
    """Tells one wording of a block from another."""
    said = {name: _said(value) for name, value in values.items()}
    stored = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


def values_of(kind: str, row: Model | None) -> Values:
    """What stands in a block; of none what an empty one says."""
    if row is None:
        return dict.fromkeys(FIELDS[kind], "")
    return {name: row.serializable_value(name) for name in FIELDS[kind]}


def save(meeting: Meeting, blocks: Iterable[Block], by: Author = None) -> Outcome:
    """Write what was sent of the minutes of a meeting; see above for what is not written.

    Raises MinutesRefused where their wording is closed.
    """
    outcome = Outcome(0, {}, {}, {})
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
        refuse_writing(meeting)
        minutes, _made = Minutes.objects.select_for_update(of=["self"]).get_or_create(
            meeting=meeting
        )
        refuse_closed(minutes)
        for block in blocks:
            outcome = _write(minutes, block, by, outcome)
        if outcome.written:
            # Of all this the public reads whether earlier tasks are open.
            PlanningRevision.raise_it()
    return outcome


def refuse_writing(meeting: Meeting) -> None:
    """Raise MinutesRefused where there is nothing to write minutes of."""
    if meeting.is_cancelled:
        raise MinutesRefused(_("The meeting was called off; it has no minutes."))
    if meeting.day > localdate():
        raise MinutesRefused(_("Minutes are written on the day of the meeting, or later."))


def refuse_closed(minutes: Minutes) -> None:
    """Raise MinutesRefused where the wording of minutes can no longer change."""
    if minutes.is_closed:
        raise MinutesRefused(_("The minutes are approved; their wording is closed."))
    refuse_writing(minutes.meeting)


def _write(minutes: Minutes, block: Block, by: Author, outcome: Outcome) -> Outcome:
    """One block, where it says anything else than what its writer had read and what stands."""
    row = _row(minutes, block)
    current, sent = values_of(block.kind, row), mark(block.values)
    if sent in {block.read, mark(current)}:
        return outcome
    if block.read != mark(current):
        stands = current if row is not None else None
        return outcome._replace(conflicts=outcome.conflicts | {block.name: stands})
    try:
        with transaction.atomic():
            made = _WRITERS[block.kind](minutes, row, block, by)
    except ValidationError as error:
        return outcome._replace(refused=outcome.refused | {block.name: error})
    return outcome._replace(written=outcome.written + 1, made=outcome.made | made)


def _row(minutes: Minutes, block: Block) -> Any:
    """The row of a block, of this meeting's; None where there is none, or none yet."""
    model = MODELS.get(block.kind)
    if model is None:
        return None
    if model is Minutes:
        return minutes
    rows = model._default_manager.filter(pk=block.key)
    if block.kind == "earlier":
        return rows.filter(
            body=minutes.meeting.body_id, meeting__day__lt=minutes.meeting.day
        ).first()
    return rows.filter(meeting=minutes.meeting_id).first()


Made = dict[str, str]


def _change(_minutes: Minutes, row: Any, block: Block, by: Author) -> Made:
    if row is None:
        # Somebody has deleted it, and its writer wants it nevertheless.
        return _add_again(_minutes, block, by)
    if block.kind in BEARING and not block.values[BEARING[block.kind]]:
        return _delete(row, by)
    for name in FIELDS[block.kind]:
        setattr(row, name, block.values[name])
    row.full_clean()
    signed(row, by).save()
    return {}


def _add_again(minutes: Minutes, block: Block, by: Author) -> Made:
    if block.kind not in {"task", "decision"} or not block.values[BEARING[block.kind]]:
        return {}
    made = _add(minutes, None, block._replace(kind=f"new{block.kind}", key=0), by)
    return dict.fromkeys([block.name], *made.values())


def _delete(row: Any, by: Author) -> Made:
    if isinstance(row, Decision) and row.effects.exists():
        told = _("First take back what the decision settled or changed.")
        raise ValidationError({"text": told})
    signed(row, by).delete()
    return {}


def _add(minutes: Minutes, _row: None, block: Block, by: Author) -> Made:
    """A task or a decision under a point, or under none."""
    kind = block.kind.removeprefix("new")
    model: Any = MODELS[kind]
    point = AgendaPoint.objects.filter(meeting=minutes.meeting_id, pk=block.key).first()
    given = {"meeting": minutes.meeting, "point": point, **block.values}
    if model._default_manager.filter(**given).exists():
        # A double sending of one form.
        return {}
    given |= {"number": free_number(model, minutes.meeting)}
    if model is Task:
        given["body_id"] = minutes.meeting.body_id
    row = model(**given)
    row.full_clean()
    signed(row, by).save()
    return {block.name: f"{kind}-{row.pk}"}


def _add_point(minutes: Minutes, _row: None, block: Block, _by: Author) -> Made:
    """A point that came up at the meeting, as the last one."""
    last = AgendaPoint.objects.filter(meeting=minutes.meeting_id).order_by("position").last()
    position = last.position + 1 if last else 1
    point = AgendaPoint(meeting=minutes.meeting, position=position, **block.values)
    point.full_clean()
    point.save()
    return {block.name: f"point-{point.pk}"}


def _close(minutes: Minutes, row: Task, block: Block, by: Author) -> Made:
    """Say that an earlier task is closed, or still open after all."""
    on, result = block.values["closed_on"], block.values["result"]
    if not on and not result:
        tasks.change_open(row, version_of(row), by)
        return {}
    try:
        tasks.change_closed(row, version_of(row), on or minutes.meeting.day, result, by)
    except tasks.TaskRefused as refusal:
        raise ValidationError({"result": str(refusal)}) from None
    return {}


Writer = Callable[[Minutes, Any, Block, Author], Made]
_WRITERS: dict[str, Writer] = {
    "minutes": _change,
    "point": _change,
    "task": _change,
    "decision": _change,
    "earlier": _close,
    "newpoint": _add_point,
    "newtask": _add,
    "newdecision": _add,
}


def _said(value: object) -> str:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return plain(str(value or "")).strip()
