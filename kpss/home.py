"""What the first page of community planning tells: each subject by what its own pages tell."""

from typing import NamedTuple

from django.utils.timezone import localdate

from kpss import when
from kpss.bodies import reading as bodies
from kpss.bodies.reading import Listed, Listing
from kpss.meetings import reading as meetings
from kpss.meetings.lines import MeetingLine
from kpss.minutes import decisions, showing
from kpss.models import Body, Cycle, Decision, Minutes, News, Phase, TargetGroup
from kpss.target_groups import reading as target_groups
from kpss.target_groups.reading import Line

# So many of each; the rest stands on the page of the subject.
MEETINGS = 4
MINUTES = 3
DECISIONS = 3
NEWS = 3


class Running(NamedTuple):
    """A phase that is going on, of which plan."""

    phase: Phase
    cycle: Cycle


class Home(NamedTuple):
    """`coordination` is the coordination group, where there is one."""

    listing: Listing
    coordination: Listed | None
    joinable: int
    upcoming: list[MeetingLine]
    minutes: list[Minutes]
    decisions: list[Decision]
    news: list[News]
    running: list[Running]
    newest: Cycle | None
    target_groups: list[Line]


def home() -> Home:
    """Fourteen queries at most, whatever there is."""
    listing = bodies.listing()
    working = [one for _kind, ones in listing.working for one in ones]
    running = _running()
    return Home(
        listing=listing,
        coordination=_coordination(working),
        joinable=sum(one.body.takes_applications for one in working),
        upcoming=upcoming(MEETINGS),
        minutes=latest_minutes(),
        decisions=list(decisions.public()[:DECISIONS]),
        news=list(News.objects.published().select_related("body")[:NEWS]),
        running=running,
        newest=None if running else _newest(),
        target_groups=target_groups.lines(
            TargetGroup.objects.prefetch_related("names").order_by("position"), None
        ),
    )


def upcoming(number: int) -> list[MeetingLine]:
    """The next meetings, those called off too, as everyone reads them. Two queries."""
    return MeetingLine.read(meetings.of_body(None).upcoming()[:number])


def _coordination(working: list[Listed]) -> Listed | None:
    of_kind = (one for one in working if one.body.kind == Body.Kind.COORDINATION)
    return next(of_kind, None)


def latest_minutes() -> list[Minutes]:
    """Those that were published last."""
    published = Minutes.objects.filter(state=Minutes.State.PUBLISHED)
    newest = published.select_related("meeting__body").order_by("-published_at", "-meeting__day")
    found = list(newest[:MINUTES])
    for minutes, meeting in zip(
        found, showing.public_meetings([one.meeting for one in found]), strict=True
    ):
        minutes.meeting = meeting
    return found


def _running() -> list[Running]:
    """Phases that by their dates are going on today; one without an end until the plan's."""
    phases = Phase.objects.exclude(begins="").select_related("cycle__plan").order_by("kind")
    found = [Running(phase, phase.cycle) for phase in phases if _is_running(phase)]
    return sorted(found, key=lambda one: one.cycle.plan.title)


def _is_running(phase: Phase) -> bool:
    today = localdate()
    begins = when.first_day(phase.begins)
    ends = when.last_day(phase.ends if phase.is_open else phase.ends or phase.begins)
    if begins is None or begins > today:
        return False
    if ends is not None:
        return today <= ends
    last_year = phase.cycle.plan.period_to
    return last_year is not None and today.year <= last_year


def _newest() -> Cycle | None:
    """The plan that reaches furthest, where none is being made or carried out."""
    cycles = Cycle.objects.filter(carries_out=None, plan__period_to__isnull=False)
    return cycles.select_related("plan").order_by("-plan__period_to", "-pk").first()
