"""What the agenda of a meeting could hold: the portal offers it, the coordinator ticks.

Open tasks of the body, comments given to it that wait for an answer, measures of what it works on
that are late, terms about to end, topics of the public that were accepted.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comments.models import Point
from kpss.meetings import agenda
from kpss.meetings.agenda import LONGEST_TITLE
from kpss.meetings.holding import locked, refuse_called_off, refuse_closed
from kpss.minutes import showing
from kpss.models import AgendaPoint, BodyWork, Meeting, Membership, Minutes, Task, Topic
from kpss.triad import ENDING
from strategy import languages
from strategy.models import MeasureState
from strategy.progress import signals

# Of each kind; what is left over is offered once these are dealt with.
MOST = 50


class Offer(NamedTuple):
    """A point that could be put on the agenda; `about` is what it is put there for."""

    key: str
    kind: str
    title: str
    detail: str
    url: str
    about: dict[str, Any]

    @property
    def called(self) -> str:
        """As the agenda calls it, where no kind stands above it."""
        return _("Task: %(what)s") % {"what": self.title} if "task" in self.about else self.title


def offers(meeting: Meeting) -> list[Offer]:
    """What is not on the meeting's agenda yet, kind by kind. At most eight queries."""
    return [offer for kind in KINDS for offer in kind(meeting)]


def take(meeting: Meeting, keys: Collection[str]) -> int:
    """Put those offers on the agenda, at its end; what is offered no more is left out.

    Returns how many were put there. Raises MeetingRefused.
    """
    with transaction.atomic():
        # Locked first, so that of two who tick the same the second is offered it no more.
        current = locked(meeting.pk)
        refuse_called_off(current)
        refuse_closed(current)
        # The public reads the agenda, whatever language the coordinator reads.
        with languages.own():
            chosen = [offer for offer in offers(current) if offer.key in keys]
            for offer in chosen:
                agenda.add(current, Truncator(offer.called).chars(LONGEST_TITLE), **offer.about)
        return len(chosen)


def _tasks(meeting: Meeting) -> Iterator[Offer]:
    tasks = Task.objects.open().filter(body=meeting.body_id, meeting__day__lt=meeting.day)
    # What only its writer has read was not given to anybody yet.
    tasks = tasks.exclude(meeting__minutes__state=Minutes.State.DRAFT)
    placed = AgendaPoint.objects.filter(meeting=meeting, task__isnull=False).values("task")
    tasks = tasks.exclude(pk__in=placed).select_related("meeting__minutes", "membership")
    for task in tasks.prefetch_related("meeting__minutes__hidden").order_by("due", "pk")[:MOST]:
        given = date_format(task.meeting.day, "DATE_FORMAT")
        until = _("by %(day)s") % {"day": date_format(task.due, "DATE_FORMAT")} if task.due else ""
        yield Offer(
            f"task:{task.pk}",
            _("Open task"),
            # Everyone reads an agenda, what the minutes hide too.
            showing.shown(task.what, _hidden(task.meeting)),
            ", ".join(filter(None, [_("given on %(day)s") % {"day": given}, until])),
            task.meeting.get_absolute_url(),
            {"task": task, "raised_by": task.membership.side if task.membership else ""},
        )


def _hidden(meeting: Meeting) -> list[str]:
    """What the public does not read of a meeting's minutes, where there are any."""
    minutes = getattr(meeting, "minutes", None)
    return [passage.text for passage in minutes.hidden.all()] if minutes else []


def _comments(meeting: Meeting) -> Iterator[Offer]:
    office = meeting.body.organisation_id
    if office is None:
        return
    placed = AgendaPoint.objects.filter(meeting=meeting, comment_point__isnull=False)
    waiting = Point.objects.on_desk().filter(handling__assigned_to=office)
    waiting = waiting.exclude(pk__in=placed.values("comment_point"))
    for point in waiting.select_related("comment__plan", "item").order_by("handling__due_on", "pk")[
        :MOST
    ]:
        said = {"number": point.comment.number, "item": point.item.code or point.comment.plan}
        yield Offer(
            f"comment:{point.pk}",
            _("Comment to be settled"),
            _("Comment no. %(number)s (%(item)s)") % said,
            Truncator(point.text).words(20),
            point.comment.get_absolute_url(),
            {"comment_point": point},
        )


def _late(meeting: Meeting) -> Iterator[Offer]:
    """Measures that will be late on the day of the meeting, of what the body works on."""
    work = list(BodyWork.objects.filter(body=meeting.body_id))
    if not work:
        return
    placed = set(
        AgendaPoint.objects.filter(meeting=meeting, item_key__isnull=False).values_list(
            "item_key", flat=True
        )
    )
    late = [
        (state.item, state.due_on)
        for state in _dated(work)
        if state.due_on
        and state.item_key not in placed
        and signals.late(state.status, state.due_on, meeting.day)
    ]
    for item, last_day in sorted(late, key=lambda one: (one[1], one[0].pk))[:MOST]:
        yield Offer(
            f"item:{item.key}",
            _("Late measure"),
            f"{item.code} {item.text}".strip(),
            _("was due by %(day)s") % {"day": date_format(last_day, "DATE_FORMAT")},
            item.get_absolute_url(),
            {"plan": item.edition.plan, "item_key": item.key},
        )


def _dated(work: Iterable[BodyWork]) -> Iterable[MeasureState]:
    """How measures with a deadline stand that the body works on, in the current editions."""
    whole = {part.plan_id for part in work if part.item_key is None}
    of_plans = Q(plan__in=whole)
    of_items = Q(item_key__in=[part.item_key for part in work if part.item_key])
    states = MeasureState.objects.filter(of_plans | of_items, due_on__isnull=False)
    return states.select_related("item__edition__plan", "item__tier")


def _terms(meeting: Meeting) -> Iterator[Offer]:
    ending = Membership.objects.on(meeting.day).filter(
        body=meeting.body_id, term_to__lte=meeting.day + ENDING
    )
    placed = AgendaPoint.objects.filter(meeting=meeting, membership__isnull=False)
    ending = ending.exclude(pk__in=placed.values("membership")).exclude(role=Membership.Role.DEPUTY)
    for one in ending.select_related("person").order_by("term_to", "pk")[:MOST]:
        # Whose it is stands on no agenda that the public reads.
        side = one.get_side_display() or one.get_role_display()
        ends = date_format(one.term_to or meeting.day, "DATE_FORMAT")
        yield Offer(
            f"term:{one.pk}",
            _("Term about to end"),
            _("A term ends on %(day)s: %(side)s") % {"day": ends, "side": side},
            "",
            reverse("kpss:seats", args=[meeting.body.slug]),
            {"membership": one, "raised_by": one.side},
        )


def _topics(meeting: Meeting) -> Iterator[Offer]:
    topics = Topic.objects.filter(
        body=meeting.body_id, state=Topic.State.ACCEPTED, agenda_points__isnull=True
    )
    for topic in topics.order_by("decided_at", "pk")[:MOST]:
        yield Offer(
            f"topic:{topic.pk}",
            _("Topic of the public"),
            topic.title,
            Truncator(topic.why).words(20),
            reverse("kpss:topic_decide", args=[topic.pk]),
            {"topic": topic},
        )


KINDS: list[Callable[[Meeting], Iterable[Offer]]] = [_tasks, _comments, _late, _terms, _topics]
