"""Planning a meeting, changing it and calling it off, and telling those who were invited."""

from collections.abc import Mapping
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss.meetings import inviting, words
from kpss.meetings.holding import (
    MeetingRefused,
    locked,
    refuse_begun,
    refuse_called_off,
    refuse_closed,
    refuse_held,
    refuse_over,
    was_held,
)
from kpss.models import Body, Meeting, PlanningRevision
from kpss.news import telling
from strategy import editing, wall
from strategy.characters import is_blank, plain
from strategy.editing import Author

# What guests are told of a meeting, and what of that says when it is.
TOLD = ("title", "day", "time_from", "time_to", "place", "access")
WHEN = ("day", "time_from", "time_to")


def plan(body: Body, by: Author = None, /, **values: object) -> Meeting:
    """Announce a meeting of a body; `values` are its fields as a form's `cleaned_data` has them.

    Raises ValidationError, by field where it is of one.
    """
    meeting = Meeting(body=body, **values)
    refuse_hours(meeting.day, meeting.time_from, meeting.time_to)
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=body.pk)
        _refuse_twice(meeting)
        meeting.full_clean()
        editing.signed(meeting, by).save()
        telling.mark_body(body.pk)
        PlanningRevision.raise_it()
    return meeting


def change(meeting: Meeting, read: int, by: Author = None, /, **values: object) -> Meeting:
    """Change fields of a meeting, as `editing.change` does; returns it as it now is.

    Whoever was invited is told; where the time is another, their answers to the former one are
    gone. Of a meeting that was held it is a correction, of which nobody is told. Raises Outdated,
    ValidationError and MeetingRefused.
    """
    with transaction.atomic():
        current = locked(meeting.pk)
        was = {name: getattr(current, name) for name in TOLD}
        said = {name: values.get(name, was[name]) for name in TOLD}
        if said == was:
            changed = editing.change_locked(current, read, by, **values)
        else:
            held = was_held(current)
            _refuse_saying(current, said)
            news = {"sequence": current.sequence + 1, "changed_at": timezone.now()}
            changed = editing.change_locked(current, read, by, **values, **news)
            if held:
                _refuse_to_come(changed)
            else:
                moved = any(said[name] != was[name] for name in WHEN)
                inviting.tell_of_change(changed, moved=moved)
                telling.mark_body(changed.body_id)
        PlanningRevision.raise_it()
    return changed


def call_off(meeting: Meeting, reason: str, by: Author = None) -> Meeting:
    """Call a meeting off, for a reason that everyone reads. Raises MeetingRefused."""
    if is_blank(reason):
        raise MeetingRefused(_("Write why the meeting is called off; its guests will read it."))
    with transaction.atomic():
        current = locked(meeting.pk)
        refuse_called_off(current)
        refuse_over(current)
        refuse_begun(current)
        refuse_held(current)
        current.cancelled_at = current.changed_at = timezone.now()
        current.cancelled_reason, current.reinstated_reason = plain(reason).strip(), ""
        current.sequence += 1
        editing.signed(current, by).save()
        inviting.tell_of_calling_off(current)
        telling.mark_body(current.body_id)
        PlanningRevision.raise_it()
    return current


def reinstate(meeting: Meeting, reason: str, by: Author = None) -> Meeting:
    """Hold a meeting that was called off after all, for a reason that everyone reads.

    Who was invited is asked anew. Raises MeetingRefused.
    """
    if is_blank(reason):
        raise MeetingRefused(_("Write why the meeting is held after all; its guests will read it."))
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=meeting.body_id)
        current = locked(meeting.pk)
        if not current.is_cancelled:
            raise MeetingRefused(_("This meeting is not called off."))
        refuse_over(current)
        refuse_begun(current)
        if _same_time(current).exists():
            raise MeetingRefused(_("This group has a meeting at that time already."))
        current.cancelled_at, current.changed_at = None, timezone.now()
        current.cancelled_reason, current.reinstated_reason = "", plain(reason).strip()
        current.sequence += 1
        editing.signed(current, by).save()
        inviting.tell_of_reinstating(current)
        telling.mark_body(current.body_id)
        PlanningRevision.raise_it()
    return current


def refuse_hours(day: date, time_from: time | None, time_to: time | None) -> None:
    """Raise ValidationError by field where hours are none that the clocks show, or turned over."""
    errors = {}
    for name, at in (("time_from", time_from), ("time_to", time_to)):
        try:
            if at is not None:
                wall.instant(day, at)
        except wall.NoSuchTime as refusal:
            errors[name] = str(refusal)
    if time_to is not None and time_from is None:
        errors["time_from"] = _("Write also when the meeting begins.")
    elif time_from is not None and time_to is not None and time_to <= time_from:
        errors.setdefault("time_to", _("The meeting ends before it begins."))
    if errors:
        raise ValidationError(errors)


def _refuse_twice(meeting: Meeting) -> None:
    """The same form sent a second time is no second meeting."""
    if _same_time(meeting).exists():
        raise ValidationError({"day": _("This group has a meeting at that time already.")})


def _same_time(meeting: Meeting) -> QuerySet[Meeting]:
    """Other meetings of its body at its time, but for those called off."""
    same = Meeting.objects.filter(body=meeting.body_id, day=meeting.day, cancelled_at=None)
    return same.filter(time_from=meeting.time_from).exclude(pk=meeting.pk)


def _refuse_to_come(meeting: Meeting) -> None:
    """What is corrected about a meeting that was held leaves it before now."""
    if not words.has_begun(meeting) and meeting.day >= localdate():
        raise ValidationError({"day": _("This meeting was held; it cannot be moved ahead.")})


def _refuse_saying(current: Meeting, said: Mapping[str, object]) -> None:
    refuse_called_off(current)
    refuse_closed(current)
    day, time_from, time_to = (said[name] for name in WHEN)
    refuse_hours(day, time_from, time_to)  # type: ignore[arg-type]
    if current.invited_at and not current.is_past and day < localdate():  # type: ignore[operator]
        raise ValidationError(
            {"day": _("Its members are invited to this meeting; it cannot be moved to the past.")}
        )
