"""Who settles a point and by when, what they note among themselves, and what the law gives."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from comments import letters
from comments.models import Comment, Handling, Point
from comments.settlement import SettlementRefused
from strategy.characters import plain
from strategy.editing import Author
from strategy.models import Organisation, PageRevision

# Days to handle a comment where no consultation says otherwise: Act 128/2000, § 16.
STATUTORY_DAYS = 60


class NotedMeanwhile(SettlementRefused):
    """Somebody has changed the note since it was read; `current` is what it says now."""

    def __init__(self, current: str) -> None:
        super().__init__(_("Someone else has saved a change in the meantime."))
        self.current = current


def assign(
    points: Iterable[Point],
    organisation: Organisation | None,
    due_on: date | None,
    *,
    by: Author = None,
) -> list[Handling]:
    """Give points to a department or working group, or to nobody; none is given where one fails.

    Raises SettlementRefused.
    """
    if organisation is None and due_on is not None:
        raise SettlementRefused(_("Choose who is to keep the deadline."))
    if organisation is not None and organisation not in settling():
        raise SettlementRefused(_("Only a department or a working group of today settles points."))
    if due_on is not None and due_on < localdate():
        raise SettlementRefused(_("A deadline is a day to come."))
    with transaction.atomic():
        keys = [point.pk for point in points]
        locked = Point.objects.select_for_update(of=["self"]).order_by("pk").filter(pk__in=keys)
        found = list(locked.select_related("comment"))
        given = {"assigned_to": organisation, "due_on": due_on}
        handled = [_handled(point, by, **given) for point in found]
        # The public page of a comment says who has it.
        for plan_id in sorted({point.comment.plan_id for point in found}):
            PageRevision.raise_for(plan_id)
        if organisation is not None:
            letters.assigned(organisation)
        return handled


def still_to_come(due_on: date | None) -> date | None:
    """A deadline as it can be given to somebody else: one that has passed is none."""
    return due_on if due_on and due_on >= localdate() else None


def keep_note(point: Point, note: str, *, by: Author = None, seen: str | None = None) -> None:
    """Keep what is noted of a point inside the office.

    `seen` is the `mark` of the note that its author has read; raises NotedMeanwhile where that
    is no longer what it says.
    """
    note = plain(note).strip()
    with transaction.atomic():
        point = Point.objects.select_for_update().get(pk=point.pk)
        current = Handling.objects.filter(point=point).first()
        standing = current.note if current else ""
        if note == standing:
            return
        if seen is not None and seen != mark(standing):
            raise NotedMeanwhile(standing)
        _handled(point, by, note=note)


def mark(note: str) -> str:
    """Differs where the note does."""
    return sha256(note.encode()).hexdigest()[:16]


def plans_naming(organisation: Organisation) -> Iterable[int]:
    """Plans whose pages say that a comment was given to that body. One query."""
    handled = Handling.objects.filter(assigned_to=organisation)
    return handled.values_list("point__comment__plan", flat=True).distinct()


def settling() -> QuerySet[Organisation]:
    """The organisations of today that points can be given to."""
    return Organisation.objects.settling().valid()


def statutory_due(comment: Comment) -> date:
    """The day by which the law wants a comment handled; needs `item.edition` at hand. One query."""
    received = localdate(comment.received_at)
    consultation = getattr(comment.item.edition, "consultation", None)
    if consultation is None:
        return received + timedelta(days=STATUTORY_DAYS)
    return consultation.due_of(received)


def _handled(point: Point, by: Author, **fields: object) -> Handling:
    """The handling of a locked point with those fields; history tells only real changes."""
    handling = Handling.objects.filter(point=point).first() or Handling(point=point)
    if handling.pk and all(getattr(handling, name) == value for name, value in fields.items()):
        return handling
    for name, value in fields.items():
        setattr(handling, name, value)
    if by is not None:
        handling._history_user = by  # type: ignore[attr-defined]
    handling.save()
    return handling
